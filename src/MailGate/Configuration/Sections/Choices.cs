using MailGate.Configuration.Model;

namespace MailGate.Configuration.Sections;

internal enum ListenerTls
{
    None,
    Starttls,
    Require,
    Implicit,
}

internal enum ListenerAuth
{
    None,
    Downstream,
    Required,
}

internal enum LineEndings
{
    Refuse,
    Normalize,
}

internal enum ProxyProtocolMode
{
    Off,
    Trusted,
    Require,
}

internal enum VrfyReply
{
    [SettingName("252")]
    CannotVerify,

    [SettingName("502")]
    NotImplemented,
}

internal enum Pipelining
{
    Lenient,
    Strict,
}

internal enum TlsVersion
{
    [SettingName("1.2")]
    Tls12,

    [SettingName("1.3")]
    Tls13,
}

internal enum TargetProtocol
{
    Smtp,
    Lmtp,
    Capture,
}

internal enum RouteTls
{
    None,
    Opportunistic,
    Require,
    Verify,
}

internal enum RecipientChecks
{
    Live,
    Cached,
}

internal enum ClientIdentity
{
    None,
    Xclient,
    Xforward,
    Proxy,
}

internal enum ReplyTexts
{
    Pass,
    Generic,
}

internal enum EightBit
{
    Send,
    Refuse,
}

internal enum DnsFailure
{
    Ignore,
    Defer,
}

internal enum SigningAlgorithm
{
    Auto,
    RsaSha256,
    Ed25519Sha256,
}

internal enum SpamHeaders
{
    None,
    Spamassassin,
    Rspamd,
}

internal enum RewritePlaces
{
    Both,
    Envelope,
    Header,
}

internal enum Subaddresses
{
    Keep,
    Strip,
}

internal enum SrsScope
{
    Forwarded,
    All,
}

internal enum LogFormat
{
    Json,
    Text,
}

internal enum LogVerbosity
{
    Debug,
    Info,
    Warning,
    Error,
}

internal enum LoggedAddresses
{
    Full,
    Domain,
}

internal enum RecipientsDiffer
{
    Split,
    Strictest,
}

internal enum TracingProtocol
{
    Http,
    Grpc,
}
