using System.Security.Cryptography.X509Certificates;

namespace MailGate.Smtp.Client;

/// <summary>One server that mail is sent to, and how. Two targets that are equal share their connections.</summary>
public sealed record DownstreamTarget
{
    /// <summary>Host name or address literal without brackets.</summary>
    public required string Host { get; init; }

    public required int Port { get; init; }

    public DownstreamProtocol Protocol { get; init; }

    public DownstreamTls Tls { get; init; }

    /// <summary>TLS from the first octet (RFC 8314 §3.3) in place of STARTTLS.</summary>
    public bool ImplicitTls { get; init; }

    /// <summary>Name for SNI and to be found in the certificate; null: <see cref="Host"/>.</summary>
    public string? TlsName { get; init; }

    /// <summary>Authorities that may have issued the certificate; null: those of the system.</summary>
    public X509Certificate2Collection? Authorities { get; init; }

    public DownstreamIdentity Identity { get; init; }

    /// <summary>User to authenticate as; null: none.</summary>
    public string? UserName { get; init; }

    public string? Password { get; init; }

    /// <summary>Our name in EHLO.</summary>
    public string HeloName { get; init; } = "localhost";

    public DownstreamTimeouts Timeouts { get; init; } = new();

    /// <summary>Most connections at a time, idle ones included.</summary>
    public int MaxConnections { get; init; } = 100;

    /// <summary>How long a transaction waits for a connection when all are taken.</summary>
    public TimeSpan QueueWait { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>How long a connection is kept that nobody uses.</summary>
    public TimeSpan IdleTimeout { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>
    /// The age at which a connection is replaced, however busy it is: a server that was reloaded goes on with its old settings on the connections that it has.
    /// </summary>
    public TimeSpan MaxAge { get; init; } = TimeSpan.FromMinutes(5);

    /// <summary>Transactions on one connection before it is closed.</summary>
    public int MaxTransactions { get; init; } = 500;

    /// <summary>Host and port, as logs and metrics name it.</summary>
    public string Name => Host.Contains(':', StringComparison.Ordinal) ? $"[{Host}]:{Port}" : $"{Host}:{Port}";

    // Looked up for each transaction: two targets seldom differ in anything else.
    public override int GetHashCode() => HashCode.Combine(Host, Port, Protocol);

    // Never the password.
    public override string ToString() => Name;
}
