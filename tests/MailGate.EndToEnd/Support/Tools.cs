using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using NUnit.Framework;

namespace MailGate.EndToEnd.Support;

/// <summary>Programs of others that the tests run.</summary>
internal static class Tools
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(90);

    private static bool InContinuousIntegration => Environment.GetEnvironmentVariable("CI") is "true" or "1";

    /// <summary>The path of a program. Without it the test is skipped with the reason; in CI it fails.</summary>
    public static string Find(string program, string package)
    {
        string? path = ((Environment.GetEnvironmentVariable("PATH") ?? "") + ":/usr/sbin:/usr/local/sbin:/usr/lib/postfix/sbin").Split(':')
            .Select(folder => Path.Combine(folder, program)).FirstOrDefault(File.Exists);
        return path ?? Skip($"{program} is not installed (Debian package {package})");
    }

    /// <summary>Skips the test unless it runs as root, as mail servers must to give up being it.</summary>
    public static void NeedRoot()
    {
        if (!Environment.IsPrivilegedProcess)
        {
            Skip("a private mail server must be started as root");
        }
    }

    /// <summary>Skips the test on a machine that is somebody's own.</summary>
    public static void OnlyInContinuousIntegration(string reason)
    {
        if (!InContinuousIntegration)
        {
            Assert.Ignore(reason);
        }
    }

    /// <summary>Runs a program to its end and returns its exit code with all that it printed.</summary>
    public static async Task<(int ExitCode, string Output)> RunAsync(string program, IEnumerable<string> arguments, string input = "", TimeSpan? patience = null)
    {
        ProcessStartInfo start = new(program, arguments) { RedirectStandardInput = true, RedirectStandardOutput = true, RedirectStandardError = true };
        using Process process = Process.Start(start)!;
        Task<string> output = process.StandardOutput.ReadToEndAsync();
        Task<string> error = process.StandardError.ReadToEndAsync();
        await process.StandardInput.WriteAsync(input);
        process.StandardInput.Close();
        using CancellationTokenSource timeout = new(patience ?? Patience);
        try
        {
            await process.WaitForExitAsync(timeout.Token);
        }
        catch (OperationCanceledException)
        {
            process.Kill(entireProcessTree: true);
            throw new TimeoutException($"{program} {string.Join(' ', arguments)} does not end");
        }

        // A child that was left running may hold the pipes open.
        return (process.ExitCode, await output.WaitAsync(Patience) + await error.WaitAsync(Patience));
    }

    /// <summary>A port that was free a moment ago.</summary>
    public static int FreePort()
    {
        using Socket socket = new(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        socket.Bind(new IPEndPoint(IPAddress.Loopback, 0));
        return ((IPEndPoint)socket.LocalEndPoint!).Port;
    }

    /// <summary>Waits until something accepts connections at a port.</summary>
    public static async Task WaitForPortAsync(int port)
    {
        for (int i = 0; ; i++)
        {
            using Socket socket = new(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
            try
            {
                await socket.ConnectAsync(IPAddress.Loopback, port);
                return;
            }
            catch (SocketException) when (i < 400)
            {
                await Task.Delay(50);
            }
        }
    }

    private static string Skip(string reason)
    {
        if (InContinuousIntegration)
        {
            Assert.Fail(reason);
        }

        Assert.Ignore(reason);
        return reason;
    }
}
