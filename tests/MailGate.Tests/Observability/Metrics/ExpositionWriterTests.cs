using System.Diagnostics;
using MailGate.Observability.Metrics;
using NUnit.Framework;

namespace MailGate.Tests.Observability.Metrics;

internal sealed class ExpositionWriterTests
{
    [Test]
    public void Prometheus_text_has_help_type_and_cumulative_buckets()
    {
        Assert.That(ExpositionWriter.Write(Sample().Families, ExpositionFormat.Prometheus), Is.EqualTo("""
            # HELP a_seconds A time.
            # TYPE a_seconds histogram
            a_seconds_bucket{cmd="mail",le="0.5"} 1
            a_seconds_bucket{cmd="mail",le="1"} 2
            a_seconds_bucket{cmd="mail",le="+Inf"} 3
            a_seconds_sum{cmd="mail"} 101.25
            a_seconds_count{cmd="mail"} 3
            # HELP b_total A \\ and "b" and a\nline.
            # TYPE b_total counter
            b_total{what="ok"} 2
            # HELP c Up and down.
            # TYPE c gauge
            c{name="quo\"te\\\n"} -1.5

            """));
    }

    [Test]
    public void OpenMetrics_names_counters_without_total_and_ends_with_eof()
    {
        Assert.That(ExpositionWriter.Write(Sample().Families, ExpositionFormat.OpenMetrics), Is.EqualTo("""
            # HELP a_seconds A time.
            # TYPE a_seconds histogram
            # UNIT a_seconds seconds
            a_seconds_bucket{cmd="mail",le="0.5"} 1
            a_seconds_bucket{cmd="mail",le="1.0"} 2
            a_seconds_bucket{cmd="mail",le="+Inf"} 3
            a_seconds_sum{cmd="mail"} 101.25
            a_seconds_count{cmd="mail"} 3
            # HELP b A \\ and \"b\" and a\nline.
            # TYPE b counter
            b_total{what="ok"} 2
            # HELP c Up and down.
            # TYPE c gauge
            c{name="quo\"te\\\n"} -1.5
            # EOF

            """));
    }

    [Test]
    public void Bucket_shows_a_transaction_of_its_values_in_OpenMetrics_and_another_after_the_next_scrape()
    {
        MetricRegistry registry = new();
        HistogramFamily family = registry.Histogram("a_seconds", "A time.", [0.5]);
        family.With().Observe(0.25, "FIRST");
        family.With().Observe(0.3, "SECOND");
        Assert.That(ExpositionWriter.Write(registry.Families, ExpositionFormat.OpenMetrics), Does.Contain("le=\"0.5\"} 2 # {transaction_id=\"FIRST\"} 0.25\n").And.Contain("le=\"+Inf\"} 2\n"));
        family.With().Observe(0.4, "THIRD");
        string text = ExpositionWriter.Write(registry.Families, ExpositionFormat.OpenMetrics);
        Assert.That(text, Does.Contain("le=\"0.5\"} 3 # {transaction_id=\"THIRD\"} 0.4\n"));
        Assert.That(StrictExposition.Read(text, openMetrics: true)["a_seconds_count"], Is.EqualTo(3));
        Assert.That(ExpositionWriter.Write(registry.Families, ExpositionFormat.Prometheus), Does.Not.Contain("THIRD"));
    }

    [TestCase(false)]
    [TestCase(true)]
    public void Everything_that_the_program_has_reads_back_strictly(bool openMetrics)
    {
        string text = Everything(openMetrics ? ExpositionFormat.OpenMetrics : ExpositionFormat.Prometheus);
        Dictionary<string, double> series = StrictExposition.Read(text, openMetrics);

        Assert.That(series["mailgate_connections_total{listener=\"mx\",result=\"accepted\"}"], Is.EqualTo(1));
        Assert.That(series.Keys, Has.Some.StartsWith("dotnet_gc_collections_total{").And.Some.EqualTo("process_resident_memory_bytes"));
    }

    [TestCase("# HELP a x\n# TYPE a counter\na 1\na 2\n", "series twice")]
    [TestCase("# HELP a x\n# TYPE a histogram\na_bucket{le=\"1\"} 2\na_bucket{le=\"+Inf\"} 1\na_sum 1\na_count 1\n", "falls")]
    [TestCase("# HELP a x\n# TYPE a gauge\na 1\nb 1\n", "stands under")]
    public void The_strict_reader_sees_what_is_wrong(string text, string problem)
    {
        Assert.That(() => StrictExposition.Read(text, openMetrics: false), Throws.TypeOf<FormatException>().With.Message.Contains(problem));
    }

