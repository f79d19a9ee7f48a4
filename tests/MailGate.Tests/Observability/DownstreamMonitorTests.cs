using System.Text;
using MailGate.Configuration.Sections;
using MailGate.Observability;
using MailGate.Observability.Logs;
using MailGate.Observability.Metrics;
using MailGate.Smtp.Client;
using MailGate.Smtp.Grammar;
using MailGate.Tests.Configuration;
using NUnit.Framework;

namespace MailGate.Tests.Observability;

internal sealed class DownstreamMonitorTests
{
    private static readonly DownstreamTarget Target = new() { Host = "10.0.0.5", Port = 25 };

    [Test]
    public async Task Replies_failures_and_health_are_counted_under_the_route()
    {
        var metrics = new GatewayMetrics(new MetricRegistry());
        using var written = new MemoryStream();
        await using (var log = new LogOutput(new LogSettings { Format = LogFormat.Text, Level = LogVerbosity.Warning }, TimeProvider.System, new Counter(), () => written))
        {
            var monitor = new DownstreamMonitor(metrics, log);
            monitor.Apply(ConfigFolder.Good("routes: [ { name: boxes, default: true, targets: [ { host: 10.0.0.5 } ] } ]"));
            monitor.OnConnected(Target, null, TimeSpan.FromMilliseconds(3));
            monitor.OnReply(Target, DownstreamPhase.Rcpt, Reply.Of(ReplyCode.MailboxUnavailable, 1, 1, "no such\r\nuser"), TimeSpan.FromSeconds(1));
            monitor.OnFailure(Target, DownstreamOutcome.Failed(DownstreamPhase.Dot, DownstreamOutcomeKind.Timeout, "no reply"));
            monitor.OnLateReply(Target, "T1", DownstreamOutcome.Of(DownstreamPhase.Dot, Reply.Of(ReplyCode.Ok, 0, 0, "queued")));
            monitor.OnHealthChanged(Target, false);
            monitor.OnDisconnected(Target);
            monitor.OnReply(Target with { Host = "10.0.0.6" }, DownstreamPhase.Mail, Reply.Of(ReplyCode.Ok, 1, 0, "ok"), TimeSpan.Zero);
        }

        string text = Encoding.UTF8.GetString(written.ToArray());
        Assert.That(metrics.DownstreamReplies.With("boxes", "rcpt", "5xx").Value, Is.EqualTo(1));
        Assert.That(metrics.DownstreamReplies.With("other", "mail", "2xx").Value, Is.EqualTo(1));
        Assert.That(metrics.DownstreamErrors.With("boxes", "dot").Value, Is.EqualTo(1));
        Assert.That(metrics.DuplicateRisk.With("downstream").Value, Is.EqualTo(1));
        Assert.That(metrics.DownstreamLateReplies.With("boxes", "2xx").Value, Is.EqualTo(1));
        Assert.That((metrics.DownstreamUp.With("10.0.0.5:25").Value, metrics.DownstreamConnections.With("10.0.0.5:25").Value), Is.EqualTo((0d, 0d)));
        Assert.That(text, Does.Contain("warning late_reply id=T1 target=10.0.0.5:25 phase=dot outcome=reply").And.Contain("downstream_down target=10.0.0.5:25"));
        Assert.That(text, Does.Contain("downstream_failure target=10.0.0.5:25 phase=dot outcome=timeout detail=\"no reply\""));
    }
}
