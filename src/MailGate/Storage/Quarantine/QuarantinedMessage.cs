namespace MailGate.Storage.Quarantine;

/// <summary>What is known of a message in quarantine beside its octets; the first line of its record file.</summary>
internal sealed record QuarantinedMessage
{
    /// <summary>The transaction's id, which is in the client's reply, the log, the journal and the Received field, too.</summary>
    public required string Id { get; init; }

    public required DateTimeOffset Time { get; init; }

    /// <summary>The message's size.</summary>
    public required long Octets { get; init; }

    /// <summary>The reverse-path without brackets as it goes on; empty for &lt;&gt;.</summary>
    public required string ReversePath { get; init; }

    /// <summary>Whom a release is for; several that the client named may lead to one address.</summary>
    public required IReadOnlyList<QuarantinedRecipient> Recipients { get; init; }

    /// <summary>The addresses that a release goes to, each once.</summary>
    public IEnumerable<string> Addresses => Recipients.Select(recipient => recipient.Address).Distinct();

    /// <summary>MAIL said SMTPUTF8.</summary>
    public bool SmtpUtf8 { get; init; }

    /// <summary>MAIL said BODY=8BITMIME.</summary>
    public bool EightBitMime { get; init; }

    /// <summary>Who sent it; told to the server behind as the route says when it is released.</summary>
    public required QuarantinedClient Client { get; init; }

    /// <summary>The author's address or what stands in From; empty without one.</summary>
    public string From { get; init; } = "";

    /// <summary>Decoded (RFC 2047); empty without one.</summary>
    public string Subject { get; init; } = "";

    public string MessageId { get; init; } = "";

    /// <summary>What decided: a rule, a threshold.</summary>
    public required string Reason { get; init; }

    public double Score { get; init; }

    /// <summary>The rules that hit, in order.</summary>
    public required IReadOnlyList<QuarantinedHit> Rules { get; init; }

    /// <summary>Every attempt to release it, the oldest first; kept in lines of their own.</summary>
    public IReadOnlyList<QuarantineRelease> Releases { get; init; } = [];

    /// <summary>True when every recipient has it.</summary>
    public bool IsReleased => Recipients.Count > 0 && Recipients.All(recipient => HasIt(recipient.Address));

    /// <summary>True when the message was released to this recipient.</summary>
    public bool HasIt(string recipient) => Releases.Any(release => release.Outcome == ReleaseOutcome.Released && release.Recipients.Contains(recipient, StringComparer.OrdinalIgnoreCase));
}

/// <summary>A recipient of a message in quarantine.</summary>
/// <param name="Address">As it goes on: after rules have rewritten it.</param>
/// <param name="Route">The route that a rule chose; empty for what the domain says.</param>
/// <param name="Original">As the client gave it; empty when that is the same, and for copies of which the client does not know.</param>
internal sealed record QuarantinedRecipient(string Address, string Route = "", string Original = "");

/// <summary>The client that sent a message.</summary>
internal sealed record QuarantinedClient(string Address, int Port, string Name, string Helo, string Protocol, string Login, string Listener);

/// <summary>A rule that hit.</summary>
internal sealed record QuarantinedHit(string Name, double Score);
