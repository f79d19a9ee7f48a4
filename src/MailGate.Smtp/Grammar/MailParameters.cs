namespace MailGate.Smtp.Grammar;

/// <summary>The parameters of MAIL.</summary>
public sealed record MailParameters
{
    /// <summary>None given.</summary>
    public static MailParameters None { get; } = new();

    /// <summary>SIZE in octets (RFC 1870), or null.</summary>
    public long? Size { get; init; }

    /// <summary>BODY (RFC 6152).</summary>
    public BodyType Body { get; init; }

    /// <summary>SMTPUTF8 (RFC 6531 §3.4).</summary>
    public bool SmtpUtf8 { get; init; }

    /// <summary>REQUIRETLS (RFC 8689 §2).</summary>
    public bool RequireTls { get; init; }

    /// <summary>RET: FULL or HDRS (RFC 3461 §4.3), or null.</summary>
    public string? Ret { get; init; }

    /// <summary>ENVID as given, in xtext (RFC 3461 §4.4), or null.</summary>
    public string? EnvelopeId { get; init; }

    /// <summary>AUTH: the submitter as given, in xtext (RFC 4954 §5), or null.</summary>
    public string? Auth { get; init; }
}
