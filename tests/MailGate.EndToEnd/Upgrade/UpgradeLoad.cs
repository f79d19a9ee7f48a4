using System.Collections.Concurrent;
using System.Globalization;
using System.Net;
using System.Net.Sockets;
using MailGate.Tests.Common.Smtp;

namespace MailGate.EndToEnd.Upgrade;

/// <summary>Clients that connect, send a few numbered messages and connect again; a message that was put off is sent again, as every mail server does.</summary>
internal sealed class UpgradeLoad(IPEndPoint server)
{
    private const int MessagesPerSession = 5;

    private readonly ConcurrentDictionary<int, bool> _accepted = new();
    private int _next;
    private int _putOff;
    private int _sessions;
    private volatile bool _enough;

    /// <summary>The messages that were answered 250.</summary>
    public ICollection<int> Accepted => _accepted.Keys;

    /// <summary>How often the answer was 421 (or another 4xx), at whatever point.</summary>
    public int PutOff => _putOff;

    public int Sessions => _sessions;

    /// <summary>Connections that were refused, reset or closed without a word, and replies that are neither 2xx nor 4xx: there should be none.</summary>
    public ConcurrentQueue<string> Broken { get; } = new();

    public Task RunAsync(int clients) => Task.WhenAll(Enumerable.Range(0, clients).Select(_ => Task.Run(RunClientAsync)));

    /// <summary>Lets each client end the session that it has.</summary>
    public void Finish() => _enough = true;

    private async Task RunClientAsync()
    {
        int number = Interlocked.Increment(ref _next);
        while (!_enough)
        {
            Interlocked.Increment(ref _sessions);
            try
            {
                await using SmtpTestClient client = await SmtpTestClient.ConnectAsync(server).WaitAsync(TimeSpan.FromSeconds(60));
                if (!IsGood("the greeting", await client.ReadReplyAsync(), '2') || !IsGood("EHLO", await client.CommandAsync("EHLO client.example"), '2'))
                {
                    continue;
                }

                for (int i = 0; i < MessagesPerSession && await SendAsync(client, number); i++)
                {
                    _accepted[number] = true;
                    number = Interlocked.Increment(ref _next);
                }
            }
            catch (Exception e) when (e is SocketException or TimeoutException)
            {
                Broken.Enqueue(e.Message);
            }
        }
    }

    private async Task<bool> SendAsync(SmtpTestClient client, int number)
    {
        string message = string.Create(CultureInfo.InvariantCulture, $"Subject: upgrade\r\nX-Number: {number}\r\n\r\n{new string('x', number % 70)}\r\n.");
        foreach ((string line, char expected) in new[] { ("MAIL FROM:<a@client.example>", '2'), ("RCPT TO:<user@ex.test>", '2'), ("DATA", '3'), (message, '2') })
        {
            if (!IsGood(line.Split('\r', ':')[0], await client.CommandAsync(line), expected))
            {
                return false;
            }
        }

        return true;
    }

    private bool IsGood(string step, string? reply, char expected)
    {
        if (reply?[0] == expected)
        {
            return true;
        }

        if (reply?[0] == '4')
        {
            Interlocked.Increment(ref _putOff);
        }
        else
        {
            Broken.Enqueue($"{step}: {reply ?? "closed without a word"}");
        }

        return false;
    }
}
