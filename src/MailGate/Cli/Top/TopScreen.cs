using System.Text;

namespace MailGate.Cli.Top;

/// <summary>Shows the view on a terminal, on the screen that it keeps aside for such programs, until q or Ctrl-C.</summary>
internal sealed class TopScreen(TopClient client, Output output, TimeProvider time)
{
    private const string Enter = "\u001b[?1049h\u001b[?25l";
    private const string Leave = "\u001b[?25h\u001b[?1049l";
    private const string Home = "\u001b[H";
    private const string EndOfLine = "\u001b[K";
    private const string EndOfScreen = "\u001b[J";
    private static readonly TimeSpan KeyInterval = TimeSpan.FromMilliseconds(100);

    /// <exception cref="CliException">The gateway cannot be asked at the beginning; later the screen says so, and goes on.</exception>
    public async Task RunAsync(TimeSpan interval, CancellationToken cancellationToken)
    {
        TopData data = await client.ReadAsync(cancellationToken);
        output.Standard.Write(Enter);
        try
        {
            string? problem = null;
            do
            {
                Show(data, problem);
                if (await QuitsAsync(interval, cancellationToken))
                {
                    return;
                }

                (data, problem) = await AskAsync(data, cancellationToken);
            }
            while (!cancellationToken.IsCancellationRequested);
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            // Ctrl-C is how one leaves.
        }
        finally
        {
            output.Standard.Write(Leave);
            output.Standard.Flush();
        }
    }

    private async Task<(TopData Data, string? Problem)> AskAsync(TopData before, CancellationToken cancellationToken)
    {
        try
        {
            return (await client.ReadAsync(cancellationToken), null);
        }
        catch (CliException failure)
        {
            return (before, failure.Message);
        }
    }

    private void Show(TopData data, string? problem)
    {
        int width = Math.Max(20, Console.WindowWidth), height = Math.Max(5, Console.WindowHeight);
        StringBuilder screen = new(Home);
        foreach (string line in TopView.Lines(data, width, height - 1))
        {
            // Made printable before it is cut: what mail says neither drives the terminal nor breaks the lines.
            string printable = Output.Printable(line).Replace('\n', ' ').Replace('\t', ' ');
            screen.Append(printable.AsSpan(0, Math.Min(printable.Length, width))).Append(EndOfLine).Append("\r\n");
        }

        string footer = problem ?? "q quits";
        screen.Append(footer.AsSpan(0, Math.Min(footer.Length, width - 1))).Append(EndOfLine).Append(EndOfScreen);
        output.Standard.Write(screen.ToString());
        output.Standard.Flush();
    }

    private async Task<bool> QuitsAsync(TimeSpan interval, CancellationToken cancellationToken)
    {
        long start = time.GetTimestamp();
        while (time.GetElapsedTime(start) < interval)
        {
            while (Console.KeyAvailable)
            {
                if (Console.ReadKey(intercept: true).Key is ConsoleKey.Q or ConsoleKey.Escape)
                {
                    return true;
                }
            }

            await Task.Delay(KeyInterval, time, cancellationToken);
        }

        return false;
    }
}
