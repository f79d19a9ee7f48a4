using System.Net;
using System.Net.Sockets;
using MailGate.Tests.Common.Smtp;
using NUnit.Framework;

namespace MailGate.Smtp.Tests.Session;

internal sealed class SmtpListenerTests
{
    private static readonly IPNetwork Loopback = IPNetwork.Parse("127.0.0.0/8");
    private static readonly IPNetwork Elsewhere = IPNetwork.Parse("192.0.2.0/24");

    [Test]
    public async Task A_listed_peer_speaks_for_the_client_that_its_proxy_header_names()
    {
        var handler = new RecordingHandler();
        await using var server = new SmtpTestServer(handler, s => s with { ProxyProtocolPeers = [Loopback], IsProxyProtocolRequired = true });
        await using SmtpTestClient client = await SmtpTestClient.ConnectAsync(server.EndPoint);
        await client.SendAsync("PROXY TCP4 203.0.113.5 127.0.0.1 40000 25\r\n");

        Assert.That(await client.ReadReplyAsync(), Does.StartWith("220"));
    }

    [Test]
    public async Task A_listed_peer_without_a_header_gets_no_greeting()
    {
        await using var server = new SmtpTestServer(new RecordingHandler(), s => s with { ProxyProtocolPeers = [Loopback] });
        await using SmtpTestClient client = await SmtpTestClient.ConnectAsync(server.EndPoint);
        await client.SendAsync("EHLO client.example\r\n");

        Assert.That(await ReceivedAtEndAsync(client), Is.Empty);
    }

    [Test]
    public async Task Where_the_header_is_required_others_cannot_connect()
    {
        await using var server = new SmtpTestServer(new RecordingHandler(), s => s with { ProxyProtocolPeers = [Elsewhere], IsProxyProtocolRequired = true });

        Assert.That(await ReceivedByStrangerAsync(server.EndPoint), Is.Empty);
    }

    [Test]
    public async Task Where_it_is_not_required_others_speak_smtp_at_once_and_a_header_of_theirs_is_a_bad_command()
    {
        await using var server = new SmtpTestServer(new RecordingHandler(), s => s with { ProxyProtocolPeers = [Elsewhere] });
        await using SmtpTestClient client = await SmtpTestClient.ConnectAsync(server.EndPoint);

        Assert.That(await client.ReadReplyAsync(), Does.StartWith("220"));
        Assert.That(await client.CommandAsync("PROXY TCP4 203.0.113.5 127.0.0.1 40000 25"), Does.StartWith("500"));
    }

    // The reset may come before the client has seen that it is connected.
    private static async Task<string> ReceivedByStrangerAsync(IPEndPoint server)
    {
        try
        {
            await using SmtpTestClient client = await SmtpTestClient.ConnectAsync(server);
            return await ReceivedAtEndAsync(client);
        }
        catch (SocketException e) when (e.SocketErrorCode == SocketError.ConnectionReset)
        {
            return "";
        }
    }

    // A connection that is cut may be reset rather than closed.
    private static async Task<string> ReceivedAtEndAsync(SmtpTestClient client)
    {
        try
        {
            await client.ReadToEndAsync();
        }
        catch (IOException)
        {
        }

        return client.Received;
    }
}
