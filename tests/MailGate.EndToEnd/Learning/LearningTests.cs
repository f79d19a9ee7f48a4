using System.Diagnostics;
using System.Globalization;
using System.Text;
using MailGate.EndToEnd.Authentication;
using MailGate.EndToEnd.Support;
using MailGate.Tests.Common;
using MailGate.Tests.Common.Smtp;
using NUnit.Framework;

namespace MailGate.EndToEnd.Learning;

/// <summary>What <c>mailgate learn</c> teaches counts in a running gateway from the next second on, and no more once it is taken back.</summary>
internal sealed class LearningTests
{
    private const string Message = """
        From: Print Shop <orders@print-shop.test>
        To: u@ex.test
        Subject: Your business cards
        Date: Mon, 1 Jun 2026 10:00:00 +0000
        Message-ID: <1@print-shop.test>

        Hello, the business cards for your new office are printed and wait at our counter. We are open on weekdays
        until six. The second box will follow next week.

        """;

    // What is promised is a second; on a busy machine timers are late.
    private static readonly TimeSpan Promise = TimeSpan.FromSeconds(3);
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("mailgate-learning-");
    private FakeDownstream _downstream = null!;
    private GatewayProcess _gateway = null!;

    [SetUp]
    public async Task StartAsync()
    {
        _downstream = new FakeDownstream();
        string rules = _folder.CreateSubdirectory("rules").FullName;
        await File.WriteAllTextAsync(Path.Combine(rules, "10.yaml"), "rules:\n  - { name: SAY, when: true, add_header: { X-Points: \"{spam.points}\" } }\n");
        _gateway = await GatewayProcess.StartAsync($$"""
            downstream: "127.0.0.1:{{_downstream.Listen().Port}}"
            rules: { path: {{rules}} }
            listeners: [ { address: "127.0.0.1:0" } ]

            """);
    }

    [TearDown]
    public async Task StopAsync()
    {
        await _gateway.DisposeAsync();
        await _downstream.DisposeAsync();
        _folder.Delete(recursive: true);
    }

    [Test]
    public async Task What_is_learned_counts_within_a_second_and_unlearning_restores_the_score()
    {
        await using SmtpTestClient client = await SmtpTestClient.ConnectAsync(_gateway.EndPoints[0]);
        Assert.That(await client.ReadReplyAsync(), Does.StartWith("220 "));
        Assert.That(await client.CommandAsync("EHLO client.test"), Does.StartWith("250"));
        double before = await PointsAsync(client);
        Assert.That(before, Is.LessThan(6));

        // As it lies in the mailbox, with what the gateway added.
        string file = Path.Combine(_folder.FullName, "m.eml");
        await File.WriteAllTextAsync(file, _downstream.Messages[^1].Text);
        await LearnAsync(file);
        await UntilAsync(client, points => points >= 6);
        await LearnAsync(file, "--undo");
        await UntilAsync(client, points => points == before);
    }

    // Messages one after the other: one that begins after the promised time must be judged anew.
    private async Task UntilAsync(SmtpTestClient client, Func<double, bool> isSo)
    {
        Stopwatch since = Stopwatch.StartNew();
        while (true)
        {
            bool late = since.Elapsed > Promise;
            double points = await PointsAsync(client).WaitAsync(Patience);
            if (isSo(points))
            {
                Figures.Report(string.Create(CultureInfo.InvariantCulture, $"Learning counted after {since.ElapsedMilliseconds} ms at most"));
                return;
            }

            Assert.That(late, Is.False, $"{since.Elapsed.TotalSeconds:F1} s after learning the score is still {points}");
        }
    }

    private async Task<double> PointsAsync(SmtpTestClient client)
    {
        foreach (string line in (string[])["MAIL FROM:<a@client.test>", "RCPT TO:<u@ex.test>", "DATA"])
        {
            Assert.That(await client.CommandAsync(line), Does.StartWith("250 ").Or.StartsWith("354 "), line);
        }

        Assert.That(await client.CommandAsync(Message.ReplaceLineEndings("\r\n") + "."), Does.StartWith("250 "));
        string field = _downstream.Messages[^1].Text.Split("\r\n").Single(line => line.StartsWith("X-Points: ", StringComparison.Ordinal));
        return double.Parse(field["X-Points: ".Length..], CultureInfo.InvariantCulture);
    }

    private async Task LearnAsync(string file, params string[] options)
    {
        (int code, byte[] output, string errors) = await MailgateProgram.RunAsync([], ["learn", "spam", file, .. options, "-c", _gateway.ConfigurationFile]);
        Assert.That(code, Is.Zero, Encoding.UTF8.GetString(output) + errors);
    }
}
