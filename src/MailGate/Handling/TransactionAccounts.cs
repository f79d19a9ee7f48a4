using MailGate.Observability.Logs;
using MailGate.Observability.Metrics;
using MailGate.Observability.Tracing;
using MailGate.Smtp.Grammar;
using MailGate.Smtp.Session;

namespace MailGate.Handling;

/// <summary>Books finished transactions: one log line, and the counters.</summary>
internal sealed class TransactionAccounts(TransactionLog log, GatewayMetrics metrics)
{
    /// <summary>True when accounts are written to the log: only then are they asked for what the log alone tells.</summary>
    public bool AreLogged => log.IsEnabled;

    /// <summary>Closes an account.</summary>
    public void Close(TransactionAccount account, SessionInfo session, Transaction transaction, TransactionEnd end, Reply? lastReply)
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

        if (log.IsEnabled)
        {
            log.Write(account.ToRecord(session, transaction, lastReply));
        }
    }
}