    [Test]
    public void Promtool_finds_nothing_to_complain_of()
    {
        const string Promtool = "/usr/bin/promtool";
        if (!File.Exists(Promtool))
        {
            Assert.That(Environment.GetEnvironmentVariable("CI"), Is.Not.EqualTo("true"), "CI installs prometheus");
            Assert.Inconclusive("promtool is not installed");
        }

        using Process promtool = Process.Start(new ProcessStartInfo(Promtool, "check metrics") { RedirectStandardInput = true, RedirectStandardError = true, RedirectStandardOutput = true })!;
        promtool.StandardInput.Write(Everything(ExpositionFormat.Prometheus));
        promtool.StandardInput.Close();
        string complaints = promtool.StandardError.ReadToEnd();
        promtool.WaitForExit();

        Assert.That((promtool.ExitCode, complaints), Is.EqualTo((0, "")));
    }

    [TestCase(null, ExpositionFormat.Prometheus)]
    [TestCase("", ExpositionFormat.Prometheus)]
    [TestCase("*/*", ExpositionFormat.Prometheus)]
    [TestCase("text/html", ExpositionFormat.Prometheus)]
    [TestCase("application/openmetrics-text", ExpositionFormat.OpenMetrics)]
    [TestCase("application/openmetrics-text;version=1.0.0,application/openmetrics-text;version=0.0.1;q=0.75,text/plain;version=0.0.4;q=0.5,*/*;q=0.1", ExpositionFormat.OpenMetrics)]
    [TestCase("application/openmetrics-text;version=2.0.0, text/plain;q=0.5", ExpositionFormat.Prometheus)]
    [TestCase("application/openmetrics-text;q=0.2, text/plain;q=0.8", ExpositionFormat.Prometheus)]
    [TestCase("application/openmetrics-text;q=0", ExpositionFormat.Prometheus)]
    [TestCase(";;;q=,=,", ExpositionFormat.Prometheus)]
    public void The_format_follows_the_accept_header(string? accept, object format)
    {
        Assert.That(ExpositionFormats.Negotiate(accept), Is.EqualTo(format));
    }

    private static MetricRegistry Sample()
    {
        var registry = new MetricRegistry();
        Histogram histogram = registry.Histogram("a_seconds", "A time.", [0.5, 1], LabelSet.Closed("cmd", "mail")).With("mail");
        histogram.Observe(0.25);
        histogram.Observe(1);
        histogram.Observe(100);
        registry.Counter("b", "A \\ and \"b\" and a\nline.", LabelSet.Closed("what", "ok")).With("ok").Add(2);
        registry.Gauge("c", "Up and down.", LabelSet.Configured("name", 10)).With("quo\"te\\\n").Set(-1.5);
        registry.Counter("never_used", "Not written.");
        return registry;
    }

    private static string Everything(ExpositionFormat format)
    {
        var metrics = new GatewayMetrics(new MetricRegistry());
        using var runtime = new RuntimeMetrics(metrics.Registry);
        ProcessMetrics.Register(metrics.Registry);
        metrics.BuildInfo.With("0.1.0").Set(1);
        metrics.Connections.With("mx", "accepted").Add();
        metrics.ConnectionsActive.With("mx").Set(1);
        metrics.TlsHandshakes.With("mx", "tls1.3", "aes_gcm", "ok").Add();
        metrics.CommandsDuration.With("mail", "250").Observe(0.001);
        metrics.CommandsDuration.With("rcpt", "550").Observe(100);
        metrics.Transactions.With("mx", "accept").Add();
        metrics.Rejects.With("rcpt", "relay", "5xx").Add();
        metrics.MessageSize.With().Observe(10_000);
        metrics.DataToReply.With().Observe(0.02);
        metrics.DownstreamConnections.With("127.0.0.1:25").Add(1);
        metrics.DownstreamErrors.With("default", "connect").Add();
        metrics.DownstreamDuration.With("default", "final_dot").Observe(1);
        metrics.DownstreamReplies.With("default", "rcpt", "2xx").Add();
        metrics.DownstreamUp.With("127.0.0.1:25").Set(1);
        metrics.RecipientVerifications.With("valid", "live").Add();
        metrics.DownstreamLateReplies.With("default", "2xx").Add();
        metrics.SessionFailures.With("mx").Add();
        metrics.DuplicateRisk.With("downstream").Add();
        metrics.AuthResults.With("spf", "pass").Add();
        metrics.ConfigReloads.With("ok").Add();
        return ExpositionWriter.Write(metrics.Registry.Families, format);
    }
}
