using System.Net;
using MailGate.EndToEnd.Support;
using MailGate.Tests.Common.Smtp;
using NUnit.Framework;

namespace MailGate.EndToEnd.Relay;

/// <summary>Routes by domain to several Postfix servers, one of which is down, and a Postfix as the client, which must cope with a transaction that is split.</summary>
internal sealed class RoutedRelayTests
{
    private PostfixServer _first = null!;
    private PostfixServer _second = null!;
    private GatewayProcess _gateway = null!;

    [OneTimeSetUp]
    public async Task StartAsync()
    {
        const string TwoDomains = "virtual_mailbox_domains = ex.test, other.test";
        _first = await PostfixServer.StartAsync(_ => TwoDomains);
        _second = await PostfixServer.StartAsync(_ => TwoDomains);
        _gateway = await GatewayProcess.StartAsync($$"""
            listeners: [ { address: "127.0.0.1:0", name: mx } ]
            relay: { from: [ 127.0.0.0/8 ] }
            routes:
              - { domains: [ ex.test ], targets: [ { host: 127.0.0.1, port: {{Tools.FreePort()}}, priority: 1 }, { host: 127.0.0.1, port: {{_first.Port}}, priority: 2 } ] }
              - { domains: [ other.test ], targets: [ { host: 127.0.0.1, port: {{_second.Port}} } ] }

            """);
    }

    [OneTimeTearDown]
    public async Task StopAsync()
    {
        foreach (IAsyncDisposable? server in (IAsyncDisposable?[])[_gateway, _first, _second])
        {
            await (server?.DisposeAsync() ?? default);
        }
    }

    [Test]
    public async Task Each_domain_goes_to_its_own_server_past_one_that_is_down()
    {
        string marker = $"route{Guid.NewGuid():N}";
        await using SmtpTestClient client = await SmtpTestClient.ConnectAsync(_gateway.EndPoints[0]);
        await client.ReadReplyAsync();
        await client.SayAsync(("EHLO client.example", "250-"));
        foreach (string recipient in new[] { "user@ex.test", "user@other.test" })
        {
            await client.SayAsync(("MAIL FROM:<a@client.example>", "250 "), ($"RCPT TO:<{recipient}>", "250 "), ("DATA", "354 "), ($"Subject: {marker}\r\n\r\nbody\r\n.", "250 "));
        }

        Assert.That((await _first.FindAsync(marker)).Single(), Does.Contain("Delivered-To: user@ex.test"));
        Assert.That((await _second.FindAsync(marker)).Single(), Does.Contain("Delivered-To: user@other.test"));
    }

    [Test]
    public async Task A_Postfix_that_is_told_to_send_the_rest_in_another_transaction_does_so()
    {
        string marker = $"split{Guid.NewGuid():N}";
        IPEndPoint gateway = _gateway.EndPoints[0];
        await using PostfixServer sender = await PostfixServer.StartAsync(_ => $"""
            virtual_mailbox_domains =
            default_transport = smtp
            relayhost = [127.0.0.1]:{gateway.Port}
            """);
        await using SmtpTestClient client = await SmtpTestClient.ConnectAsync(new IPEndPoint(IPAddress.Loopback, sender.Port));
        await client.ReadReplyAsync();
        await client.SayAsync(
            ("EHLO client.example", "250-"), ("MAIL FROM:<a@client.example>", "250 "), ("RCPT TO:<one@ex.test>", "250 "), ("RCPT TO:<two@other.test>", "250 "),
            ("RCPT TO:<three@ex.test>", "250 "), ("DATA", "354 "), ($"Subject: {marker}\r\n\r\nbody\r\n.", "250 "));

        IReadOnlyList<string> first = await _first.FindAsync(marker, 2);
        // Its queue manager leaves alone what is just being delivered, and would come back to it in minutes.
        Task<IReadOnlyList<string>> finding = _second.FindAsync(marker);
        while (!finding.IsCompleted)
        {
            await sender.FlushAsync();
            await Task.WhenAny(finding, Task.Delay(500));
        }

        IReadOnlyList<string> second = await finding;
        string log = sender.Log();
        Assert.That(log, Does.Contain("452 4.5.3"), "it was split");
        Assert.That(first.Concat(second).Select(DeliveredTo), Is.EquivalentTo(new[] { "one@ex.test", "three@ex.test", "two@other.test" }), () => "each once\n" + log);
    }

    private static string DeliveredTo(string mail) => mail.Split("Delivered-To: ")[1].Split('\r')[0];
}
