namespace MailGate.Filtering.Rewriting;

/// <summary>What an edited header may grow to. An edit that would go beyond it is refused whole.</summary>
public sealed record HeaderEditLimits
{
    public static HeaderEditLimits Default { get; } = new();

    /// <summary>Most octets in a line, without its CRLF (RFC 5322 §2.1.1).</summary>
    public int MaxLineOctets { get; init; } = 998;

    /// <summary>Most octets in a field that an edit writes.</summary>
    public int MaxFieldOctets { get; init; } = 64 * 1024;

    /// <summary>Most octets in the whole edited header section; above what is accepted from a client, so that our own fields fit.</summary>
    public int MaxHeaderOctets { get; init; } = 512 * 1024;
}
