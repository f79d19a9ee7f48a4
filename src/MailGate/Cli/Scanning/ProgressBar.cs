using System.Globalization;

namespace MailGate.Cli.Scanning;

/// <summary>
/// One line on standard error that is drawn over and over: only on a terminal, only when standard output goes elsewhere (else the results show how far it is),
/// and only when it takes long.
/// </summary>
internal sealed class ProgressBar(TimeProvider time) : IDisposable
{
    private const int Width = 30;
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan Interval = TimeSpan.FromMilliseconds(200);

    private readonly bool _isShown = !Console.IsErrorRedirected && Console.IsOutputRedirected;
    private readonly long _start = time.GetTimestamp();
    private TimeSpan _drawn;

    /// <summary>Draws when it is time to.</summary>
    public void Report(long done, long of, int items)
    {
        TimeSpan elapsed = time.GetElapsedTime(_start);
        if (!_isShown || elapsed < Patience || elapsed - _drawn < Interval)
        {
            return;
        }

        _drawn = elapsed;
        Console.Error.Write("\r" + Line(done, of, items, elapsed));
    }

    /// <summary>The line: a bar as far as the work is done, and how fast it goes.</summary>
    public static string Line(long done, long of, int items, TimeSpan elapsed)
    {
        double share = of > 0 ? Math.Clamp((double)done / of, 0, 1) : 0;
        int filled = (int)(share * Width);
        return string.Create(
            CultureInfo.InvariantCulture,
            $"[{new string('#', filled)}{new string('.', Width - filled)}] {share * 100,3:0}% {items} messages, {items / Math.Max(elapsed.TotalSeconds, 0.001):0}/s");
    }

    public void Dispose()
    {
        if (_drawn > TimeSpan.Zero)
        {
            Console.Error.Write("\r" + new string(' ', Width + 50) + "\r");
        }
    }
}
