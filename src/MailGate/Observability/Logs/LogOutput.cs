using MailGate.Configuration.Sections;
using MailGate.Observability.Metrics;

namespace MailGate.Observability.Logs;

/// <summary>The log as the configuration wants it: level, format, and where it goes. A reload may change all three.</summary>
internal sealed class LogOutput : IAsyncDisposable
{
    [ThreadStatic]
    private static JsonLogLine? _json;

    [ThreadStatic]
    private static TextLogLine? _text;

    private readonly TimeProvider _time;
    private readonly Counter _dropped;
    private readonly Func<Stream> _standardOutput;
    private LogSettings _settings;
    private LogSink _sink;

    public LogOutput(LogSettings settings, TimeProvider time, Counter dropped, Func<Stream>? standardOutput = null)
    {
        _settings = settings;
        _time = time;
        _dropped = dropped;
        _standardOutput = standardOutput ?? Console.OpenStandardOutput;
        _sink = Open(settings);
    }

    public LogSettings Settings => Volatile.Read(ref _settings);

    public bool IsEnabled(LogLevel level) => level >= Settings.Level.Level() && level != LogLevel.None;

    /// <summary>Writes one line, built by <paramref name="fill"/>; the caller has asked <see cref="IsEnabled"/>.</summary>
    /// <param name="what">A fixed word such as <c>transaction</c>.</param>
    public void Write<T>(LogLevel level, string what, T state, Action<LogLine, T> fill)
    {
        LogLine line = Settings.Format == LogFormat.Json ? _json ??= new JsonLogLine() : _text ??= new TextLogLine();
        line.Begin(_time.GetUtcNow(), level, what);
        fill(line, state);
        Volatile.Read(ref _sink).Write(line.End());
    }

    /// <summary>Takes new settings; a file is opened again in any case, so that log rotation needs no more than SIGHUP.</summary>
    public async ValueTask ApplyAsync(LogSettings settings)
    {
        LogSettings before = Settings;
        Volatile.Write(ref _settings, settings);
        if (before.File == settings.File)
        {
            _sink.Reopen();
        }
        else
        {
            await Interlocked.Exchange(ref _sink, Open(settings)).DisposeAsync();
        }
    }

    public ValueTask DisposeAsync() => _sink.DisposeAsync();

    private LogSink Open(LogSettings settings) => new(
        settings.File is { } file
            ? () => new FileStream(file.Full, FileMode.Append, FileAccess.Write, FileShare.ReadWrite | FileShare.Delete, bufferSize: 0)
            : _standardOutput,
        _dropped);
}
