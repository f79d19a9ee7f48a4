using System.Diagnostics;
using NUnit.Framework;

namespace MailGate.EndToEnd.Dkim;

/// <summary>Programs of other authors that judge what MailGate makes.</summary>
internal static class ExternalProgram
{
    private static readonly TimeSpan Limit = TimeSpan.FromMinutes(2);

    /// <summary>The path of a program; without it the test is skipped with the reason, in CI it fails.</summary>
    public static string Require(string program, string package)
    {
        string? path = ((Environment.GetEnvironmentVariable("PATH") ?? "") + ":/usr/sbin:/usr/local/sbin").Split(':')
            .Select(folder => Path.Combine(folder, program)).FirstOrDefault(File.Exists);
        if (path is null)
        {
            Missing($"{program} is not installed (Debian package {package})");
        }

        return path!;
    }

    public static void Missing(string reason)
    {
        if (Environment.GetEnvironmentVariable("CI") is "true" or "1")
        {
            Assert.Fail(reason);
        }

        Assert.Ignore(reason);
    }

    /// <summary>Runs a program to its end.</summary>
    public static async Task<(int ExitCode, byte[] Output, string Errors)> RunAsync(string path, IEnumerable<string> arguments, byte[] input)
    {
        using Process process = Process.Start(new ProcessStartInfo(path, arguments)
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        })!;
        using CancellationTokenSource deadline = new(Limit);
        using MemoryStream output = new();
        Task copy = process.StandardOutput.BaseStream.CopyToAsync(output, deadline.Token);
        Task<string> errors = process.StandardError.ReadToEndAsync(deadline.Token);
        try
        {
            await process.StandardInput.BaseStream.WriteAsync(input, deadline.Token);
            process.StandardInput.Close();
        }
        catch (IOException)
        {
            // It did not want to read all of it; its exit code says why.
        }

        await process.WaitForExitAsync(deadline.Token);
        await copy;
        return (process.ExitCode, output.ToArray(), await errors);
    }
}
