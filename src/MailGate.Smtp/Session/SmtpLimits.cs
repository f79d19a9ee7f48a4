namespace MailGate.Smtp.Session;

/// <summary>Bounds of a session (RFC 5321 §4.5.3). Every one has a default that is safe on the public Internet.</summary>
public sealed record SmtpLimits
{
    /// <summary>Octets of a message, as SIZE announces it.</summary>
    public long MaxMessageOctets { get; init; } = 50L * 1024 * 1024;

    /// <summary>Recipients of a transaction; at least 100 (RFC 5321 §4.5.3.1.8).</summary>
    public int MaxRecipients { get; init; } = 100;

    /// <summary>Transactions in one session; 0 for no limit.</summary>
    public int MaxTransactions { get; init; }

    /// <summary>Octets of a line of a message, without its CRLF. RFC 5321 §4.5.3.1.6 says 998, real mail has longer ones.</summary>
    public long MaxTextLineOctets { get; init; } = 1024 * 1024;

    /// <summary>Commands in one session.</summary>
    public int MaxCommands { get; init; } = 100_000;

    /// <summary>Octets of a command line with its CRLF.</summary>
    public int MaxCommandLineOctets { get; init; } = 4096;

    /// <summary>Negative replies in a session before it is ended with 421.</summary>
    public int MaxErrors { get; init; } = 20;

    /// <summary>Commands that bring no mail forward (NOOP, RSET, VRFY, HELP, repeated EHLO) between two messages.</summary>
    public int MaxIdleCommands { get; init; } = 100;

    /// <summary>Time for the client to send a whole command (RFC 5321 §4.5.3.2.7: 5 minutes).</summary>
    public TimeSpan CommandTimeout { get; init; } = TimeSpan.FromMinutes(5);

    /// <summary>Time in which <see cref="MinOctetsPerSecond"/> of message data must have come (RFC 5321 §4.5.3.2.5: 3 minutes a block).</summary>
    public TimeSpan DataTimeout { get; init; } = TimeSpan.FromMinutes(3);

    /// <summary>Lowest rate at which a message may come in, over <see cref="DataTimeout"/>.</summary>
    public int MinOctetsPerSecond { get; init; } = 100;

    /// <summary>Time for a PROXY protocol header.</summary>
    public TimeSpan ProxyHeaderTimeout { get; init; } = TimeSpan.FromSeconds(5);

    /// <summary>Time for a TLS handshake.</summary>
    public TimeSpan HandshakeTimeout { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>Longest a session may last; zero for no limit.</summary>
    public TimeSpan MaxSessionTime { get; init; } = TimeSpan.FromHours(2);

    /// <summary>Sessions of the listener's server at once.</summary>
    public int MaxSessions { get; init; } = 10_000;

    /// <summary>Sessions from one address (IPv6: one /64) at once.</summary>
    public int MaxSessionsPerAddress { get; init; } = 50;
}
