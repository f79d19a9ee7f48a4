using MailGate.Configuration;
using MailGate.Hosting;
using MailGate.Observability.History;
using MailGate.Observability.Metrics;

namespace MailGate.Admin;

/// <summary>Where the page and the API have what they show. Functions are asked at each request: a reload changes what they give.</summary>
internal sealed record AdminSources
{
    public required Func<GatewaySettings> Settings { get; init; }

    public required GatewayMetrics Metrics { get; init; }

    public required TransactionHistory History { get; init; }

    public required Func<IReadOnlyList<ReadinessCheck>> Readiness { get; init; }

    /// <summary>Null where no gateway runs that has something to show.</summary>
    public required Func<GatewayState?> Gateway { get; init; }

    public required TimeProvider Time { get; init; }

    public required ILoggerFactory Loggers { get; init; }
}
