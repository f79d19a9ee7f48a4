using System.Buffers;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace MailGate.Observability.Logs;

/// <summary>A line as one JSON object.</summary>
internal sealed class JsonLogLine : LogLine, IDisposable
{
    // The relaxed encoder leaves letters of all scripts and escapes controls, line separators and unpaired surrogates.
    private readonly Utf8JsonWriter _json;

    public JsonLogLine() => _json = new Utf8JsonWriter(Buffer, new JsonWriterOptions { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping, SkipValidation = true });

    public override void Begin(DateTimeOffset time, LogLevel level, string what)
    {
        Buffer.ResetWrittenCount();
        _json.Reset(Buffer);
        _json.WriteStartObject();
        Span<char> stamp = stackalloc char[TextLogLine.TimeFormat.Length];
        time.UtcDateTime.TryFormat(stamp, out int written, TextLogLine.TimeFormat, System.Globalization.CultureInfo.InvariantCulture);
        _json.WriteString("time"u8, stamp[..written]);
        _json.WriteString("level"u8, level.Word());
        _json.WriteString("event"u8, what);
    }

    public override void Add(string name, string value) => _json.WriteString(name, Cut(value));

    public override void Add(string name, long value) => _json.WriteNumber(name, value);

    public override void Add(string name, bool value) => _json.WriteBoolean(name, value);

    public override void Add(string name, TimeSpan value) => _json.WriteNumber(name, Math.Round(value.TotalMilliseconds, 3));

    public override void Add(string name, IEnumerable<string> values)
    {
        _json.WriteStartArray(name);
        foreach (string value in values)
        {
            _json.WriteStringValue(Cut(value));
        }

        _json.WriteEndArray();
    }

    public override ReadOnlySpan<byte> End()
    {
        _json.WriteEndObject();
        _json.Flush();
        Buffer.Write("\n"u8);
        return Buffer.WrittenSpan;
    }

    public void Dispose() => _json.Dispose();
}
