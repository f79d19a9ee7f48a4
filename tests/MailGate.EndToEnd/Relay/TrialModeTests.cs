using System.Diagnostics;
using MailGate.EndToEnd.Support;
using NUnit.Framework;

namespace MailGate.EndToEnd.Relay;

/// <summary>The first thing that anybody does with the program.</summary>
internal sealed class TrialModeTests
{
    private const string Hint = "Send a first message: ";

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    [Test]
    public async Task The_line_that_trial_mode_prints_sends_a_message_as_it_stands()
    {
        DirectoryInfo folder = Directory.CreateTempSubdirectory("mailgate-trial-");
        using Process gateway = new()
        {
            StartInfo = new ProcessStartInfo(BuiltProgram.Path, ["run", "--listen", "127.0.0.1:0", "--admin", "127.0.0.1:0"]) { RedirectStandardError = true, WorkingDirectory = folder.FullName },
        };
        gateway.Start();
        try
        {
            string line = await HintAsync(gateway.StandardError).WaitAsync(Patience);
            (int exitCode, string output) = await Tools.RunAsync(Tools.Find("sh", "dash"), ["-c", line]);
            Assert.That(exitCode, Is.Zero, $"{line}\n{output}");
            string[] captured = Directory.GetFiles(Path.Combine(folder.FullName, "data", "captured", "new"));
            Assert.That(await File.ReadAllTextAsync(captured.Single()), Does.Contain("(MailGate) with ESMTPS id "), "data is where it was started, and the line shows TLS");
        }
        finally
        {
            gateway.Kill();
            await gateway.WaitForExitAsync().WaitAsync(Patience);
            folder.Delete(recursive: true);
        }
    }

    private static async Task<string> HintAsync(StreamReader notes)
    {
        while (await notes.ReadLineAsync() is { } line)
        {
            if (line.Contains(Hint, StringComparison.Ordinal))
            {
                return line[(line.IndexOf(Hint, StringComparison.Ordinal) + Hint.Length)..];
            }
        }

        throw new InvalidOperationException("it ended without a word of how to send a message");
    }
}
