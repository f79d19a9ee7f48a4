using System.Net;

namespace MailGate.Observability.Logs;

/// <summary>All that the log says about a transaction. Texts are as the peers sent them: the log escapes them.</summary>
internal sealed record TransactionRecord
{
    public required string Id { get; init; }

    public required string Listener { get; init; }

    public required IPEndPoint Client { get; init; }

    /// <summary>Version and cipher, such as <c>TLSv1.3 TLS_AES_128_GCM_SHA256</c>; null in clear.</summary>
    public string? Tls { get; init; }

    /// <summary>Subject of the certificate that the client offered, not verified; null without one.</summary>
    public string? ClientCertificate { get; init; }

    /// <summary>Its SHA-256 fingerprint in hex.</summary>
    public string? ClientCertificateSha256 { get; init; }

    /// <summary>The authenticated user; null without AUTH.</summary>
    public string? User { get; init; }

    public string? Helo { get; init; }

    /// <summary>The reverse-path without its angle brackets; empty for the null one.</summary>
    public required string From { get; init; }

    /// <summary>Accepted recipients.</summary>
    public IReadOnlyList<string> Recipients { get; init; } = [];

    /// <summary>How many recipients were refused.</summary>
    public int RefusedRecipients { get; init; }

    public string? MessageId { get; init; }

    /// <summary>Octets of the message as received.</summary>
    public long Octets { get; init; }

    /// <summary>From MAIL to the last reply.</summary>
    public TimeSpan Total { get; init; }

    /// <summary>From 354, or the first BDAT, to the end of the message.</summary>
    public TimeSpan Data { get; init; }

    /// <summary>All checks and rules.</summary>
    public TimeSpan Checks { get; init; }

    /// <summary>From the end of the message to its reply.</summary>
    public TimeSpan Reply { get; init; }

    /// <summary>A word of the <c>verdict</c> label of <c>mailgate_transactions_total</c>.</summary>
    public required string Verdict { get; init; }

    /// <summary>Why, when it is not plain: a rule's name, a limit.</summary>
    public string? Reason { get; init; }

    /// <summary>The last reply to the client.</summary>
    public string? ClientReply { get; init; }

    public string? Route { get; init; }

    /// <summary><c>host:port</c> of the server that got it.</summary>
    public string? Target { get; init; }

    /// <summary>That server's last reply.</summary>
    public string? DownstreamReply { get; init; }
}
