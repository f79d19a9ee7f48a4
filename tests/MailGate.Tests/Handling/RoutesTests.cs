using MailGate.Tests.Common;
using MailGate.Tests.Common.Smtp;
using NUnit.Framework;

namespace MailGate.Tests.Handling;

/// <summary>Which recipient goes where, through the whole gateway.</summary>
internal sealed class RoutesTests
{
    [Test]
    public async Task Recipients_of_two_routes_take_two_transactions()
    {
        await using FakeDownstream first = new();
        await using FakeDownstream second = new();
        await using TestGateway gateway = await TestGateway.StartAsync($$"""
            routes:
              - { name: first, domains: [ local.example ], targets: [ { host: 127.0.0.1, port: {{first.Listen().Port}} } ] }
              - { name: second, domains: [ "*.local.example" ], targets: [ { host: 127.0.0.1, port: {{second.Listen().Port}} } ] }
            relay: { from: [ 127.0.0.0/8 ] }

            """);
        await using SmtpTestClient client = await gateway.GreetAsync();
        await client.SayAsync(
            ("MAIL FROM:<a@client.example>", "250 "), ("RCPT TO:<a@local.example>", "250 "), ("RCPT TO:<b@sub.local.example>", "452 4.5.3 "), ("RCPT TO:<c@local.example>", "250 "),
            ("RCPT TO:<d@nowhere.example>", "550 5.1.2 "), ("DATA", "354 "), (Talk.Message, "250 "),
            ("MAIL FROM:<a@client.example>", "250 "), ("RCPT TO:<b@sub.local.example>", "250 "), ("DATA", "354 "), (Talk.Message, "250 "));

        Assert.That(first.Messages.Single().Recipients, Has.Count.EqualTo(2));
        Assert.That(second.Messages.Single().Recipients.Single(), Does.StartWith("RCPT TO:<b@sub.local.example>"));
    }

    [Test]
    public async Task The_next_target_serves_when_one_is_down()
    {
        await using FakeDownstream down = new();
        await using FakeDownstream up = new();
        int port = down.Listen().Port;
        await down.DisposeAsync();
        await using TestGateway gateway = await TestGateway.StartAsync($$"""
            routes: [ { name: two, default: true, targets: [ { host: 127.0.0.1, port: {{port}}, priority: 1 }, { host: 127.0.0.1, port: {{up.Listen().Port}}, priority: 2 } ] } ]

            """);
        await using SmtpTestClient client = await gateway.GreetAsync();
        await client.DeliverAsync();
        await client.DeliverAsync();

        Assert.That(up.Messages, Has.Count.EqualTo(2));
    }

    // RFC 2033 §4.2: a reply for each recipient; the client of SMTP can be given one.
    [TestCase("250 Ok", "250 Ok", "250 ", TestName = "{m}(all)")]
    [TestCase("250 Ok", "552 5.2.2 Full", "550 5.2.0 Delivered to some recipients, refused for: b@local.example", TestName = "{m}(one refused)")]
    [TestCase("450 4.2.2 Full now", "250 Ok", "451 4.3.0 ", TestName = "{m}(one deferred)")]
    [TestCase("552 5.2.2 Full", "552 5.2.2 Full", "552 5.2.2 ", TestName = "{m}(none)")]
    public async Task Mixed_outcomes_of_lmtp_become_one_reply(string one, string two, string expected)
    {
        await using FakeDownstream downstream = new() { IsLmtp = true };
        downstream.On(FakeDownstream.Dot, one, two);
        await using TestGateway gateway = await TestGateway.StartAsync(
            $"routes: [ {{ name: boxes, default: true, targets: [ {{ host: 127.0.0.1, port: {downstream.Listen().Port}, protocol: lmtp }} ] }} ]\n");
        await using SmtpTestClient client = await gateway.GreetAsync();
        await client.SayAsync(
            ("MAIL FROM:<a@client.example>", "250 "), ("RCPT TO:<a@local.example>", "250 "), ("RCPT TO:<b@local.example>", "250 "), ("DATA", "354 "), (Talk.Message, expected));

        Assert.That(downstream.Sessions[^1].Commands[0], Does.StartWith("LHLO "));
    }

