using System.Collections.Frozen;
using System.Text.Json;
using MailGate.Configuration;
using MailGate.Observability.Logs;
using MailGate.Observability.Metrics;
using MailGate.Smtp.Client;
using MailGate.Smtp.Grammar;
using MailGate.Smtp.Transport;

namespace MailGate.Observability;

/// <summary>Counts what servers behind the gateway answer, and logs what an operator should look at.</summary>
internal sealed class DownstreamMonitor(GatewayMetrics metrics, LogOutput log) : IDownstreamObserver
{
    private static readonly string[] Phases = [.. Enum.GetNames<DownstreamPhase>().Select(JsonNamingPolicy.SnakeCaseLower.ConvertName)];

    private FrozenDictionary<string, string> _routes = FrozenDictionary<string, string>.Empty;

    /// <summary>Learns which route a target belongs to; a target of several counts for the first.</summary>
    public void Apply(GatewaySettings settings) => Volatile.Write(
        ref _routes,
        settings.Routes.Routes.SelectMany(r => r.Targets.Select(t => (Target: t.ToString(), Route: r.Name))).DistinctBy(t => t.Target)
            .ToFrozenDictionary(t => t.Target, t => t.Route, StringComparer.Ordinal));

    public void OnConnected(DownstreamTarget target, TlsDescription? tls, TimeSpan elapsed)
    {
        metrics.DownstreamConnections.With(target.Name).Add(1);
        metrics.DownstreamUp.With(target.Name).Set(1);
        metrics.DownstreamDuration.With(RouteOf(target), NameOf(DownstreamPhase.Connect)).Observe(elapsed.TotalSeconds);
    }

    public void OnDisconnected(DownstreamTarget target) => metrics.DownstreamConnections.With(target.Name).Add(-1);

    public void OnReply(DownstreamTarget target, DownstreamPhase phase, Reply reply, TimeSpan elapsed)
    {
        string route = RouteOf(target);
        metrics.DownstreamReplies.With(route, NameOf(phase), GatewayMetrics.CodeClassOf((int)reply.Code)).Add();
        metrics.DownstreamDuration.With(route, NameOf(phase)).Observe(elapsed.TotalSeconds);
        if (log.IsEnabled(LogLevel.Debug))
        {
            log.Write(LogLevel.Debug, "downstream_reply", (target, phase, reply), static (line, s) =>
            {
                line.Add("target", s.target.Name);
                line.Add("phase", NameOf(s.phase));
                line.Add("reply", s.reply.ToString());
            });
        }
    }

    public void OnFailure(DownstreamTarget target, DownstreamOutcome outcome)
    {
        metrics.DownstreamErrors.With(RouteOf(target), NameOf(outcome.Phase)).Add();
        if (outcome.MayHaveBeenAccepted)
        {
            metrics.DuplicateRisk.With("downstream").Add();
        }

        Warn("downstream_failure", target, transactionId: null, outcome);
    }

    public void OnLateReply(DownstreamTarget target, string transactionId, DownstreamOutcome outcome)
    {
        metrics.DownstreamLateReplies.With(RouteOf(target), outcome.Reply is { } reply ? GatewayMetrics.CodeClassOf((int)reply.Code) : "none").Add();
        Warn("late_reply", target, transactionId, outcome);
    }

    public void OnHealthChanged(DownstreamTarget target, bool isUp)
    {
        metrics.DownstreamUp.With(target.Name).Set(isUp ? 1 : 0);
        if (log.IsEnabled(LogLevel.Warning))
        {
            log.Write(LogLevel.Warning, isUp ? "downstream_up" : "downstream_down", target, static (line, t) => line.Add("target", t.Name));
        }
    }

    public void OnParametersDropped(DownstreamTarget target, string transactionId, DroppedParameters dropped)
    {
        if (log.IsEnabled(LogLevel.Debug))
        {
            log.Write(LogLevel.Debug, "parameters_dropped", (target, transactionId, dropped), static (line, s) =>
            {
                line.Add("id", s.transactionId);
                line.Add("target", s.target.Name);
                line.Add("parameters", s.dropped.ToString());
            });
        }
    }

    private static string NameOf(DownstreamPhase phase) => Phases[(int)phase];

    private string RouteOf(DownstreamTarget target) => Volatile.Read(ref _routes).GetValueOrDefault(target.Name, LabelSet.Other);

    private void Warn(string what, DownstreamTarget target, string? transactionId, DownstreamOutcome outcome)
    {
        if (log.IsEnabled(LogLevel.Warning))
        {
            log.Write(LogLevel.Warning, what, (target, transactionId, outcome), static (line, s) =>
            {
                line.AddIfAny("id", s.transactionId);
                line.Add("target", s.target.Name);
                line.Add("phase", NameOf(s.outcome.Phase));
                line.Add("outcome", JsonNamingPolicy.SnakeCaseLower.ConvertName(s.outcome.Kind.ToString()));
                line.AddIfAny("reply", s.outcome.Reply?.ToString());
                line.AddIfAny("detail", s.outcome.Detail);
            });
        }
    }
}
