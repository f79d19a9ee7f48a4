using System.Globalization;
using MailGate.Smtp.Grammar;

namespace MailGate.Smtp.Client;

/// <summary>What a server said to EHLO or LHLO (RFC 5321 §4.1.1.1): unknown keywords are not kept, malformed parameters count as absent.</summary>
public sealed record EhloKeywords
{
    /// <summary>A server without extensions: one that knows HELO only.</summary>
    public static EhloKeywords None { get; } = new();

    /// <summary>The extensions offered.</summary>
    public Extensions Extensions { get; init; }

    /// <summary>Most octets of a message (SIZE, RFC 1870 §4); null when there is no limit or none is told.</summary>
    public long? MaxMessageOctets { get; init; }

    /// <summary>SASL mechanisms in capitals, in the server's order (RFC 4954 §3).</summary>
    public IReadOnlyList<string> AuthMechanisms { get; init; } = [];

    /// <summary>Attributes that XCLIENT takes, in capitals (Postfix's XCLIENT_README).</summary>
    public IReadOnlyList<string> XClientAttributes { get; init; } = [];

    /// <summary>Attributes that XFORWARD takes, in capitals (Postfix's XFORWARD_README).</summary>
    public IReadOnlyList<string> XForwardAttributes { get; init; } = [];

    /// <summary>Most recipients of a transaction (LIMITS RCPTMAX, RFC 9422 §4), or null.</summary>
    public int? MaxRecipients { get; init; }

    /// <summary>Most transactions of a session (LIMITS MAILMAX, RFC 9422 §4), or null.</summary>
    public int? MaxTransactions { get; init; }

    /// <summary>True when <paramref name="extension"/> is offered.</summary>
    public bool Has(Extensions extension) => (Extensions & extension) == extension;

    /// <summary>Reads a positive reply to EHLO or LHLO. Its first line is the greeting and holds no keyword.</summary>
    public static EhloKeywords Parse(Reply reply)
    {
        ArgumentNullException.ThrowIfNull(reply);
        EhloKeywords keywords = None;
        foreach (string line in reply.Text.Split('\n').Skip(1))
        {
            string[] words = line.Split(' ', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
            if (words.Length > 0)
            {
                keywords = keywords.With(words[0].ToUpperInvariant(), words[1..]);
            }
        }

        return keywords;
    }

    private EhloKeywords With(string keyword, string[] parameters) => keyword switch
    {
        "PIPELINING" => Add(Extensions.Pipelining),
        "8BITMIME" => Add(Extensions.EightBitMime),
        "SMTPUTF8" => Add(Extensions.SmtpUtf8),
        "CHUNKING" => Add(Extensions.Chunking),
        "DSN" => Add(Extensions.Dsn),
        "STARTTLS" => Add(Extensions.StartTls),
        "ENHANCEDSTATUSCODES" => Add(Extensions.EnhancedStatusCodes),
        "REQUIRETLS" => Add(Extensions.RequireTls),
        // RFC 1870 §4: 0, or no number, means no fixed limit.
        "SIZE" => Add(Extensions.Size) with { MaxMessageOctets = parameters.Length > 0 && Number(parameters[0]) is > 0 and var octets ? octets : null },
        "AUTH" => Add(Extensions.Auth) with { AuthMechanisms = Union(AuthMechanisms, parameters) },
        // Servers of the time before RFC 4954 repeat the list in this form for clients of that time.
        _ when keyword.StartsWith("AUTH=", StringComparison.Ordinal) =>
            Add(Extensions.Auth) with { AuthMechanisms = Union(AuthMechanisms, [keyword[5..], .. parameters]) },
        "XCLIENT" => Add(Extensions.XClient) with { XClientAttributes = Union([], parameters) },
        "XFORWARD" => this with { XForwardAttributes = Union([], parameters) },
        "LIMITS" => parameters.Aggregate(Add(Extensions.Limits), (known, limit) => known.WithLimit(limit)),
        _ => this,
    };

    private EhloKeywords Add(Extensions extension) => this with { Extensions = Extensions | extension };

    private EhloKeywords WithLimit(string limit)
    {
        int equals = limit.IndexOf('=', StringComparison.Ordinal);
        int? value = equals > 0 && Number(limit[(equals + 1)..]) is > 0 and <= 999_999 and var number ? (int)number : null;
        return value is null ? this : limit[..equals].ToUpperInvariant() switch
        {
            "RCPTMAX" => this with { MaxRecipients = value },
            "MAILMAX" => this with { MaxTransactions = value },
            _ => this,
        };
    }

    private static long? Number(string text) => long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out long number) ? number : null;

    private static List<string> Union(IReadOnlyList<string> known, IEnumerable<string> more) =>
        [.. known.Concat(more.Select(word => word.ToUpperInvariant())).Distinct()];
}
