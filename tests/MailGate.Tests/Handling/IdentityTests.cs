using MailGate.Tests.Common;
using MailGate.Tests.Common.Smtp;
using NUnit.Framework;

namespace MailGate.Tests.Handling;

/// <summary>Who the client is: told by those who may, told on where it is wanted, and proved by AUTH.</summary>
internal sealed class IdentityTests
{
    // Two gateways, the first of which tells the second about its client.
    [TestCase("xclient", "xclient")]
    [TestCase("proxy", "proxy_protocol")]
    public async Task A_client_is_known_two_servers_on(string identity, string trust)
    {
        await using FakeDownstream downstream = new();
        await using TestGateway inner = await TestGateway.StartAsync(downstream, $"trusted: {{ {trust}: [ 127.0.0.1 ] }}\n");
        await using TestGateway outer = await TestGateway.StartAsync($$"""
            trusted: { proxy_protocol: [ 127.0.0.1 ] }
            routes: [ { name: inner, default: true, identity: {{identity}}, targets: [ { host: 127.0.0.1, port: {{inner.EndPoint.Port}} } ] } ]

            """);
        await using SmtpTestClient client = await outer.ConnectAsync();
        await client.SendAsync("PROXY TCP4 192.0.2.7 192.0.2.1 4711 25\r\n");
        Assert.That(await client.ReadReplyAsync(), Does.StartWith("220 "));
        await client.SayAsync(("EHLO far.client.example", "250"));
        await client.DeliverAsync();

        string[] received = [.. downstream.Messages.Single().Text.Split("Received: ").Skip(1)];
        Assert.That(received, Has.Length.EqualTo(2));
        Assert.That(received, Is.All.Contains("[192.0.2.7]"), "the inner server's on top");
        Assert.That(received[1], Does.StartWith("from far.client.example "));
    }

    [Test]
    public async Task With_xforward_each_message_has_its_own_client_whoever_opened_the_connection()
    {
        await using FakeDownstream downstream = new();
        downstream.Keywords.Add("XFORWARD NAME ADDR PROTO HELO SOURCE PORT IDENT");
        await using TestGateway gateway = await TestGateway.StartAsync($$"""
            trusted: { xclient: [ 127.0.0.1 ] }
            routes: [ { name: postfix, default: true, identity: xforward, targets: [ { host: 127.0.0.1, port: {{downstream.Listen().Port}} } ] } ]

            """);
        // The gateway asks for keywords by itself; that connection is kept, and nobody's.
        await Talk.UntilAsync(() => downstream.Sessions.Any(session => session.Commands.Any(command => command.StartsWith("EHLO", StringComparison.Ordinal))), "nothing learnt");
        foreach (string address in (string[])["192.0.2.7", "192.0.2.8", "192.0.2.7"])
        {
            await using SmtpTestClient client = await gateway.GreetAsync();
            await client.SayAsync(($"XCLIENT ADDR={address} NAME=[UNAVAILABLE]", "220 "), ($"EHLO of.{address}", "250"));
            await client.DeliverAsync();
        }

        string[] forwarded = [.. downstream.Sessions.SelectMany(session => session.Commands).Where(command => command.StartsWith("XFORWARD", StringComparison.Ordinal))];
        Assert.That(forwarded.Select(command => command.Split(' ').Single(word => word.StartsWith("ADDR=", StringComparison.Ordinal))), Is.EqualTo((string[])["ADDR=192.0.2.7", "ADDR=192.0.2.8", "ADDR=192.0.2.7"]));
        Assert.That(forwarded.Select(command => command.Split(' ').Single(word => word.StartsWith("HELO=", StringComparison.Ordinal))), Is.EqualTo((string[])["HELO=of.192.0.2.7", "HELO=of.192.0.2.8", "HELO=of.192.0.2.7"]));
    }

    [Test]
    public async Task PROXY_01_a_header_from_a_stranger_is_a_bad_command()
    {
        await using FakeDownstream downstream = new();
        await using TestGateway gateway = await TestGateway.StartAsync(downstream, "trusted: { proxy_protocol: [ 192.0.2.1 ] }\n");
        await using SmtpTestClient client = await gateway.ConnectAsync();
        Assert.That(await client.ReadReplyAsync(), Does.StartWith("220 "));
        await client.SayAsync(("PROXY TCP4 192.0.2.7 192.0.2.1 4711 25", "500 "));
    }

