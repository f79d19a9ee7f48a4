using System.Diagnostics;
using MailGate.Tests.Common;
using MailGate.Tests.Common.Smtp;
using NUnit.Framework;

namespace MailGate.Tests.Handling;

/// <summary>Pieces of conversation that tests of the whole gateway have in common.</summary>
internal static class Talk
{
    public const string Message = "Subject: x\r\n\r\nbody\r\n.";

    // Real time: what takes longer on the busiest machine hangs.
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    /// <summary>One whole transaction that must be accepted.</summary>
    public static Task DeliverAsync(this SmtpTestClient client, string recipient = "user@local.example") => client.SayAsync(
        ("MAIL FROM:<sender@client.example>", "250 "), ($"RCPT TO:<{recipient}>", "250 "), ("DATA", "354 "), (Message, "250 "));

    /// <summary>
    /// Turns the clock until a task has ended: what waits for a time-out gets it, what waits for a socket gets some real moments. Nobody may wait meanwhile
    /// whose time must not pass: on a busy machine hours may be turned.
    /// </summary>
    public static async Task TurnUntilAsync(this ManualTimeProvider time, Task task)
    {
        for (long startedAt = Stopwatch.GetTimestamp(); !task.IsCompleted && Stopwatch.GetElapsedTime(startedAt) < Patience;)
        {
            await Task.WhenAny(task, Task.Delay(TimeSpan.FromMilliseconds(5)));
            time.Advance(TimeSpan.FromSeconds(5));
        }

        await task.WaitAsync(Patience);
    }

    /// <summary>Waits for something that is about to be true, by asking; fails when it does not become so.</summary>
    public static async Task UntilAsync(Func<bool> condition, string what)
    {
        for (int i = 0; !condition(); i++)
        {
            Assert.That(i, Is.LessThan(4000), what);
            await Task.Delay(TimeSpan.FromMilliseconds(5));
        }
    }
}
