using System.Diagnostics;
using MailGate.Filtering.Pipeline;
using MailGate.Observability.History;
using MailGate.Smtp.Client;
using MailGate.Smtp.Grammar;
using MailGate.Smtp.Session;
using TransactionRecord = MailGate.Observability.Logs.TransactionRecord;

namespace MailGate.Handling;

/// <summary>What becomes of one transaction, gathered while it runs, for its log line and its metrics.</summary>
/// <param name="keepsPhases">What the server behind took for each phase is kept as well.</param>
internal sealed class TransactionAccount(TimeProvider time, bool keepsPhases)
{
    private static readonly DownstreamPhase[] Phases = Enum.GetValues<DownstreamPhase>();

    private long _dataStartedAt;
    private long _dataEndedAt;
    private IReadOnlyList<PhaseDuration> _downstream = [];

    /// <summary>A word of the metric's closed set: accept, reject, defer, quarantine, discard, aborted.</summary>
    public string Verdict { get; private set; } = "aborted";

    /// <summary>Why, when it is not plain.</summary>
    public string? Reason { get; private set; }

    /// <summary>More of the reason, for the log alone: the rule that decided.</summary>
    public string? Detail { get; set; }

    /// <summary>Where a refusal was decided: a stage of the transaction.</summary>
    public string Stage { get; private set; } = "mail";

    public string? MessageId { get; set; }

    /// <summary>Its span; null where it is not traced.</summary>
    public Activity? Span { get; init; }

    /// <summary>Time spent in checks and rules.</summary>
    public TimeSpan Checks { get; set; }

    public string? Route { get; set; }

    public string? Target { get; set; }

    public Reply? DownstreamReply { get; set; }

    /// <summary>True when a message reached its end.</summary>
    public bool HasMessage => _dataEndedAt != 0;

    public void NoteDataStart() => _dataStartedAt = time.GetTimestamp();

    public void NoteDataEnd() => _dataEndedAt = time.GetTimestamp();

    /// <summary>Time from the end of the message until now.</summary>
    public TimeSpan SinceDataEnd => time.GetElapsedTime(_dataEndedAt);

    /// <summary>Settles the transaction.</summary>
    public void Settle(string verdict, string stage, string? reason)
    {
        Verdict = verdict;
        Stage = stage;
        Reason = reason;
    }

    /// <summary>Settles it by what the reply says.</summary>
    public void SettleBy(Reply reply, string stage, string reason) =>
        Settle(reply.IsPositive ? "accept" : reply.IsTransient ? "defer" : "reject", stage, reply.IsPositive ? null : reason);

    /// <summary>Notes the last word of the server behind.</summary>
    public void NoteDownstream(DownstreamTransaction downstream)
    {
        Route = downstream.Route.Name;
        Target = downstream.Target?.Name ?? Target;
        DownstreamOutcome outcome = downstream.LastOutcome;
        DownstreamReply = outcome.Reply;
        _downstream = keepsPhases && downstream.Times is { } times
            ? [.. Phases.Where(phase => times[phase] > TimeSpan.Zero).Select(phase => new PhaseDuration(DownstreamSeries.Label(phase), times[phase]))]
            : [];
    }

    /// <summary>The whole account. What belongs to the session and the server behind is copied: they go on.</summary>
    public FinishedTransaction Finish(TransactionRecord record, SessionInfo session, Transaction transaction, MailContext? mail) => new()
    {
        Time = time.GetUtcNow(),
        Record = record,
        BeforeMail = time.GetElapsedTime(session.StartedAt, transaction.StartedAt),
        Subject = mail is null ? null : EvidenceOfHits.SubjectOf(mail.Facts),
        Stages = mail is null ? [] : [.. mail.Results],
        Evidence = mail is null ? new Dictionary<string, string>() : EvidenceOfHits.In(mail),
        Downstream = _downstream,
    };

    /// <summary>The log's record.</summary>
    public TransactionRecord ToRecord(SessionInfo session, Transaction transaction, Reply? lastReply) => new()
    {
        Id = transaction.Id,
        Listener = session.Listener.Name,
        Client = session.Client,
        Tls = session.Tls is { } tls ? $"{tls.Version} {tls.CipherSuite}" : null,
        ClientCertificate = session.Tls?.ClientCertificateSubject,
        ClientCertificateSha256 = session.Tls?.ClientCertificateSha256,
        User = session.Login,
        Helo = session.HeloName,
        From = transaction.ReversePath.ToString(),
        Recipients = [.. transaction.Recipients.Select(recipient => recipient.Path.ToString())],
        RefusedRecipients = transaction.RefusedRecipients,
        MessageId = MessageId,
        Octets = transaction.MessageOctets,
        Total = time.GetElapsedTime(transaction.StartedAt),
        Data = _dataEndedAt == 0 || _dataStartedAt == 0 ? TimeSpan.Zero : time.GetElapsedTime(_dataStartedAt, _dataEndedAt),
        Checks = Checks,
        Reply = _dataEndedAt == 0 ? TimeSpan.Zero : SinceDataEnd,
        Verdict = Verdict,
        Reason = Detail ?? Reason,
        ClientReply = lastReply?.ToString(),
        Route = Route,
        Target = Target,
        DownstreamReply = DownstreamReply?.ToString(),
    };
}
