using System.Globalization;
using MailGate.Tests.Common;
using MailGate.Tests.Common.Smtp;
using MailGate.Tests.Handling;
using NUnit.Framework;

namespace MailGate.Tests.Observability.Metrics;

/// <summary>No peer can make series: whatever it says, the labels are the same ones.</summary>
internal sealed class BoundedSeriesTests
{
    // What a session of each kind can end in: more than this in all would be labels that grow with traffic.
    private const int MostSeries = 1200;

    [Test]
    public async Task Peers_make_no_series_by_what_they_say()
    {
        await using FakeDownstream downstream = new();
        await using TestGateway gateway = await TestGateway.StartAsync(
            downstream, "limits: { errors: 1000 }\n", rules: "rules:\n  - { name: SUBJECT, when: 'message.subject == \"refuse\"', action: reject }\nthresholds: { reject: 1000 }\n");
        // Twice: the second session finds a connection to the server behind that the first one left.
        await RunAsync(gateway, downstream, round: 0);
        await RunAsync(gateway, downstream, round: 1);
        string[] before = [.. Series(gateway)];
        for (int round = 2; round <= 6; round++)
        {
            await RunAsync(gateway, downstream, round);
        }

        Assert.That(Series(gateway).Except(before), Is.Empty);
        Assert.That(before, Has.Length.LessThan(MostSeries));
    }

    private static IEnumerable<string> Series(TestGateway gateway) => gateway.Host.Metrics.Registry.Families
        .Where(family => family.Name.StartsWith("mailgate_", StringComparison.Ordinal))
        .SelectMany(family => family.Samples().Select(sample => string.Create(CultureInfo.InvariantCulture, $"{family.Name}{sample.Suffix} {string.Join(',', sample.LabelValues)} {sample.UpperBound}")));

    // Names, verbs, domains and subjects that nobody has used before, and the same reactions of the server behind.
    private static async Task RunAsync(TestGateway gateway, FakeDownstream downstream, int round)
    {
        string unique = string.Create(CultureInfo.InvariantCulture, $"r{round}");
        downstream.On("RCPT", $"550 5.1.1 {unique} unknown", $"452 4.2.2 {unique} full", "250 2.1.5 Ok");
        await using SmtpTestClient client = await gateway.ConnectAsync();
        await client.ReadReplyAsync();
        string[] lines = [
            $"EHLO {unique}.example", $"{unique}VERB x", $"HELO {unique}", $"MAIL FROM:<{unique}@{unique}.example> {unique}=1", $"MAIL FROM:<{unique}@{unique}.example>", $"RCPT TO:<{unique}@elsewhere.example>",
            $"RCPT TO:<a{unique}@local.example>", $"RCPT TO:<b{unique}@local.example>", $"RCPT TO:<c{unique}@local.example>", "DATA", $"Subject: {unique}\r\nX-{unique}: x\r\n\r\nx\r\n.",
            $"VRFY {unique}", $"EXPN {unique}", $"NOOP {unique}", $"AUTH {unique}", $"\u00ff{unique}\u0001", $"MAIL FROM:<{unique}@{unique}.example>", $"RCPT TO:<d{unique}@local.example>", "DATA",
            "Subject: refuse\r\n\r\nx\r\n.", "QUIT",
        ];
        foreach (string line in lines)
        {
            await client.CommandAsync(line);
        }
    }
}
