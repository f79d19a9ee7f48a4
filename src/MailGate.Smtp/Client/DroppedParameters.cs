namespace MailGate.Smtp.Client;

/// <summary>Parameters of the client that the downstream does not get.</summary>
[Flags]
public enum DroppedParameters
{
    None = 0,
    Size = 1,
    Body = 2,
    SmtpUtf8 = 4,
    RequireTls = 8,

    /// <summary>RET, ENVID, ORCPT, and NOTIFY without SUCCESS.</summary>
    Dsn = 16,

    /// <summary>NOTIFY=SUCCESS: the sender should be told that the message was relayed to where no such notice comes from (RFC 3461 §5.2.2).</summary>
    NotifySuccess = 32,
    Auth = 64,

    /// <summary>Nothing was dropped, but a U-label domain became an A-label.</summary>
    UnicodeDomain = 128,
}
