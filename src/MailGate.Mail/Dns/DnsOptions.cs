using System.Net;

namespace MailGate.Mail.Dns;

/// <summary>How DNS questions are asked and how long results are kept.</summary>
public sealed record DnsOptions
{
    /// <summary>Where Unix systems name their servers.</summary>
    public const string SystemFile = "/etc/resolv.conf";

    /// <summary>The servers, the preferred one first. They must recurse.</summary>
    public IReadOnlyList<IPEndPoint> Servers { get; init; } = [new IPEndPoint(IPAddress.Loopback, DnsServerAddress.DefaultPort)];

    /// <summary>How long one server has for one reply.</summary>
    public TimeSpan Timeout { get; init; } = TimeSpan.FromSeconds(2);

    /// <summary>How many rounds through the servers are made.</summary>
    public int Attempts { get; init; } = 2;

    /// <summary>How long one question may take in all.</summary>
    public TimeSpan Deadline { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>Spreads questions over all servers instead of preferring the first.</summary>
    public bool Rotate { get; init; }

    /// <summary>Believes the AD bit of every server. Without it, only of servers on the loopback address.</summary>
    public bool TrustAd { get; init; }

    /// <summary>Asks over TCP only.</summary>
    public bool UseTcp { get; init; }

    /// <summary>Gives the letters of a question random case, which replies must repeat. A server that folds case is asked over TCP.</summary>
    public bool RandomizeCase { get; init; } = true;

    /// <summary>Most questions at the servers at once; more wait.</summary>
    public int MaxConcurrentQueries { get; init; } = 256;

    /// <summary>Most questions that wait; more end at once as <see cref="DnsStatus.ServerFailure"/>.</summary>
    public int MaxWaitingQueries { get; init; } = 8192;

    /// <summary>Most results kept.</summary>
    public int MaxCacheEntries { get; init; } = 10_000;

    /// <summary>About how many bytes the results kept may take.</summary>
    public long MaxCacheBytes { get; init; } = 16 * 1024 * 1024;

    /// <summary>Records are kept no longer, whatever their TTL.</summary>
    public TimeSpan MaxTimeToLive { get; init; } = TimeSpan.FromDays(1);

    /// <summary>Absence is kept no longer, whatever the zone says (RFC 2308 §5 suggests one to three hours).</summary>
    public TimeSpan MaxNegativeTimeToLive { get; init; } = TimeSpan.FromHours(1);

    /// <summary>How long a failure is kept, so that a broken zone is not asked for by every message (RFC 9520 §3.2); zero for never.</summary>
    public TimeSpan FailureTimeToLive { get; init; } = TimeSpan.FromSeconds(5);

    /// <summary>The options of this system: <see cref="SystemFile"/>, or the defaults where it is not there or cannot be read.</summary>
    public static DnsOptions FromSystem()
    {
        try
        {
            return ResolvConf.Parse(File.ReadAllText(SystemFile));
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return new DnsOptions();
        }
    }

    /// <summary>Throws for options that cannot work.</summary>
    /// <exception cref="ArgumentException">No server, or a number that is not above zero.</exception>
    internal void ThrowIfUnusable()
    {
        if (Servers.Count == 0)
        {
            throw new ArgumentException("there must be at least one DNS server");
        }

        if (Timeout <= TimeSpan.Zero || Deadline <= TimeSpan.Zero || Attempts <= 0 || MaxConcurrentQueries <= 0 || MaxWaitingQueries < 0
            || MaxCacheEntries <= 0 || MaxCacheBytes <= 0)
        {
            throw new ArgumentException("DNS time-outs, attempts and limits must be above zero");
        }
    }
}
