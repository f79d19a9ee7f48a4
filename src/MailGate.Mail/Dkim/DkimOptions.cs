namespace MailGate.Mail.Dkim;

/// <summary>Limits of DKIM and ARC verification. One object serves all messages, so that its <see cref="Keys"/> are shared.</summary>
public sealed class DkimOptions
{
    /// <summary>The limits that nobody has to think about.</summary>
    public static DkimOptions Default { get; } = new();

    /// <summary>Most DKIM-Signature fields that are read, from the top; the others are counted only (RFC 6376 §8.4).</summary>
    public int MaxSignatures { get; init; } = 10;

    /// <summary>Most names in one h=.</summary>
    public int MaxSignedFields { get; init; } = 256;

    /// <summary>Most octets of one signature field.</summary>
    public int MaxSignatureOctets { get; init; } = 16 * 1024;

    /// <summary>Most octets of a header section whose signatures are verified.</summary>
    public int MaxHeaderOctets { get; init; } = 1024 * 1024;

    /// <summary>Most keys fetched for one message, DKIM and ARC together.</summary>
    public int MaxKeyLookups { get; init; } = 64;

    /// <summary>RSA keys below this never verify anything; less than 1024 is not allowed by RFC 8301 §3.2.</summary>
    public int MinRsaBits { get; init; } = 1024;

    /// <summary>Larger RSA keys are not tried: a verification costs by the square of the size.</summary>
    public int MaxRsaBits { get; init; } = 8192;

    /// <summary>How far other clocks may be from ours when x= and t= are judged.</summary>
    public TimeSpan ClockSkew { get; init; } = TimeSpan.FromMinutes(5);

    /// <summary>Whether a signature whose l= leaves out a part of the body may authenticate a domain; it is reported either way (RFC 6376 §8.2).</summary>
    public bool AcceptPartialBody { get; init; }

    /// <summary>
    /// Whether some work is spent to find out which field made a signature fail: up to 64 more
    /// verifications each. For people who look into one message, not for all mail.
    /// </summary>
    public bool ExplainFailures { get; init; }

    /// <summary>Keys that were read before.</summary>
    public DkimKeyCache Keys { get; init; } = new();
}
