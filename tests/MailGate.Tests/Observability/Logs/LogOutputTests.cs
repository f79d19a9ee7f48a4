using System.Net;
using System.Text;
using MailGate.Configuration.Sections;
using MailGate.Configuration.Values;
using MailGate.Observability.Logs;
using MailGate.Observability.Metrics;
using NUnit.Framework;

namespace MailGate.Tests.Observability.Logs;

internal sealed class LogOutputTests
{
    private readonly Counter _dropped = new();

    [Test]
    public async Task A_transaction_is_one_line_with_all_that_is_known()
    {
        string text = await WrittenAsync(new LogSettings { Format = LogFormat.Text }, log => new TransactionLog(log).Write(Record));

        Assert.That(text, Does.EndWith(
            " info transaction id=ABC123 listener=mx peer=192.0.2.1:4000 tls=\"TLSv1.3 TLS_AES_128_GCM_SHA256\" helo=\"evil\\u{d}\\u{a}x\" from=a@b.example to=c@d.example recipients=1"
            + " refused_recipients=2 size=1234 total_ms=10ms data_ms=4ms checks_ms=3ms reply_ms=2ms verdict=accept reply=\"250 2.0.0 OK\" route=default target=127.0.0.1:25"
            + " downstream_reply=\"250 2.0.0 queued as X\"\n"));
    }

    [Test]
    public async Task Addresses_are_only_domains_when_asked_for()
    {
        string text = await WrittenAsync(new LogSettings { Format = LogFormat.Text, Addresses = LoggedAddresses.Domain }, log => new TransactionLog(log).Write(Record));

        Assert.That(text, Does.Contain("from=@b.example to=@d.example"));
    }

    [Test]
    public async Task Lines_below_the_level_are_not_written()
    {
        string text = await WrittenAsync(new LogSettings { Level = LogVerbosity.Warning }, log => new TransactionLog(log).Write(Record));

        Assert.That(text, Is.Empty);
    }

    [Test]
    public async Task What_is_logged_elsewhere_comes_with_its_fields_and_exception()
    {
        string text = await WrittenAsync(new LogSettings(), log =>
        {
            using var provider = new GatewayLoggerProvider(log);
            ILogger ours = provider.CreateLogger("MailGate.Host");
            ours.Log(LogLevel.Error, new EventId(7, "broken"), new InvalidOperationException("boom"), "Cannot {DoThis}", "x\ny");
            provider.CreateLogger("Microsoft.AspNetCore").Log(LogLevel.Information, "chatter");
        });

        Assert.That(text.Count(c => c == '\n'), Is.EqualTo(1));
        Assert.That(text, Does.Contain("""
            "level":"error","event":"broken","event_id":7,"message":"Cannot x\ny","do_this":"x\ny","exception":"System.InvalidOperationException: boom
            """.Trim()));
    }

    [Test]
    public async Task Lines_that_cannot_be_written_fast_enough_are_dropped_and_counted_and_nobody_waits()
    {
        var gate = new TaskCompletionSource();
        var target = new GatedStream(gate.Task);
        var sink = new LogSink(() => target, _dropped);
        long before = _dropped.Value;
        for (int i = 0; i < 50_000; i++)
        {
            sink.Write("line\n"u8);
        }

        gate.SetResult();
        await sink.DisposeAsync();

        long written = target.ToArray().Length / 5;
        Assert.That(_dropped.Value - before, Is.GreaterThan(0));
        Assert.That(written + _dropped.Value - before, Is.EqualTo(50_000));
    }

    [Test]
    public async Task A_full_disk_loses_lines_and_not_the_log()
    {
        bool full = true;
        var good = new GatedStream(Task.CompletedTask);
        var sink = new LogSink(() => full ? throw new IOException("No space left on device") : good, _dropped);
        long before = _dropped.Value;
        sink.Write("lost\n"u8);
        Assert.That(() => _dropped.Value - before, Is.EqualTo(1).After(5000, 5));
        full = false;
        sink.Write("kept\n"u8);
        await sink.DisposeAsync();

        Assert.That(Encoding.UTF8.GetString(good.ToArray()), Is.EqualTo("kept\n"));
    }

    [Test]
    public async Task A_rotated_file_is_opened_again_on_reload()
    {
        string folder = Directory.CreateTempSubdirectory("mailgate-log-").FullName;
        string file = Path.Combine(folder, "mailgate.log");
        var settings = new LogSettings { Format = LogFormat.Text, File = new FilePath(file) };
        await using (var log = new LogOutput(settings, TimeProvider.System, _dropped))
        {
            var transactions = new TransactionLog(log);
            transactions.Write(Record);
            Assert.That(() => File.Exists(file) && new FileInfo(file).Length > 0, Is.True.After(5000, 5));
            File.Move(file, file + ".1");
            await log.ApplyAsync(settings);
            transactions.Write(Record with { Id = "SECOND" });
        }

        Assert.That((await File.ReadAllTextAsync(file + ".1")).Contains("SECOND"), Is.False);
        Assert.That(await File.ReadAllTextAsync(file), Does.Contain("SECOND"));
        Directory.Delete(folder, recursive: true);
    }

    private static TransactionRecord Record => new()
    {
        Id = "ABC123",
        Listener = "mx",
        Client = IPEndPoint.Parse("192.0.2.1:4000"),
        Tls = "TLSv1.3 TLS_AES_128_GCM_SHA256",
        Helo = "evil\r\nx",
        From = "a@b.example",
        Recipients = ["c@d.example"],
        RefusedRecipients = 2,
        Octets = 1234,
        Total = TimeSpan.FromMilliseconds(10),
        Data = TimeSpan.FromMilliseconds(4),
        Checks = TimeSpan.FromMilliseconds(3),
        Reply = TimeSpan.FromMilliseconds(2),
        Verdict = "accept",
        ClientReply = "250 2.0.0 OK",
        Route = "default",
        Target = "127.0.0.1:25",
        DownstreamReply = "250 2.0.0 queued as X",
    };

    private async Task<string> WrittenAsync(LogSettings settings, Action<LogOutput> write)
    {
        var stream = new GatedStream(Task.CompletedTask);
        await using (var log = new LogOutput(settings, TimeProvider.System, _dropped, () => stream))
        {
            write(log);
        }

        return Encoding.UTF8.GetString(stream.ToArray());
    }

    /// <summary>Writes nothing before the gate opens; what it has stays readable after it was closed.</summary>
    private sealed class GatedStream(Task gate) : MemoryStream
    {
        public override async ValueTask WriteAsync(ReadOnlyMemory<byte> buffer, CancellationToken cancellationToken = default)
        {
            await gate;
            Write(buffer.Span);
        }
    }
}
