using System.Net;
using System.Text;
using MailGate.Configuration.Sections;
using MailGate.Observability;
using MailGate.Observability.Logs;
using MailGate.Observability.Metrics;
using MailGate.Smtp.Session;
using MailGate.Smtp.Spool;
using MailGate.Smtp.Transport;
using MailGate.Tests.Common.Smtp;
using NUnit.Framework;

namespace MailGate.Tests.Observability;

internal sealed class SessionMonitorTests
{
    [Test]
    public async Task A_session_is_counted_and_its_dialogue_logged_at_debug()
    {
        var metrics = new GatewayMetrics(new MetricRegistry());
        using var written = new MemoryStream();
        await using (var log = new LogOutput(new LogSettings { Format = LogFormat.Text, Level = LogVerbosity.Debug }, TimeProvider.System, new Counter(), () => written))
        {
            using var deadlines = new DeadlineClock(TimeProvider.System);
            var budget = new SpoolBudget(1 << 20, 1 << 20, long.MaxValue, Path.GetTempPath());
            var context = new SmtpServerContext(new RecordingHandler(), new SessionMonitor(metrics, log, TimeProvider.System), budget, deadlines, new SessionCounter(), TimeProvider.System);
            using var listener = new SmtpListener(context, new SmtpListenerSettings
            {
                Name = "mx",
                EndPoint = new IPEndPoint(IPAddress.Loopback, 0),
                Hostname = "mx.local.example",
                Tls = TlsMode.StartTls,
                TlsOptions = new ServerCertificates([(TestCertificate.Localhost, [])]).ChooseAsync,
            });
            listener.Start();
            await using (SmtpTestClient client = await SmtpTestClient.ConnectAsync(listener.LocalEndPoint))
            {
                await client.ReadReplyAsync();
                await client.CommandAsync("EHLO client.example");
                Assert.That(metrics.ConnectionsActive.With("mx").Value, Is.EqualTo(1));
                await client.CommandAsync("STARTTLS");
                await client.StartTlsAsync();
                await client.CommandAsync("FROBNICATE");
                await client.CommandAsync("QUIT");
            }

            await listener.DrainAsync(TimeSpan.FromSeconds(10));
        }

        string text = Encoding.UTF8.GetString(written.ToArray());
        Assert.That(metrics.Connections.With("mx", "accepted").Value, Is.EqualTo(1));
        Assert.That(metrics.ConnectionsActive.With("mx").Value, Is.Zero);
        Assert.That(metrics.TlsHandshakes.Samples().Single().LabelValues, Is.EqualTo(new[] { "mx", "tls1.3", "aes_gcm", "ok" }));
        Assert.That(metrics.CommandsDuration.With("ehlo", "250").Cumulative()[^1], Is.EqualTo(1));
        Assert.That(metrics.CommandsDuration.With("unknown", "500").Cumulative()[^1], Is.EqualTo(1));
        Assert.That(text, Does.Contain(" debug session_started session=").And.Contain(" debug tls session=").And.Contain("verb=Quit").And.Contain("debug session_ended"));
    }
}
