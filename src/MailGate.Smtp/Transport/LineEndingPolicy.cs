namespace MailGate.Smtp.Transport;

/// <summary>What happens to CR, LF and NUL that are not part of a CRLF (RFC 5321 §2.3.8).</summary>
public enum LineEndingPolicy
{
    /// <summary>The message is refused: such octets are how mail is smuggled past a gateway (CVE-2023-51764 and others).</summary>
    Refuse,

    /// <summary>A lone LF becomes CRLF, a lone CR or a NUL becomes a space: as Postfix's <c>normalize</c> does.</summary>
    Normalize,
}
