using System.Buffers;

namespace MailGate.Observability.Logs;

/// <summary>
/// One line of the log while it is written. Whatever a value holds, the line stays one line and the value one value: control
/// characters and line separators are escaped, and what is long is cut.
/// </summary>
internal abstract class LogLine
{
    /// <summary>Most characters of one value: a peer may fill a line of the log, never more.</summary>
    protected const int MaxValueChars = 1024;

    /// <summary>The octets so far.</summary>
    protected ArrayBufferWriter<byte> Buffer { get; } = new(1024);

    /// <summary>Begins a line.</summary>
    /// <param name="what">A fixed word such as <c>transaction</c>.</param>
    public abstract void Begin(DateTimeOffset time, LogLevel level, string what);

    public abstract void Add(string name, string value);

    public abstract void Add(string name, long value);

    public abstract void Add(string name, bool value);

    /// <summary>Adds a time in milliseconds, to the microsecond.</summary>
    public abstract void Add(string name, TimeSpan value);

    public abstract void Add(string name, IEnumerable<string> values);

    /// <summary>Ends the line with a line feed.</summary>
    /// <returns>Valid until the next <see cref="Begin"/>.</returns>
    public abstract ReadOnlySpan<byte> End();

    /// <summary>Adds a value when there is one.</summary>
    public void AddIfAny(string name, string? value)
    {
        if (!string.IsNullOrEmpty(value))
        {
            Add(name, value);
        }
    }

    protected static ReadOnlySpan<char> Cut(string value)
    {
        if (value.Length <= MaxValueChars)
        {
            return value;
        }

        // Not in the middle of a surrogate pair.
        return value.AsSpan(0, char.IsHighSurrogate(value[MaxValueChars - 1]) ? MaxValueChars - 1 : MaxValueChars);
    }
}
