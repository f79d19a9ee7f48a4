using MailGate.Filtering.Pipeline;
using MailGate.Observability.History;
using MailGate.Observability.Logs;
using MailGate.Observability.Metrics;
using MailGate.Observability.Tracing;
using MailGate.Smtp.Grammar;
using MailGate.Smtp.Session;
using MailGate.Storage;
using TransactionRecord = MailGate.Observability.Logs.TransactionRecord;

namespace MailGate.Handling;

/// <summary>Books finished transactions: the counters, one log line, the history and the journal.</summary>
internal sealed class TransactionAccounts(TransactionLog log, TransactionHistory history, Journal? journal, GatewayMetrics metrics)
{
    /// <summary>True when accounts are written to the log or kept: only then are they asked for what the metrics do not need.</summary>
    public bool AreLogged => log.IsEnabled || AreKept;

    /// <summary>True when more is kept of a transaction than a log line.</summary>
    public bool AreKept => history.IsEnabled || journal is not null;

    /// <summary>Closes an account.</summary>
    /// <param name="mail">What was found out and judged; null where nothing is.</param>
    public void Close(TransactionAccount account, SessionInfo session, Transaction transaction, TransactionEnd end, Reply? lastReply, MailContext? mail)
    {
        TransactionSpans.End(account.Span, account.Verdict, account.Reason, lastReply);
        metrics.Transactions.With(session.Listener.Name, account.Verdict).Add();
        if (account.HasMessage)
        {
            metrics.MessageSize.With().Observe(transaction.MessageOctets);
            metrics.DataToReply.With().Observe(account.SinceDataEnd.TotalSeconds, transaction.Id);
        }

        if (end == TransactionEnd.Answered && lastReply is { IsPositive: true })
        {
            // What a server behind took, quarantine keeps or a rule discarded is counted where that happens: the sums must agree.
            metrics.Accepted.With().Add();
        }

        if (account.Verdict is "reject" or "defer")
        {
            // A client whose recipients were all refused goes away: the last reply of the transaction is then not the refusal.
            metrics.Rejects.With(account.Stage, account.Reason ?? "downstream", account.Verdict == "reject" ? "5xx" : "4xx").Add();
        }

        bool isJournalled = journal is not null && mail is not null;
        if (!log.IsEnabled && !history.IsEnabled && !isJournalled)
        {
            return;
        }

        TransactionRecord record = account.ToRecord(session, transaction, lastReply);
        log.Write(record);
        if (history.IsEnabled || isJournalled)
        {
            FinishedTransaction finished = account.Finish(record, session, transaction, mail);
            history.Note(finished);
            if (isJournalled)
            {
                journal!.Note(Filtering.Pipeline.TransactionRecord.Of(mail!, lastReply?.ToString() ?? ""), finished);
            }
        }
    }
}
