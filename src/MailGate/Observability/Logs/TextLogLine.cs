using System.Buffers;
using System.Globalization;
using System.Text;

namespace MailGate.Observability.Logs;

/// <summary>A line for people: time, level, what, then <c>key=value</c>, in quotes where a value has spaces or anything unusual.</summary>
internal sealed class TextLogLine : LogLine
{
    internal const string TimeFormat = "yyyy-MM-dd'T'HH:mm:ss.fff'Z'";

    // What needs neither quotes nor escapes.
    private static readonly SearchValues<char> Plain =
        SearchValues.Create("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789.-_@:/+<>[](),;*!#$%&'^`{|}~?");

    private readonly StringBuilder _text = new();

    public override void Begin(DateTimeOffset time, LogLevel level, string what)
    {
        _text.Clear().Append(time.UtcDateTime.ToString(TimeFormat, CultureInfo.InvariantCulture)).Append(' ').Append(level.Word()).Append(' ').Append(what);
    }

    public override void Add(string name, string value)
    {
        Name(name);
        Value(Cut(value));
    }

    public override void Add(string name, long value)
    {
        Name(name);
        _text.Append(value);
    }

    public override void Add(string name, bool value)
    {
        Name(name);
        _text.Append(value ? "true" : "false");
    }

    public override void Add(string name, TimeSpan value)
    {
        Name(name);
        _text.Append(CultureInfo.InvariantCulture, $"{Math.Round(value.TotalMilliseconds, 3)}ms");
    }

    public override void Add(string name, IEnumerable<string> values)
    {
        foreach (string value in values)
        {
            Add(name, value);
        }
    }

    public override ReadOnlySpan<byte> End()
    {
        _text.Append('\n');
        Buffer.ResetWrittenCount();
        foreach (ReadOnlyMemory<char> chunk in _text.GetChunks())
        {
            Encoding.UTF8.GetBytes(chunk.Span, Buffer);
        }

        return Buffer.WrittenSpan;
    }

    private void Name(string name) => _text.Append(' ').Append(name).Append('=');

    private void Value(ReadOnlySpan<char> value)
    {
        if (!value.IsEmpty && !value.ContainsAnyExcept(Plain))
        {
            _text.Append(value);
            return;
        }

        _text.Append('"');
        foreach (Rune rune in value.EnumerateRunes())
        {
            if (rune.Value is '"' or '\\')
            {
                _text.Append('\\').Append((char)rune.Value);
            }
            else if (IsPrintable(rune))
            {
                _text.Append(rune);
            }
            else
            {
                _text.Append(CultureInfo.InvariantCulture, $"\\u{{{rune.Value:x}}}");
            }
        }

        _text.Append('"');
    }

    private static bool IsPrintable(Rune rune) => Rune.GetUnicodeCategory(rune) is not (
        UnicodeCategory.Control or UnicodeCategory.Format or UnicodeCategory.LineSeparator or UnicodeCategory.ParagraphSeparator
        or UnicodeCategory.OtherNotAssigned or UnicodeCategory.PrivateUse or UnicodeCategory.Surrogate);
}
