using System.Text.RegularExpressions;
using MailGate.Tests.Common;
using MailGate.Tests.Common.Smtp;
using NUnit.Framework;

namespace MailGate.Tests.Handling;

/// <summary>Runs one case against a gateway and judges the transcript, what the server behind got, and the log.</summary>
internal static partial class SmtpCaseRunner
{
    /// <summary>How a client reaches the gateway and how it cuts its octets.</summary>
    public enum Way
    {
        Clear,
        StartTls,
        ImplicitTls,
        ByteByByte,
    }

    private const string Sender = "sender@client.example";

    // What comes back for each prelude's commands, in order.
    private static readonly string[] ToData =
        ["EHLO client.example", $"MAIL FROM:<{Sender}>", "RCPT TO:<postmaster@local.example>", "DATA"];

    /// <summary>Runs a case.</summary>
    /// <param name="smtpCase">The case.</param>
    /// <param name="way">How the client speaks.</param>
    /// <param name="replies">The replies to all steps as <see cref="SmtpCaseReplies"/> words them, or null for the file's own.</param>
    /// <param name="delivered">How many messages the server behind must have in the end.</param>
    /// <param name="settings">Settings for the gateway.</param>
    public static async Task RunAsync(SmtpCase smtpCase, Way way, string? replies, int delivered, string settings = "")
    {
        await using FakeDownstream downstream = new();
        if (smtpCase.Id == "PIPE-03")
        {
            downstream.On("RCPT", "550 5.1.1 No such user");
        }

        TestGateway gateway = await TestGateway.StartAsync(downstream, settings);
        await using (gateway)
        {
            await using SmtpTestClient client = await SmtpTestClient.ConnectAsync(way == Way.ImplicitTls ? gateway.TlsEndPoint : gateway.EndPoint);
            await BeginAsync(client, smtpCase.Prelude, way);
            await TakeStepsAsync(client, smtpCase.Steps, way, new Queue<string>(Expand(replies ?? "")));
        }

        Assert.That(downstream.Sessions.Any(session => session.HasBareLineEnds), Is.False, "bare CR, LF or NUL downstream");
        Assert.That(downstream.Messages.Select(message => message.Mail), Is.All.StartsWith($"MAIL FROM:<{Sender}>"));
        Assert.That(downstream.Messages, Has.Count.EqualTo(delivered));
        AssertSoundLog(gateway.Log());
    }

    /// <summary>No octet of a peer may act in the log, and nothing may have gone wrong with us.</summary>
    public static void AssertSoundLog(string log)
    {
        Assert.That(log, Does.Not.Contain("session_failed").And.Not.Match("[\\x00-\\x09\\x0b-\\x1f\\x7f]"));
        Assert.That(log.Split('\n', StringSplitOptions.RemoveEmptyEntries), Is.All.StartsWith("{").And.All.EndsWith("}"));
    }

    /// <summary>Connects up to where a case begins.</summary>
    public static async Task BeginAsync(SmtpTestClient client, string prelude, Way way)
    {
        if (way == Way.ImplicitTls)
        {
            await client.StartTlsAsync();
        }

        if (prelude == "none")
        {
            return;
        }

        Assert.That(await client.ReadReplyAsync(), Does.StartWith("220 "));
        if (way == Way.StartTls || prelude is "tls" or "rcpt-tls")
        {
            Assert.That(await client.CommandAsync("EHLO client.example"), Does.StartWith("250"));
            Assert.That(await client.CommandAsync("STARTTLS"), Does.StartWith("220 "));
            await client.StartTlsAsync();
        }

        int commands = prelude switch { "greet" => 0, "ehlo" or "tls" => 1, "mail" => 2, "rcpt" or "rcpt-tls" => 3, "data" => 4, _ => throw new ArgumentOutOfRangeException(prelude) };
        foreach (string command in ToData.Take(commands))
        {
            Assert.That(await client.CommandAsync(command), Does.StartWith(command == "DATA" ? "354 " : "250"), command);
        }
    }

    private static async Task TakeStepsAsync(SmtpTestClient client, IReadOnlyList<SmtpCaseStep> steps, Way way, Queue<string> replies)
    {
        bool isOurs = replies.Count > 0;
        foreach (SmtpCaseStep step in steps)
        {
            Task sending = SendAsync(client, step.Octets, way);
            if (step.Expect is not null && (step.Octets.Length > 0 || step.Expect is "220"))
            {
                string? reply = await client.ReadReplyAsync();
                AssertReply(client, reply, isOurs ? replies.Dequeue() : step.Expect);
                if (reply is not null && !IsStricter(reply))
                {
                    AssertAllowed(step.Expect, reply);
                }
            }

            await sending;
            if (step.IsHandshake && client.Received.TrimEnd().Split('\n')[^1].StartsWith("220 ", StringComparison.Ordinal))
            {
                await client.StartTlsAsync();
            }

            if (step.IsShutdown)
            {
                client.ShutdownSend();
            }

            if (step.IsClose)
            {
                return;
            }
        }

        while (replies.TryDequeue(out string? expected))
        {
            AssertReply(client, await client.ReadReplyAsync(), expected);
        }
    }

    // TLS-02 has 220 to a STARTTLS with half a command behind it; TLS-01 allows the 554 to a whole one, which is the same attack.
    private static bool IsStricter(string reply) => reply.StartsWith("554 5.5.1 Nothing may follow STARTTLS", StringComparison.Ordinal);

    private static async Task SendAsync(SmtpTestClient client, byte[] octets, Way way)
    {
        int piece = way == Way.ByteByByte ? 1 : Math.Max(octets.Length, 1);
        for (int i = 0; i < octets.Length; i += piece)
        {
            await client.SendAsync(octets.AsMemory(i, piece));
        }
    }

    private static void AssertReply(SmtpTestClient client, string? reply, string expected)
    {
        if (expected == "close")
        {
            Assert.That(reply, Is.Null, () => client.Received);
        }
        else
        {
            Assert.That(reply, Does.Match($"^({expected})[ -]"), () => client.Received);
        }
    }

    // The file's own choice, where it is given as codes and not as a sentence.
    private static void AssertAllowed(string expect, string reply)
    {
        if (Codes().IsMatch(expect))
        {
            Assert.That(reply, Does.Match($"^({expect})[ -]"), "the case does not allow this");
        }
    }

    private static IEnumerable<string> Expand(string replies) => replies.Split(' ', StringSplitOptions.RemoveEmptyEntries)
        .SelectMany(word => word.Split('*') is [var code, var count] ? Enumerable.Repeat(code, int.Parse(count, System.Globalization.CultureInfo.InvariantCulture)) : [word]);

    [GeneratedRegex(@"^[2-5][0-9.]{2}(\|[2-5][0-9.]{2})*$", RegexOptions.NonBacktracking)]
    private static partial Regex Codes();
}
