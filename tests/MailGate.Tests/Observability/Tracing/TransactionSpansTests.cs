using MailGate.Tests.Common;
using MailGate.Tests.Common.Smtp;
using MailGate.Tests.Handling;
using NUnit.Framework;

namespace MailGate.Tests.Observability.Tracing;

/// <summary>Mail through the gateway, and the trace of it at a collector.</summary>
internal sealed class TransactionSpansTests
{
    private const string Rules = "rules:\n  - { name: SUBJECT, when: 'message.subject == \"refuse\"', action: reject }\nthresholds: { reject: 1000 }\n";

    [Test]
    public async Task Transaction_is_a_span_and_its_stages_checks_and_phases_of_the_server_behind_are_below_it()
    {
        await using OtlpReceiver receiver = await OtlpReceiver.StartAsync();
        IReadOnlyList<OtlpSpan> spans = await DeliverAsync(receiver, "");

        OtlpSpan root = spans.Single(span => span.ParentId.Length == 0);
        Assert.That(root.Name, Is.EqualTo("transaction"));
        Assert.That(root.Attributes["mailgate.verdict"], Is.EqualTo("accept"));
        Assert.That(root.Attributes["mailgate.reply_code"], Is.EqualTo("250"));
        Assert.That(root.Attributes["mailgate.listener"], Is.EqualTo("mx"));
        Assert.That(root.Attributes["mailgate.transaction"], Does.Match(@"^[0-9A-Z]{12}\.1$"));

        string[] below = [.. spans.Where(span => span.ParentId == root.SpanId).Select(span => span.Name)];
        Assert.That(below, Is.SupersetOf(new[] { "stage connect", "stage helo", "stage mail", "stage rcpt", "stage message", "downstream mail", "downstream rcpt", "downstream data", "downstream final_dot" }));
        OtlpSpan stage = spans.Single(span => span.Name == "stage message");
        Assert.That(spans.Single(span => span.Name == "check headers").ParentId, Is.EqualTo(stage.SpanId));

        Assert.That(spans.Select(span => span.TraceId).Distinct(), Has.Exactly(1).Items);
        OtlpSpan[] earlier = [spans.Single(span => span.Name == "stage connect"), spans.Single(span => span.Name == "stage helo")];
        // A clock read twice, by us and by the runtime: a little may lie between.
        const ulong Slack = 20_000_000;
        Assert.That(spans.Where(span => (span.Start + Slack < root.Start && !earlier.Contains(span)) || span.End > root.End + Slack || span.End < span.Start), Is.Empty);
        Assert.That(earlier.Select(span => span.End).Append(root.Start + Slack), Is.Ordered, "each when it was: before the transaction");
    }

    [Test]
    public async Task Each_transaction_of_a_session_is_a_trace_of_its_own()
    {
        await using OtlpReceiver receiver = await OtlpReceiver.StartAsync();
        IReadOnlyList<OtlpSpan> spans = await DeliverAsync(receiver, "", transactions: 3);
        Assert.That(spans.Where(span => span.Name == "transaction").Select(span => span.TraceId).Distinct().Count(), Is.EqualTo(3));
        Assert.That(spans.Where(span => span.Name == "transaction").Select(span => span.ParentId), Is.All.Empty);
        Assert.That(spans.GroupBy(span => span.TraceId).Select(trace => trace.Count(span => span.Name == "downstream final_dot")), Is.All.EqualTo(1));
        Assert.That(spans.Count(span => span.Name == "stage connect"), Is.EqualTo(1), "what happened once is told once, in the first transaction after it");
    }

    [Test]
    public async Task Refusal_by_a_rule_is_told_in_the_trace()
    {
        await using OtlpReceiver receiver = await OtlpReceiver.StartAsync();
        await using FakeDownstream downstream = new();
        await using (TestGateway gateway = await TestGateway.StartAsync(downstream, Settings(receiver), rules: Rules))
        {
            await using SmtpTestClient client = await gateway.GreetAsync();
            await client.SayAsync(("MAIL FROM:<a@client.example>", "250 "), ("RCPT TO:<user@local.example>", "250 "), ("DATA", "354 "), ("Subject: refuse\r\n\r\nx\r\n.", "550 "));
        }

        OtlpSpan root = receiver.Spans.Single(span => span.Name == "transaction");
        Assert.That(root.Attributes["mailgate.verdict"], Is.EqualTo("reject"));
        OtlpSpan stage = receiver.Spans.Single(span => span.Name == "stage message");
        Assert.That((stage.Attributes["mailgate.action"], stage.Attributes["mailgate.reason"]), Is.EqualTo(("reject", "SUBJECT")));
    }

    [Test]
    public async Task Nothing_is_traced_without_an_endpoint_and_a_reload_begins_it()
    {
        await using OtlpReceiver receiver = await OtlpReceiver.StartAsync();
        await using FakeDownstream downstream = new();
        string plain = $"downstream: \"{downstream.Listen()}\"\n";
        await using (TestGateway gateway = await TestGateway.StartAsync(plain, rules: Rules))
        {
            await using SmtpTestClient client = await gateway.GreetAsync();
            await client.DeliverAsync();
            Assert.That(await gateway.ReloadAsync(plain + Settings(receiver)), Is.True);
            await client.DeliverAsync();
            await client.DeliverAsync();
        }

        Assert.That(receiver.Spans.Count(span => span.Name == "transaction"), Is.EqualTo(2));
    }

    private static string Settings(OtlpReceiver receiver) => $"tracing: {{ endpoint: \"{receiver.Endpoint}\" }}\n";

    private static async Task<IReadOnlyList<OtlpSpan>> DeliverAsync(OtlpReceiver receiver, string settings, int transactions = 1)
    {
        await using FakeDownstream downstream = new();
        await using (TestGateway gateway = await TestGateway.StartAsync(downstream, settings + Settings(receiver), rules: Rules))
        {
            await using SmtpTestClient client = await gateway.GreetAsync();
            for (int i = 0; i < transactions; i++)
            {
                await client.DeliverAsync();
            }

            await client.CommandAsync("QUIT");
        }

        return receiver.Spans;
    }
}
