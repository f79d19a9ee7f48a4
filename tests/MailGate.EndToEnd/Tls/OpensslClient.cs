using System.Diagnostics;
using System.Text;
using MailGate.EndToEnd.Support;

namespace MailGate.EndToEnd.Tls;

/// <summary><c>openssl s_client</c> (Debian package openssl) as an SMTP client after STARTTLS; it stays until the test ends it.</summary>
internal sealed class OpensslClient : IAsyncDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    private readonly Process _process;
    private readonly StringBuilder _output = new();
    private readonly Task _reading;

    private OpensslClient(Process process)
    {
        _process = process;
        _reading = ReadAsync();
    }

    /// <summary>All that it has printed: the handshake, and what the server has said.</summary>
    public string Output
    {
        get
        {
            lock (_output)
            {
                return _output.ToString();
            }
        }
    }

    /// <summary>Connects; the handshake is over when this returns.</summary>
    public static async Task<OpensslClient> ConnectAsync(int port, params string[] options)
    {
        ProcessStartInfo start = new(
            Tools.Find("openssl", "openssl"), ["s_client", "-connect", $"127.0.0.1:{port}", "-starttls", "smtp", "-crlf", "-ign_eof", .. options])
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        OpensslClient client = new(Process.Start(start)!);
        // The one stands on standard error, the other at the end of what it prints of the handshake on standard output.
        await client.UntilAsync("250 ENHANCEDSTATUSCODES", 1);
        await client.UntilAsync("Verify return code: ", 1);
        return client;
    }

    /// <summary>Says a line and waits until the server has said something that holds <paramref name="expected"/>.</summary>
    public async Task SayAsync(string line, string expected)
    {
        int before = Output.Length;
        await _process.StandardInput.WriteLineAsync(line);
        await _process.StandardInput.FlushAsync();
        await UntilAsync(expected, 1, before);
    }

    public async ValueTask DisposeAsync()
    {
        if (!_process.HasExited)
        {
            _process.Kill();
        }

        await _process.WaitForExitAsync().WaitAsync(Patience);
        await _reading.WaitAsync(Patience);
        _process.Dispose();
    }

    private async Task UntilAsync(string text, int count, int start = 0)
    {
        long startedAt = Stopwatch.GetTimestamp();
        while (Output[start..].Split(text).Length <= count)
        {
            if (_reading.IsCompleted || Stopwatch.GetElapsedTime(startedAt) > Patience)
            {
                throw new InvalidOperationException($"no '{text}' in\n{Output}");
            }

            await Task.WhenAny(_reading, Task.Delay(20));
        }
    }

    private Task ReadAsync() => Task.WhenAll(ReadAsync(_process.StandardOutput), ReadAsync(_process.StandardError));

    private async Task ReadAsync(StreamReader reader)
    {
        char[] buffer = new char[4096];
        for (int read; (read = await reader.ReadAsync(buffer)) > 0;)
        {
            lock (_output)
            {
                _output.Append(buffer, 0, read);
            }
        }
    }
}
