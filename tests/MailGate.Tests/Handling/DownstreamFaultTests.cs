using MailGate.Tests.Common;
using MailGate.Tests.Common.Smtp;
using NUnit.Framework;

namespace MailGate.Tests.Handling;

/// <summary>
/// Everything that a server behind can do wrong, in each phase. The client always gets a reply of the right class in bounded time, its session goes on,
/// and other mail is served meanwhile.
/// </summary>
internal sealed class DownstreamFaultTests
{
    private static readonly string[] Phases = [FakeDownstream.Greeting, "EHLO", "MAIL", "RCPT", "DATA", FakeDownstream.Dot];

    private static readonly (string Name, FakeAnswer Answer)[] Faults =
    [
        ("4xx", FakeAnswer.Reply("450 4.2.0 Busy")),
        ("5xx", FakeAnswer.Reply("550 5.7.1 No")),
        ("421", FakeAnswer.ReplyAndClose("421 4.3.2 Going away")),
        ("stall", FakeAnswer.Stall),
        ("close", FakeAnswer.Close),
        ("garbage", FakeAnswer.RawAndClose("\x01\x02\xff nonsense\r\n\r\n")),
        ("half a reply and close", FakeAnswer.RawAndClose("25")),
        ("half a reply and stall", FakeAnswer.RawAndStall("250-first\r\n250")),
        ("over-long line", FakeAnswer.RawAndClose("250 " + new string('x', 1_000_000) + "\r\n")),
        ("endless reply", FakeAnswer.RawAndClose(string.Concat(Enumerable.Repeat("250-more\r\n", 100_000)))),
        ("codes that differ", FakeAnswer.Raw("250-yes\r\n550 no\r\n")),
        ("3xx", FakeAnswer.Reply("399 What?")),
    ];

    private const string Routes = """
        routes:
          - { name: sick, domains: [ local.example ], targets: [ { host: 127.0.0.1, port: {sick} } ] }
          - { name: well, domains: [ well.example ], targets: [ { host: 127.0.0.1, port: {well} } ] }
        relay: { from: [ 127.0.0.0/8 ] }
        limits: { idle: 1d, session_time: 7d }
        """;

    private static IEnumerable<TestCaseData> Cases =>
        from phase in Phases from fault in Faults select new TestCaseData(phase, fault.Answer).SetName($"{{m}}({(phase == "." ? "dot" : phase)}, {fault.Name})");

    [TestCaseSource(nameof(Cases))]
    public async Task The_client_gets_a_right_reply_and_others_are_served(string phase, FakeAnswer fault)
    {
        await using FakeDownstream sick = new();
        await using FakeDownstream well = new();
        sick.On(phase, fault);
        ManualTimeProvider time = new();
        await using TestGateway gateway = await StartAsync(sick, well, time);
        await using SmtpTestClient client = await gateway.GreetAsync();
        await using SmtpTestClient other = await gateway.GreetAsync();

        Task<string> last = TryToDeliverAsync(client);
        await other.DeliverAsync("user@well.example");
        string reply = await TurnAsync(time, sick, last);

        bool isRefusal = fault.Octets.AsSpan().StartsWith("550 "u8);
        // A refusal of us is no refusal of the mail; and RFC 5321 §3.2: a server that does not know EHLO may know HELO.
        bool isPermanent = isRefusal && phase is ("MAIL" or "RCPT" or "DATA" or FakeDownstream.Dot);
        bool isHelo = isRefusal && phase == "EHLO";
        Assert.That(reply, Does.Match(isHelo ? "^250 " : isPermanent ? @"^55\d 5\.\d+\.\d+ .*\[\w+(\.\d+)?\]$" : @"^45\d 4\.\d+\.\d+ .*\[\w+(\.\d+)?\]$"));
        // What a garbled reply to the dot was meant to say nobody knows: that is why the client is to try again.
        int accepted = sick.Messages.Count(message => message.IsAccepted);
        Assert.That(accepted, Is.EqualTo(isHelo ? 1 : 0).Or.EqualTo(phase == FakeDownstream.Dot ? 1 : 0));
        Assert.That(well.Messages, Has.Count.EqualTo(1));

        sick.Heal();
        time.Advance(TimeSpan.FromMinutes(2));
        await client.SayAsync(("RSET", "250 "));
        await client.DeliverAsync();
        Assert.That(sick.Messages.Count(message => message.IsAccepted), Is.EqualTo(accepted + 1));
        MailGate.Observability.Metrics.GatewayMetrics metrics = gateway.Host.Metrics;
        await Talk.UntilAsync(() => metrics.Accepted.With().Value == metrics.DownstreamAccepted.With().Value, "a 250 was said that no server had said");
        Assert.That(metrics.Accepted.With().Value, Is.EqualTo(isHelo ? 3 : 2));
    }

    [Test]
    public async Task A_server_that_refuses_connections_makes_it_4xx_and_is_asked_again()
    {
        await using FakeDownstream sick = new();
        System.Net.IPEndPoint nobody = sick.Listen();
        await sick.DisposeAsync();
        await using TestGateway gateway = await TestGateway.StartAsync($"downstream: \"{nobody}\"\n");
        await using SmtpTestClient client = await gateway.GreetAsync();

        await client.SayAsync(("MAIL FROM:<a@client.example>", "250 "), ("RCPT TO:<user@local.example>", "451 4.4.1 "), ("RCPT TO:<b@local.example>", "451 4.4.1 "),
            ("DATA", "554 "), ("RSET", "250 "), ("NOOP", "250 "));
    }

