namespace MailGate.Smtp.Grammar;

/// <summary>Service extensions of a session (RFC 5321 §2.2).</summary>
[Flags]
public enum Extensions
{
    None = 0,
    Pipelining = 1,
    Size = 2,
    EightBitMime = 4,
    SmtpUtf8 = 8,
    Chunking = 16,
    StartTls = 32,
    EnhancedStatusCodes = 64,
    Dsn = 128,
    Limits = 256,
    RequireTls = 512,
    Auth = 1024,
    XClient = 2048,
}
