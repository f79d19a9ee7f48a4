using System.Net;

namespace MailGate.Mail.Dns;

/// <summary>
/// Told what a resolver does, so that a program can count it. Called on the resolver's path, by many threads at once: it must be quick and must not throw.
/// </summary>
public interface IDnsObserver
{
    /// <summary>A question was asked of the servers and ended.</summary>
    /// <param name="type">The type asked for.</param>
    /// <param name="status">How it ended, all retries done.</param>
    /// <param name="duration">From the question to its end, waiting for a slot included.</param>
    void OnQuery(DnsRecordType type, DnsStatus status, TimeSpan duration);

    /// <summary>The cache was looked into.</summary>
    void OnCacheLookup(DnsRecordType type, bool isHit);

    /// <summary>One server was asked once and did not do its work; another may have.</summary>
    /// <param name="server">The server.</param>
    /// <param name="status"><see cref="DnsStatus.Timeout"/> when it said nothing, else <see cref="DnsStatus.ServerFailure"/>.</param>
    void OnServerFailure(IPEndPoint server, DnsStatus status);

    /// <summary>Messages came from a server's address that answered nothing we asked: forgeries, or a broken server.</summary>
    void OnForeignReplies(IPEndPoint server, int count);
}
