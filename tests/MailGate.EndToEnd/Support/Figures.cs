using NUnit.Framework;

namespace MailGate.EndToEnd.Support;

/// <summary>What tests measured, for people to read: in the test's output, and in the file that <c>tests/run.sh</c> prints at its end.</summary>
internal static class Figures
{
    private static readonly Lock Writing = new();

    /// <summary>Reports one line.</summary>
    public static void Report(string line)
    {
        TestContext.Out.WriteLine(line);
        if (Environment.GetEnvironmentVariable("MAILGATE_TEST_FIGURES") is { Length: > 0 } file)
        {
            lock (Writing)
            {
                File.AppendAllText(file, line + "\n");
            }
        }
    }
}
