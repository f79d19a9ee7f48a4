using MailGate.Observability.Logs;

namespace MailGate.Observability.History;

/// <summary>A transaction as lists show it: in the API, in the journal and on the page. Texts are as the peers sent them. Times are in seconds.</summary>
internal sealed record TransactionSummary
{
    private const int MaxRecipients = 50;

    public required string Id { get; init; }

    public required DateTimeOffset Time { get; init; }

    /// <summary>accept, tag, quarantine, discard, reject, defer or aborted.</summary>
    public required string Verdict { get; init; }

    public string? Reason { get; init; }

    public required string Listener { get; init; }

    /// <summary>ADDRESS:PORT.</summary>
    public required string Client { get; init; }

    public string? Tls { get; init; }

    public string? User { get; init; }

    public string? Helo { get; init; }

    /// <summary>Empty for the null reverse-path.</summary>
    public required string From { get; init; }

    /// <summary>Those that were accepted, the first 50.</summary>
    public required IReadOnlyList<string> Recipients { get; init; }

    public int RecipientCount { get; init; }

    public int RefusedRecipients { get; init; }

    public string? MessageId { get; init; }

    public string? Subject { get; init; }

    public long Octets { get; init; }

    /// <summary>Null when no message was judged.</summary>
    public double? Score { get; init; }

    /// <summary>Rules that hit.</summary>
    public required IReadOnlyList<string> Rules { get; init; }

    /// <summary>Rules in shadow mode that would have hit.</summary>
    public required IReadOnlyList<string> ShadowRules { get; init; }

    public string? Reply { get; init; }

    public string? Route { get; init; }

    public string? Target { get; init; }

    public string? DownstreamReply { get; init; }

    public double BeforeMailSeconds { get; init; }

    public double TotalSeconds { get; init; }

    public double DataSeconds { get; init; }

    public double ChecksSeconds { get; init; }

    public double ReplySeconds { get; init; }

    public required IReadOnlyList<PhaseSeconds> Downstream { get; init; }

    public static TransactionSummary Of(FinishedTransaction transaction)
    {
        TransactionRecord record = transaction.Record;
        return new TransactionSummary
        {
            Id = record.Id,
            Time = transaction.Time,
            Verdict = record.Verdict,
            Reason = record.Reason,
            Listener = record.Listener,
            Client = record.Client.ToString(),
            Tls = record.Tls,
            User = record.User,
            Helo = record.Helo,
            From = record.From,
            Recipients = [.. record.Recipients.Take(MaxRecipients)],
            RecipientCount = record.Recipients.Count,
            RefusedRecipients = record.RefusedRecipients,
            MessageId = record.MessageId,
            Subject = transaction.Subject,
            Octets = record.Octets,
            Score = transaction.Stages is [.., { Verdict.Stage: Filtering.Pipeline.Stage.Message } last] ? last.Verdict.Score : null,
            Rules = [.. transaction.Stages.SelectMany(stage => stage.Verdict.Hits).Select(hit => hit.Name).Distinct()],
            ShadowRules = [.. transaction.Stages.SelectMany(stage => stage.Verdict.ShadowHits).Select(hit => hit.Name).Distinct()],
            Reply = record.ClientReply,
            Route = record.Route,
            Target = record.Target,
            DownstreamReply = record.DownstreamReply,
            BeforeMailSeconds = transaction.BeforeMail.TotalSeconds,
            TotalSeconds = record.Total.TotalSeconds,
            DataSeconds = record.Data.TotalSeconds,
            ChecksSeconds = record.Checks.TotalSeconds,
            ReplySeconds = record.Reply.TotalSeconds,
            Downstream = [.. transaction.Downstream.Select(phase => new PhaseSeconds(phase.Phase, phase.Duration.TotalSeconds))],
        };
    }
}

/// <summary>A phase of the dialogue with a server behind, in seconds.</summary>
internal sealed record PhaseSeconds(string Phase, double Seconds);
