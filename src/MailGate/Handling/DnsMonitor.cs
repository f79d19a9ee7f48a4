using System.Net;
using MailGate.Mail.Dns;
using MailGate.Observability.Metrics;

namespace MailGate.Handling;

/// <summary>Counts what the resolver asks and what it knew already.</summary>
internal sealed class DnsMonitor(GatewayMetrics metrics) : IDnsObserver
{
    public void OnQuery(DnsRecordType type, DnsStatus status, TimeSpan duration)
    {
        metrics.DnsQueries.With(NameOf(type), ResultOf(status)).Add();
        metrics.DnsDuration.With(NameOf(type)).Observe(duration.TotalSeconds);
    }

    public void OnCacheLookup(DnsRecordType type, bool isHit) => (isHit ? metrics.DnsCacheHits : metrics.DnsCacheMisses).With().Add();

    public void OnServerFailure(IPEndPoint server, DnsStatus status) => metrics.DnsServerFailures.With(ResultOf(status)).Add();

    public void OnForeignReplies(IPEndPoint server, int count) => metrics.DnsServerFailures.With("foreign").Add(count);

    private static string NameOf(DnsRecordType type) => type.ToString().ToLowerInvariant();

    private static string ResultOf(DnsStatus status) => status switch
    {
        DnsStatus.Answer => "answer",
        DnsStatus.NoData => "nodata",
        DnsStatus.NxDomain => "nxdomain",
        DnsStatus.ServerFailure => "servfail",
        DnsStatus.Timeout => "timeout",
        _ => throw new ArgumentOutOfRangeException(nameof(status)),
    };
}