    [TestCase("user%elsewhere.example@local.example", "550 5.7.1 ")]
    [TestCase("elsewhere.example!user@local.example", "550 5.7.1 ")]
    [TestCase("\"user@elsewhere.example\"@local.example", "550 5.7.1 ")]
    [TestCase("\"user%elsewhere.example\"@local.example", "550 5.7.1 ")]
    [TestCase("@local.example:user@elsewhere.example", "550 5.7.1 ")]
    [TestCase("@local.example,@elsewhere.example:user@elsewhere.example", "550 5.7.1 ")]
    [TestCase("user@elsewhere.example", "550 5.7.1 ")]
    [TestCase("user@local.example.elsewhere.example", "550 5.7.1 ")]
    [TestCase("user@notlocal.example", "550 5.7.1 ")]
    [TestCase("user@[127.0.0.1]", "550 5.7.1 ")]
    [TestCase("user@elsewhere.example@local.example", "501 5.1.3 ")]
    [TestCase("user@local.example@elsewhere.example", "501 5.1.3 ")]
    [TestCase("user@elsewhere.example\\@local.example", "501 5.1.3 ")]
    [TestCase("user", "501 5.1.3 ")]
    [TestCase("user@LOCAL.example", "250 ")]
    [TestCase("@elsewhere.example:user@local.example", "250 ")]
    [TestCase("postmaster", "250 ")]
    public async Task A_stranger_sends_to_our_domains_only(string recipient, string expected)
    {
        await using FakeDownstream downstream = new();
        await using TestGateway gateway = await TestGateway.StartAsync(downstream);
        await using SmtpTestClient client = await gateway.GreetAsync();
        await client.SayAsync(("MAIL FROM:<a@client.example>", "250 "), ($"RCPT TO:<{recipient}>", expected), ("DATA", expected.StartsWith('2') ? "354 " : "554 "));

        Assert.That(downstream.Sessions.SelectMany(s => s.Commands), Has.None.Contains("elsewhere"), "what is refused, or dropped, does not go on");
    }

    [TestCase("\"quoted local\"@b.example")]
    [TestCase("\"a\\\"b\\\\c\"@b.example")]
    [TestCase("a@[192.0.2.1]")]
    [TestCase("a@[IPv6:2001:db8::1]")]
    [TestCase("b_c+d=e@b.example")]
    public async Task A_reverse_path_goes_on_octet_for_octet(string path)
    {
        await using FakeDownstream downstream = new();
        await using TestGateway gateway = await TestGateway.StartAsync(downstream);
        await using SmtpTestClient client = await gateway.GreetAsync();
        await client.SayAsync(($"MAIL FROM:<{path}>", "250 "), ("RCPT TO:<u@local.example>", "250 "));

        Assert.That(downstream.Sessions.SelectMany(s => s.Commands).Single(c => c.StartsWith("MAIL", StringComparison.Ordinal)), Does.StartWith($"MAIL FROM:<{path}>"));
    }

    [Test]
    public async Task Dots_arrive_as_they_were_meant()
    {
        await using FakeDownstream downstream = new();
        await using TestGateway gateway = await TestGateway.StartAsync(downstream);
        await using SmtpTestClient client = await gateway.GreetAsync();
        await client.SayAsync(("MAIL FROM:<a@b.example>", "250 "), ("RCPT TO:<u@local.example>", "250 "), ("DATA", "354 "), ("S: x\r\n\r\n..\r\n...\r\n.a\r\n..b\r\n.", "250 "));
        await client.SendAsync("MAIL FROM:<a@b.example>\r\nRCPT TO:<u@local.example>\r\nBDAT 24 LAST\r\nS: x\r\n\r\na\r\n.\r\n.b\r\n..\r\n\r\n");
        for (int i = 0; i < 3; i++)
        {
            Assert.That(await client.ReadReplyAsync(), Does.StartWith("250 "));
        }

        Assert.That(downstream.Messages[0].Text, Does.EndWith("S: x\r\n\r\n.\r\n..\r\na\r\n.b\r\n"));
        Assert.That(downstream.Messages[1].Text, Does.EndWith("S: x\r\n\r\na\r\n.\r\n.b\r\n..\r\n\r\n"));
    }
}
