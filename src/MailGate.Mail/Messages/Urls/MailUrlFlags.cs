namespace MailGate.Mail.Messages.Urls;

/// <summary>What is notable about an address.</summary>
[Flags]
public enum MailUrlFlags
{
    None = 0,

    /// <summary>The host has an A-label (xn--) or characters beyond ASCII (RFC 5890).</summary>
    Punycode = 1 << 0,

    /// <summary>One label of the host mixes scripts that no language mixes.</summary>
    MixedScript = 1 << 1,

    /// <summary>The host looks like an ASCII name that it is not; <see cref="MailUrl.HostSkeleton"/> is that name.</summary>
    Homoglyph = 1 << 2,

    /// <summary>The host is an IP address.</summary>
    IpHost = 1 << 3,

    /// <summary>The IP address is written in another form than four decimal numbers.</summary>
    ObfuscatedIp = 1 << 4,

    /// <summary>A user name stands before the host: what looks like the host is not.</summary>
    UserInfo = 1 << 5,

    /// <summary>A port other than the scheme's own.</summary>
    Port = 1 << 6,

    /// <summary>Written with backslashes, control characters, percent-encoded host or extra slashes, which browsers mend.</summary>
    Malformed = 1 << 7,

    /// <summary>Written without scheme; http is assumed.</summary>
    Schemeless = 1 << 8,

    /// <summary>The text that stands for it shows another host.</summary>
    TextMismatch = 1 << 9,

    /// <summary>Another address stands in its path or query, as in redirects.</summary>
    EmbedsUrl = 1 << 10,

    /// <summary>It stands where the reader sees nothing.</summary>
    Hidden = 1 << 11,

    /// <summary>The address exceeds the length that is kept.</summary>
    Truncated = 1 << 12,
}
