namespace MailGate.Smtp.Grammar;

/// <summary>The BODY parameter of MAIL (RFC 6152 §3).</summary>
public enum BodyType
{
    /// <summary>Not given.</summary>
    Unspecified,
    SevenBit,
    EightBitMime,
}
