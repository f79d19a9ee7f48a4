using System.Collections.Concurrent;
using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using NUnit.Framework;

namespace MailGate.EndToEnd.Dns;

/// <summary>A Knot DNS server (Debian package knot) on a free port of this host, with its files in a folder of its own.</summary>
internal sealed class KnotServer : IAsyncDisposable
{
    private const int Tries = 5;
    private static readonly TimeSpan StartTime = TimeSpan.FromSeconds(30);

    private readonly DirectoryInfo folder;
    private readonly Process process;
    private readonly ConcurrentQueue<string> output = new();

    private KnotServer(DirectoryInfo folder, Process process, IPEndPoint endPoint)
    {
        this.folder = folder;
        this.process = process;
        EndPoint = endPoint;
    }

    public IPEndPoint EndPoint { get; }

    /// <summary>Starts a server for the zones, given as texts by name; null means that the zone's file is missing.</summary>
    /// <remarks>Without knotd the test is skipped with the reason; in CI it fails.</remarks>
    /// <param name="zones">The zones.</param>
    /// <param name="tcpOnly">The zones that are truncated over UDP.</param>
    public static async Task<KnotServer> StartAsync(IReadOnlyDictionary<string, string?> zones, params string[] tcpOnly)
    {
        string? program = Find("knotd");
        if (program is null)
        {
            const string reason = "knotd is not installed (Debian package knot)";
            if (Environment.GetEnvironmentVariable("CI") is "true" or "1")
            {
                Assert.Fail(reason);
            }

            Assert.Ignore(reason);
        }

        for (int i = 1; ; i++)
        {
            // Between finding a free port and taking it, somebody else may: then again.
            IPEndPoint endPoint = FreePort();
            DirectoryInfo folder = Directory.CreateTempSubdirectory("mailgate-knot");
            await WriteFilesAsync(folder, zones, tcpOnly, endPoint);
            Process process = Process.Start(new ProcessStartInfo(program!, ["-c", Path.Combine(folder.FullName, "knot.conf")]) { RedirectStandardError = true })!;
            KnotServer server = new(folder, process, endPoint);
            if (await server.WaitAsync())
            {
                return server;
            }

            await server.DisposeAsync();
            if (i == Tries)
            {
                throw new InvalidOperationException("knotd did not start: " + string.Join('\n', server.output));
            }
        }
    }

    public async ValueTask DisposeAsync()
    {
        if (!process.HasExited)
        {
            process.Kill();
        }

        await process.WaitForExitAsync();
        process.Dispose();
        folder.Delete(recursive: true);
    }

    private static string? Find(string program) =>
        ((Environment.GetEnvironmentVariable("PATH") ?? "") + ":/usr/sbin:/usr/local/sbin").Split(':')
            .Select(path => Path.Combine(path, program)).FirstOrDefault(File.Exists);

    private static IPEndPoint FreePort()
    {
        using Socket socket = new(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        socket.Bind(new IPEndPoint(IPAddress.Loopback, 0));
        return (IPEndPoint)socket.LocalEndPoint!;
    }

    private static async Task WriteFilesAsync(DirectoryInfo folder, IReadOnlyDictionary<string, string?> zones, string[] tcpOnly, IPEndPoint endPoint)
    {
        string path = folder.FullName;
        Directory.CreateDirectory(Path.Combine(path, "db"));
        List<string> zoneLines = [];
        foreach ((string name, string? text) in zones)
        {
            zoneLines.Add($"  - domain: {name}");
            if (tcpOnly.Contains(name))
            {
                zoneLines.Add("    module: mod-noudp");
            }

            if (text is not null)
            {
                string head = $"$ORIGIN {name}.\n$TTL 300\n@ SOA ns.{name}. host.{name}. 1 3600 600 86400 60\n@ NS ns.{name}.\n";
                await File.WriteAllTextAsync(Path.Combine(path, name + ".zone"), head + text + "\n");
            }
        }

        await File.WriteAllTextAsync(Path.Combine(path, "knot.conf"), $"""
            server:
                rundir: "{path}"
                listen: [ {endPoint.Address}@{endPoint.Port} ]
                udp-workers: 1
                tcp-workers: 1
                background-workers: 1
            log:
              - target: stderr
                any: info
            database:
                storage: "{path}/db"
            mod-noudp:
              - id: force
                udp-allow-rate: 0
            template:
              - id: default
                storage: "{path}"
                file: "%s.zone"
                zonefile-sync: -1
                zonefile-load: difference-no-serial
                journal-content: all
                semantic-checks: off
            zone:
            {string.Join('\n', zoneLines)}
            """);
    }

    // Knot says so when it listens and its zones are loaded.
    private async Task<bool> WaitAsync()
    {
        TaskCompletionSource<bool> started = new(TaskCreationOptions.RunContinuationsAsynchronously);
        process.ErrorDataReceived += (_, e) =>
        {
            output.Enqueue(e.Data ?? "(end)");
            if (e.Data is null || e.Data.Contains("server started", StringComparison.Ordinal))
            {
                started.TrySetResult(e.Data is not null);
            }
        };
        process.BeginErrorReadLine();
        return await Task.WhenAny(started.Task, Task.Delay(StartTime)) == started.Task && await started.Task;
    }
}
