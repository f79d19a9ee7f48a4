using System.Globalization;

namespace MailGate.Cli;

/// <summary>One line on standard error that is drawn over and over: only on a terminal, and only when the work takes long.</summary>
/// <param name="what">The work, in a word.</param>
internal sealed class ProgressBar(string what, TimeProvider time) : IDisposable
{
    private const int Width = 30;
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan Interval = TimeSpan.FromMilliseconds(200);

    private readonly long _start = time.GetTimestamp();
    private TimeSpan _drawn;
    private int _widest;

    /// <summary>False to draw nothing, as where results on the same terminal show how far the work is.</summary>
    public bool IsWanted { get; init; } = true;

    /// <summary>Draws when it is time to.</summary>
    /// <param name="done">How much is done, from 0 to 1.</param>
    /// <param name="messages">How many messages, where they are counted.</param>
    public void Report(double done, int messages)
    {
        TimeSpan elapsed = time.GetElapsedTime(_start);
        if (!IsWanted || Console.IsErrorRedirected || elapsed < Patience || elapsed - _drawn < Interval)
        {
            return;
        }

        _drawn = elapsed;
        string line = Line(done, messages, elapsed);
        _widest = Math.Max(_widest, line.Length);
        Console.Error.Write("\r" + line.PadRight(_widest));
    }

    /// <inheritdoc cref="Report(double, int)"/>
    public void Report(double done) => Report(done, 0);

    public void Dispose()
    {
        if (_widest > 0)
        {
            Console.Error.Write("\r" + new string(' ', _widest) + "\r");
        }
    }

    private string Line(double done, int messages, TimeSpan elapsed)
    {
        double share = Math.Clamp(done, 0, 1);
        int filled = (int)(share * Width);
        string bar = string.Create(CultureInfo.InvariantCulture, $"{what} [{new string('#', filled)}{new string('.', Width - filled)}] {share * 100,3:0}%");
        return messages == 0 ? bar : string.Create(CultureInfo.InvariantCulture, $"{bar} {messages} messages, {messages / Math.Max(elapsed.TotalSeconds, 0.001):0}/s");
    }
}
