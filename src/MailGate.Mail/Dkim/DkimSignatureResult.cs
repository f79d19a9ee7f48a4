using MailGate.Mail.Addresses;

namespace MailGate.Mail.Dkim;

/// <summary>What became of one DKIM-Signature field. Domain, selector and identity are there, checked, where they could be read.</summary>
public sealed record DkimSignatureResult
{
    /// <summary>The result.</summary>
    public required DkimResult Result { get; init; }

    /// <summary>Why, for people: holds nothing of the message but checked names and numbers.</summary>
    public required string Reason { get; init; }

    /// <summary>d=: the domain that takes responsibility.</summary>
    public Domain? Domain { get; init; }

    /// <summary>s=.</summary>
    public string? Selector { get; init; }

    /// <summary>i=, or "@" and the domain where it is left out (RFC 6376 §3.5).</summary>
    public string? Identity { get; init; }

    /// <summary>a=, where it is a known one.</summary>
    public string? Algorithm { get; init; }

    /// <summary>The first eight characters of b=, to tell signatures apart (RFC 6008).</summary>
    public string HeaderB { get; init; } = "";

    /// <summary>Size of the key that was used; 0 when none was.</summary>
    public int KeyBits { get; init; }

    /// <summary>
    /// The key says t=y: the domain is testing, and a signature that fails should be treated as if it were not there (RFC 6376 §3.6.1).
    /// </summary>
    public bool IsTesting { get; init; }

    /// <summary>l=, in canonical octets.</summary>
    public long? BodyLength { get; init; }

    /// <summary>False when l= leaves out a part of the body: anybody may have appended that (RFC 6376 §8.2).</summary>
    public bool CoversWholeBody { get; init; }

    /// <summary>True when the signature vouches for <see cref="Domain"/>, as DMARC understands it: it passed, and covers the body or may leave out some.</summary>
    public bool AuthenticatesDomain { get; init; }

    /// <summary>Names in h=, in its order, as written.</summary>
    public IReadOnlyList<string> SignedFields { get; init; } = [];

    /// <summary>t=.</summary>
    public DateTimeOffset? SignedAt { get; init; }

    /// <summary>x=.</summary>
    public DateTimeOffset? ExpiresAt { get; init; }
}
