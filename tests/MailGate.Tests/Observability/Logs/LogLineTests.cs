using System.Text;
using System.Text.Json;
using MailGate.Observability.Logs;
using NUnit.Framework;

namespace MailGate.Tests.Observability.Logs;

internal sealed class LogLineTests
{
    private static readonly DateTimeOffset Time = new(2026, 8, 1, 12, 34, 56, 789, TimeSpan.Zero);

    // What ends a line or a value, drives a terminal or reorders text, in one format or the other.
    private static readonly string[] Forgeries =
    [
        "a\nb", "a\r\nb", "\0", "\u001b[2J", "\u0085", "\u2028", "\u2029", "\u202e", "\u200f", "\ud800", "\udc00x", "\" verdict=\"accept", "x verdict=accept",
        "\\", "\\\"", "\",\"verdict\":\"accept", "}\n{", "\u007f", "\u009b", "\ufeff", "",
    ];

    [Test]
    public void Text_is_time_level_event_and_pairs()
    {
        Assert.That(Text(l =>
        {
            l.Add("from", "a@example.com");
            l.Add("to", ["b@example.com", "c d@example.com"]);
            l.Add("size", 12);
            l.Add("reply_ms", TimeSpan.FromMicroseconds(1500));
            l.Add("ok", true);
            l.AddIfAny("none", null);
        }), Is.EqualTo("2026-08-01T12:34:56.789Z info transaction from=a@example.com to=b@example.com to=\"c d@example.com\" size=12 reply_ms=1.5ms ok=true\n"));
    }

    [Test]
    public void Json_is_one_object_a_line()
    {
        Assert.That(Json(l =>
        {
            l.Add("from", "grüße@example.com");
            l.Add("to", ["b@example.com"]);
            l.Add("size", 12);
            l.Add("reply_ms", TimeSpan.FromMicroseconds(1500));
        }), Is.EqualTo("""{"time":"2026-08-01T12:34:56.789Z","level":"info","event":"transaction","from":"grüße@example.com","to":["b@example.com"],"size":12,"reply_ms":1.5}""" + "\n"));
    }

    [TestCaseSource(nameof(Forgeries))]
    public void Nothing_in_a_value_ends_the_line_or_looks_like_another_value(string value)
    {
        string json = Json(l => l.Add("helo", value));
        string text = Text(l => l.Add("helo", value));
        JsonElement read = JsonDocument.Parse(json).RootElement;

        Assert.That(read.EnumerateObject().Select(p => p.Name), Is.EqualTo(new[] { "time", "level", "event", "helo" }));
        Assert.That(read.GetProperty("helo").GetString(), Is.EqualTo(value.Replace('\ud800', '\ufffd').Replace('\udc00', '\ufffd')));
        Assert.That(Unsafe(json), Is.Empty);
        Assert.That(Unsafe(text), Is.Empty);
        // Quotes, backslashes and spaces of the value are inside quotes of ours.
        Assert.That(text, Does.Match("""^\S+ info transaction helo=(?:[^\s"\\=]+|"(?:[^"\\\n]|\\["\\]|\\u\{[0-9a-f]+\})*")\n$"""));
    }

    [Test]
    public void A_long_value_is_cut_and_not_within_a_character()
    {
        string value = new string('x', 1023) + "😀" + new string('y', 100_000);

        Assert.That(JsonDocument.Parse(Json(l => l.Add("helo", value))).RootElement.GetProperty("helo").GetString(), Is.EqualTo(new string('x', 1023)));
        Assert.That(Text(l => l.Add("helo", value)), Has.Length.LessThan(1200));
    }

    [Test]
    public void Random_values_stay_in_their_place()
    {
        var random = new Random(4711);
        using var json = new JsonLogLine();
        var text = new TextLogLine();
        for (int round = 0; round < 2000; round++)
        {
            string value = string.Concat(Enumerable.Range(0, random.Next(20)).Select(_ => (char)random.Next(random.Next(2) == 0 ? 0x80 : 0x10000)));
            string[] lines = [Line(json, l => l.Add("helo", value)), Line(text, l => l.Add("helo", value))];

            Assert.That(lines.Select(Unsafe), Has.All.Empty);
            Assert.That(JsonDocument.Parse(lines[0]).RootElement.EnumerateObject().Count(), Is.EqualTo(4));
        }
    }

    private static string Unsafe(string line) =>
        string.Concat(line[..^1].Where(c => char.IsControl(c) || c is '\u2028' or '\u2029'));

    private static string Text(Action<LogLine> fill) => Line(new TextLogLine(), fill);

    private static string Json(Action<LogLine> fill)
    {
        using var line = new JsonLogLine();
        return Line(line, fill);
    }

    private static string Line(LogLine line, Action<LogLine> fill)
    {
        line.Begin(Time, LogLevel.Information, "transaction");
        fill(line);
        return Encoding.UTF8.GetString(line.End());
    }
}