    [TestCase("PROXY TCP4 999.1.1.1 192.0.2.1 1 25\r\n", TestName = "PROXY-01, not an address")]
    [TestCase("PROXY TCP4 192.0.2.7 192.0.2.1 4711 25 and a line that goes on and on and on and on and on and on and on and on and on\r\n", TestName = "PROXY-01, too long")]
    [TestCase("EHLO client.example\r\n", TestName = "PROXY-01, none")]
    [TestCase("\r\n\r\n\0\r\nQUIT\n\x21\x11\xff\xff", TestName = "PROXY-01, version 2 of 64 KB")]
    [TestCase("\r\n\r\n\0\r\nQUIT\n\x31\x11\x00\x0c", TestName = "PROXY-01, version 3")]
    public async Task PROXY_01_a_bad_header_from_a_configured_peer_ends_the_connection(string octets)
    {
        await using FakeDownstream downstream = new();
        await using TestGateway gateway = await TestGateway.StartAsync(downstream, "trusted: { proxy_protocol: [ 127.0.0.1 ] }\n");
        await using SmtpTestClient client = await gateway.ConnectAsync();
        await client.SendAsync(octets);

        Assert.That(await client.ReadReplyAsync(), Is.Null);
    }

    private const string Submission = """
        listeners:
          - { address: "127.0.0.1:0", name: submission, tls: starttls, auth: required }
          - { address: "127.0.0.1:0", name: submissions, tls: implicit, auth: required }
        """;

    [Test]
    public async Task Authentication_is_the_server_behinds_and_opens_other_domains()
    {
        await using FakeDownstream downstream = new();
        downstream.Keywords.AddRange(["STARTTLS", "AUTH PLAIN LOGIN SCRAM-SHA-256-PLUS"]);
        downstream.On("AUTH", "535 5.7.8 Wrong", "235 2.7.0 Welcome");
        await using TestGateway gateway = await TestGateway.StartAsync(downstream, Submission);
        await Talk.UntilAsync(() => downstream.Sessions.Any(s => s.Commands.Count(c => c.StartsWith("EHLO", StringComparison.Ordinal)) == 2), "nothing learnt");
        await using SmtpTestClient client = await OfferedAsync(gateway);

        await client.SayAsync(("MAIL FROM:<a@client.example>", "530 5.7.0 "), ("AUTH PLAIN ====", "501 "), ("AUTH PLAIN AGEAYQ==", "535 5.7.8 Wrong"),
            ("AUTH PLAIN AGEAYg==", "235 2.7.0 Welcome"), ("AUTH PLAIN AGEAYg==", "503 "));
        await client.DeliverAsync("somebody@elsewhere.example");

        Assert.That(downstream.Messages.Single().Text, Does.Contain("with ESMTPSA"));
        FakeDownstreamSession used = downstream.Sessions.Single(session => session.Messages.Count > 0);
        Assert.That(used.Commands, Does.Contain("AUTH PLAIN AGEAYg=="));
        Assert.That(used.IsTls, Is.True);
    }

    [Test]
    public async Task AUTH_01_nothing_is_offered_or_taken_in_clear()
    {
        await using FakeDownstream downstream = new();
        downstream.Keywords.AddRange(["STARTTLS", "AUTH PLAIN LOGIN"]);
        await using TestGateway gateway = await TestGateway.StartAsync(downstream, Submission);
        await using SmtpTestClient client = await gateway.GreetAsync();
        Assert.That(client.Received, Does.Not.Contain("AUTH"));
        await client.SayAsync(("AUTH PLAIN AGEAYg==", "538 5.7.11 "), ("AUTH PLAIN ====", "538 5.7.11 "), ("MAIL FROM:<a@client.example>", "530 5.7.0 "));

        Assert.That(downstream.Sessions.SelectMany(s => s.Commands), Has.None.StartsWith("AUTH"));
    }

    // What is offered follows what the server behind was found to offer, a moment after the start.
    private static async Task<SmtpTestClient> OfferedAsync(TestGateway gateway)
    {
        for (int i = 0; ; i++)
        {
            SmtpTestClient client = await SmtpTestClient.ConnectAsync(gateway.TlsEndPoint);
            await client.StartTlsAsync();
            Assert.That(await client.ReadReplyAsync(), Does.StartWith("220 "));
            string ehlo = (await client.CommandAsync("EHLO client.example"))!;
            if (ehlo.Contains("AUTH PLAIN LOGIN\n", StringComparison.Ordinal))
            {
                return client;
            }

            Assert.That(i, Is.LessThan(200), ehlo);
            await client.DisposeAsync();
            await Task.Delay(5);
        }
    }
}