    [TestCase(100, TestName = "{m}(a small one)")]
    [TestCase(20_000_000, TestName = "{m}(a large one)")]
    public async Task A_server_that_stops_reading_a_message_makes_it_4xx(int octets)
    {
        await using FakeDownstream sick = new();
        await using FakeDownstream well = new();
        sick.On("DATA", FakeAnswer.RawAndStall("354 Go on\r\n"));
        ManualTimeProvider time = new();
        await using TestGateway gateway = await StartAsync(sick, well, time);
        await using SmtpTestClient client = await gateway.GreetAsync();

        Task<string> last = TryToDeliverAsync(client, Large(octets));
        Assert.That(await TurnAsync(time, sick, last), Does.StartWith("451 4.4.2 "));
        Assert.That(sick.Messages, Is.Empty);
    }

    [Test]
    public async Task A_server_that_closes_within_a_message_makes_it_4xx()
    {
        await using FakeDownstream sick = new();
        await using FakeDownstream well = new();
        sick.On("DATA", FakeAnswer.RawAndClose("354 Go on\r\n"));
        await using TestGateway gateway = await StartAsync(sick, well, new ManualTimeProvider());
        await using SmtpTestClient client = await gateway.GreetAsync();

        Assert.That(await TryToDeliverAsync(client, Large(20_000_000)), Does.StartWith("451 4.4.2 "));
    }

    // The client's own time to say something does not run while it waits for us.
    [Test]
    public async Task A_slow_server_is_waited_for_longer_than_an_idle_client()
    {
        await using FakeDownstream sick = new();
        sick.On("RCPT", FakeAnswer.Late("250 2.1.5 At last"));
        ManualTimeProvider time = new();
        await using TestGateway gateway = await TestGateway.StartAsync(sick, "limits: { idle: 10s }\n", time);
        await using SmtpTestClient client = await gateway.GreetAsync();
        await client.SayAsync(("MAIL FROM:<a@client.example>", "250 "));
        Task<string?> reply = client.CommandAsync("RCPT TO:<user@local.example>");
        await Talk.UntilAsync(() => sick.Sessions.Any(s => s.Commands.Any(c => c.StartsWith("RCPT", StringComparison.Ordinal))), "RCPT did not come");
        time.Advance(TimeSpan.FromMinutes(1));
        time.Advance(TimeSpan.FromMinutes(1));
        sick.Release();

        Assert.That(await reply, Is.EqualTo("250 2.1.5 At last"));
        await client.SayAsync(("DATA", "354 "), (Talk.Message, "250 "));
    }

    [Test]
    public async Task STATE_10_a_lost_reply_to_the_dot_is_a_temporary_failure_and_counted()
    {
        await using FakeDownstream downstream = new();
        downstream.On(FakeDownstream.Dot, FakeAnswer.Close);
        await using TestGateway gateway = await TestGateway.StartAsync(downstream);
        await using SmtpTestClient client = await gateway.GreetAsync();

        Assert.That(await TryToDeliverAsync(client), Does.StartWith("451 4.4.2 "));
        Assert.That(gateway.Host.Metrics.DuplicateRisk.With("downstream").Value, Is.EqualTo(1));
    }

    [Test]
    public async Task STATE_11_each_recipient_has_its_own_answer()
    {
        await using FakeDownstream downstream = new();
        downstream.On("RCPT", "250 2.1.5 Ok", "550 5.1.1 No such user", "450 4.2.1 Later", "251 2.1.5 Moved", "551 5.1.6 Elsewhere", "421 4.3.2 Bye");
        await using TestGateway gateway = await TestGateway.StartAsync(downstream);
        await using SmtpTestClient client = await gateway.GreetAsync();
        await client.SayAsync(
            ("MAIL FROM:<a@client.example>", "250 "), ("RCPT TO:<a@local.example>", "250 "), ("RCPT TO:<b@local.example>", "550 5.1.1 No such user"),
            ("RCPT TO:<c@local.example>", "450 4.2.1 Later"), ("RCPT TO:<d@local.example>", "250 "), ("RCPT TO:<e@local.example>", "550 5.1.1 "), ("DATA", "354 "), (Talk.Message, "250 "));

        FakeMessage message = downstream.Messages.Single();
        Assert.That(message.Recipients.Select(r => r.Split(' ', 3)[1]), Is.EqualTo(new[] { "TO:<a@local.example>", "TO:<d@local.example>" }));
    }

    private static Task<TestGateway> StartAsync(FakeDownstream sick, FakeDownstream well, ManualTimeProvider time, string more = "") => TestGateway.StartAsync(
        Routes.Replace("{sick}", $"{sick.Listen().Port}", StringComparison.Ordinal).Replace("{well}", $"{well.Listen().Port}", StringComparison.Ordinal) + "\n" + more, time);

    private static string Large(int octets) => "Subject: large\r\n\r\n" + string.Concat(Enumerable.Repeat(new string('x', 98) + "\r\n", octets / 100)) + ".";

    // The clock stands still until the server has been reached and stalls: up to there no time-out is meant to come.
    private static async Task<string> TurnAsync(ManualTimeProvider time, FakeDownstream sick, Task<string> reply)
    {
        await Task.WhenAny(reply, sick.Stalled).WaitAsync(TimeSpan.FromMinutes(1));
        await time.TurnUntilAsync(reply);
        return await reply;
    }

    // The first reply that is not the usual one, or the one to the message.
    private static async Task<string> TryToDeliverAsync(SmtpTestClient client, string message = Talk.Message)
    {
        foreach ((string line, string usual) in new[] { ("MAIL FROM:<sender@client.example>", "250 "), ("RCPT TO:<user@local.example>", "250 "), ("DATA", "354 "), (message, "250 ") })
        {
            string reply = await client.CommandAsync(line) ?? "closed";
            if (!reply.StartsWith(usual, StringComparison.Ordinal) || line == message)
            {
                return reply;
            }
        }

        return "";
    }
}
