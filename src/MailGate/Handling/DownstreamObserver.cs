using System.Collections.Concurrent;
using MailGate.Observability.Metrics;
using MailGate.Observability.Tracing;
using MailGate.Smtp.Client;
using MailGate.Smtp.Grammar;
using MailGate.Smtp.Transport;

namespace MailGate.Handling;

/// <summary>Turns what the servers behind do into metrics and log lines.</summary>
internal sealed class DownstreamObserver(GatewayMetrics metrics, ILogger logger, TimeProvider time) : IDownstreamObserver
{
    private readonly ConcurrentDictionary<DownstreamTarget, bool> _up = new();
    private readonly ConcurrentDictionary<DownstreamTarget, DownstreamSeries> _series = new();

    /// <summary>Whether the last connection to a target came about; null before the first one.</summary>
    public bool? IsUp(DownstreamTarget target) => _up.TryGetValue(target, out bool isUp) ? isUp : null;

    /// <summary>Names the route of a target, for labels.</summary>
    public void Register(DownstreamTarget target, string route)
    {
        _series[target] = new DownstreamSeries(metrics, route);
        _ = metrics.DownstreamLateReplies.With(route, "2xx");
    }

    public void OnConnected(DownstreamTarget target, TlsDescription? tls, TimeSpan elapsed)
    {
        SetUp(target, isUp: true);
        metrics.DownstreamConnections.With(target.Name).Add(1);
        metrics.DownstreamDuration.With(RouteOf(target), "connect").Observe(elapsed.TotalSeconds);
        TransactionSpans.Downstream(target, DownstreamPhase.Connect, reply: null, elapsed, time);
    }

    public void OnDisconnected(DownstreamTarget target) => metrics.DownstreamConnections.With(target.Name).Add(-1);

    public void OnReply(DownstreamTarget target, DownstreamPhase phase, Reply reply, TimeSpan elapsed)
    {
        SeriesOf(target).Note(phase, reply, elapsed);
        TransactionSpans.Downstream(target, phase, reply, elapsed, time);
    }

    public void OnFailure(DownstreamTarget target, DownstreamOutcome outcome)
    {
        metrics.DownstreamErrors.With(RouteOf(target), DownstreamSeries.Label(outcome.Phase)).Add();
        if (outcome.Phase <= DownstreamPhase.Identity)
        {
            SetUp(target, isUp: false);
        }

        TransactionSpans.DownstreamFailed(target, outcome.Phase);
        logger.DownstreamFailed(target.Name, outcome.ToString());
    }

    public void OnAccepted(DownstreamTarget target) => metrics.DownstreamAccepted.With().Add();

    public void OnLateReply(DownstreamTarget target, string transactionId, DownstreamOutcome outcome)
    {
        metrics.DownstreamLateReplies.With(RouteOf(target), GatewayMetrics.CodeClassOf((int?)outcome.Reply?.Code ?? 0)).Add();
        logger.LateReply(transactionId, target.Name, outcome.ToString());
    }

    public void OnParametersDropped(DownstreamTarget target, string transactionId, DroppedParameters dropped) =>
        logger.ParametersDropped(transactionId, target.Name, dropped);

    private void SetUp(DownstreamTarget target, bool isUp)
    {
        bool isChange = !_up.TryGetValue(target, out bool before) || before != isUp;
        _up[target] = isUp;
        if (isChange)
        {
            metrics.DownstreamUp.With(target.Name).Set(isUp ? 1 : 0);
            logger.DownstreamHealth(target.Name, isUp ? "up" : "down");
        }
    }

    private string RouteOf(DownstreamTarget target) => SeriesOf(target).Route;

    private DownstreamSeries SeriesOf(DownstreamTarget target) =>
        _series.TryGetValue(target, out DownstreamSeries? series) ? series : _series.GetOrAdd(target, new DownstreamSeries(metrics, "unknown"));
}
