using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Runtime.InteropServices;
using MailGate.EndToEnd.Support;

namespace MailGate.EndToEnd.Upgrade;

/// <summary>
/// What systemd is for a service with a socket unit: it holds the listening socket, and every process that it starts gets it as descriptor 3, told so
/// in LISTEN_FDS, LISTEN_PID and LISTEN_FDNAMES.
/// </summary>
internal sealed class ServiceManager : IAsyncDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(90);

    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("mailgate-upgrade-");
    private readonly Socket _socket = new(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
    private readonly List<Process> _running = [];

    /// <param name="settings">Makes the configuration for the address of the socket.</param>
    public ServiceManager(Func<IPEndPoint, string> settings)
    {
        _socket.Bind(new IPEndPoint(IPAddress.Loopback, 0));
        _socket.Listen(1024);
        Address = (IPEndPoint)_socket.LocalEndPoint!;
        File.WriteAllText(ConfigurationFile, $"hostname: mx.ex.test\ndomains: [ ex.test ]\ndata: data\n{settings(Address)}");
    }

    /// <summary>Where the socket listens, whoever serves it.</summary>
    public IPEndPoint Address { get; }

    public string ConfigurationFile => Path.Combine(_folder.FullName, "mailgate.yaml");

    /// <summary>Starts a gateway and returns when it says that it has started.</summary>
    public async Task<Process> StartAsync()
    {
        (Process process, Task<string> output) = Launch("mx", ReadUntilStartedAsync);
        _running.Add(process);
        await output.WaitAsync(Patience);
        return process;
    }

    /// <summary>Starts a gateway that is expected to give up; returns what it printed.</summary>
    public async Task<(int ExitCode, string Output)> FailAsync(string socketName, string descriptor = "")
    {
        (Process process, Task<string> output) = Launch(socketName, p => p.StandardError.ReadToEndAsync(), descriptor);
        using (process)
        {
            _running.Add(process);
            string text = await output.WaitAsync(Patience);
            await process.WaitForExitAsync().WaitAsync(Patience);
            _running.Remove(process);
            return (process.ExitCode, text);
        }
    }

    /// <summary>SIGTERM, and the exit code once it has drained.</summary>
    public async Task<int> StopAsync(Process process)
    {
        await Tools.RunAsync(Tools.Find("kill", "procps"), [process.Id.ToString(CultureInfo.InvariantCulture)]);
        await process.WaitForExitAsync().WaitAsync(Patience);
        _running.Remove(process);
        int code = process.ExitCode;
        process.Dispose();
        return code;
    }

    public async ValueTask DisposeAsync()
    {
        foreach (Process process in _running)
        {
            process.Kill();
            await process.WaitForExitAsync().WaitAsync(Patience);
            process.Dispose();
        }

        _socket.Dispose();
        _folder.Delete(recursive: true);
    }

    private (Process Process, Task<string> Output) Launch(string socketName, Func<Process, Task<string>> read, string descriptor = "")
    {
        // A copy that survives exec; the shell moves it to descriptor 3 and becomes the gateway, so that LISTEN_PID is right.
        int copy = Duplicate((int)_socket.Handle);
        try
        {
            string from = descriptor.Length > 0 ? descriptor : string.Create(CultureInfo.InvariantCulture, $"&{copy}");
            string script = string.Create(CultureInfo.InvariantCulture, $"LISTEN_PID=$$ LISTEN_FDS=1 LISTEN_FDNAMES={socketName} exec \"$0\" run -c \"$1\" 3<{from} {copy}<&-");
            Process process = Process.Start(new ProcessStartInfo(Tools.Find("bash", "bash"), ["-c", script, BuiltProgram.Path, ConfigurationFile])
            {
                RedirectStandardOutput = true,
                RedirectStandardError = true,
            })!;
            return (process, read(process));
        }
        finally
        {
            _ = Close(copy);
        }
    }

    private static async Task<string> ReadUntilStartedAsync(Process process)
    {
        while (await process.StandardOutput.ReadLineAsync() is { } line)
        {
            if (line.Contains("\"event\":\"started\"", StringComparison.Ordinal))
            {
                // What follows is read too, or the pipe fills and the gateway stops at it.
                _ = process.StandardOutput.BaseStream.CopyToAsync(Stream.Null);
                _ = process.StandardError.BaseStream.CopyToAsync(Stream.Null);
                return line;
            }
        }

        throw new InvalidOperationException("mailgate did not start: " + await process.StandardError.ReadToEndAsync());
    }

    [DllImport("libc", EntryPoint = "dup")]
    private static extern int Duplicate(int descriptor);

    [DllImport("libc", EntryPoint = "close")]
    private static extern int Close(int descriptor);
}
