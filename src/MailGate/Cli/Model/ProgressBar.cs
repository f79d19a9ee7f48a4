namespace MailGate.Cli.Model;

/// <summary>A bar on standard error where that is a terminal; nothing elsewhere.</summary>
internal sealed class ProgressBar(string what) : IDisposable
{
    private const int Width = 40;

    private readonly bool _isShown = !Console.IsErrorRedirected;
    private int _shown = -1;

    /// <summary>Shows how much is done, from 0 to 1.</summary>
    public void Report(double done)
    {
        int filled = (int)(Math.Clamp(done, 0, 1) * Width);
        if (_isShown && filled != _shown)
        {
            _shown = filled;
            Console.Error.Write($"\r{what} [{new string('#', filled)}{new string(' ', Width - filled)}] {done * 100,3:F0} %");
        }
    }

    public void Dispose()
    {
        if (_isShown && _shown >= 0)
        {
            Console.Error.WriteLine();
        }
    }
}
