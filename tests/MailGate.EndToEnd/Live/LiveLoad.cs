using System.Globalization;
using System.Net;
using System.Net.Sockets;
using MailGate.Tests.Common.Smtp;

namespace MailGate.EndToEnd.Live;

/// <summary>Mail of every fate, over and over: accepted, refused by a rule and by the relay policy, seen by a shadow rule, discarded, from domains whose DNS passes, fails and is broken.</summary>
internal sealed class LiveLoad(IPEndPoint gateway)
{
    private int _round;

    /// <summary>Goes on until it is told to end.</summary>
    public async Task RunAsync(CancellationToken end)
    {
        while (!end.IsCancellationRequested)
        {
            try
            {
                await RunOnceAsync(_round++);
            }
            catch (Exception e) when (e is SocketException or TimeoutException)
            {
                // A slow machine: the next round tries again.
            }
        }
    }

    private async Task RunOnceAsync(int round)
    {
        await using SmtpTestClient client = await SmtpTestClient.ConnectAsync(gateway);
        await client.ReadReplyAsync();
        await client.CommandAsync("EHLO client.example");
        if (round % 2 == 0)
        {
            await client.CommandAsync("STARTTLS");
            await client.StartTlsAsync();
            await client.CommandAsync("EHLO client.example");
        }

        await SendAsync(client, round, "pass.example", "clean");
        await SendAsync(client, round, "fail.example", "shadow");
        await SendAsync(client, round, "pass.example", "reject");
        await SendAsync(client, round, "pass.example", "discard");
        await SendAsync(client, round, "broken.example", "clean");
        // A name that no cache knows, and one that is not ours to serve.
        await SendAsync(client, round, string.Create(CultureInfo.InvariantCulture, $"n{round}.pass.example"), "clean");
        await client.CommandAsync("MAIL FROM:<a@pass.example>");
        await client.CommandAsync("RCPT TO:<user@elsewhere.example>");
        await client.CommandAsync("NONSENSE");
        await client.CommandAsync("QUIT");
    }

    private static async Task SendAsync(SmtpTestClient client, int round, string domain, string subject)
    {
        string message = string.Create(CultureInfo.InvariantCulture, $"From: a@{domain}\r\nSubject: {subject}\r\nX-Number: {round}\r\n\r\n{new string('x', 60)}\r\n.");
        foreach (string line in (string[])[$"MAIL FROM:<a@{domain}>", "RCPT TO:<user@ex.test>", "DATA", message])
        {
            if (await client.CommandAsync(line) is not [('2' or '3'), ..])
            {
                await client.CommandAsync("RSET");
                return;
            }
        }
    }
}
