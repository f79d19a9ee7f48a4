using System.Collections.Concurrent;
using System.Globalization;
using System.Net;
using System.Net.Sockets;
using MailGate.Tests.Common.Smtp;

namespace MailGate.EndToEnd.Ledger;

/// <summary>Sends numbered messages over several sessions at once, each again until it has its 250, as every mail server does.</summary>
internal sealed class LedgerSender(Func<IPEndPoint> server, int messages)
{
    private const int MessagesPerSession = 17;
    private const int MaxAttempts = 3000;

    private readonly ConcurrentQueue<int> _waiting = new(Enumerable.Range(0, messages));
    private readonly ConcurrentDictionary<int, bool> _accepted = new();
    private int _attempts;
    private int _deferred;

    /// <summary>The messages that were answered 250.</summary>
    public ICollection<int> Accepted => _accepted.Keys;

    /// <summary>How often a message was begun.</summary>
    public int Attempts => _attempts;

    /// <summary>How often the answer was 4xx.</summary>
    public int Deferred => _deferred;

    /// <summary>Answers other than 2xx and 4xx: there should be none.</summary>
    public ConcurrentQueue<string> Refusals { get; } = new();

    /// <summary>Sends them all.</summary>
    public Task RunAsync(int sessions) => Task.WhenAll(Enumerable.Range(0, sessions).Select(_ => SendAsync()));

    private async Task SendAsync()
    {
        int failures = 0;
        while (!_waiting.IsEmpty && failures < MaxAttempts)
        {
            try
            {
                await using SmtpTestClient client = await SmtpTestClient.ConnectAsync(server());
                if (await client.ReadReplyAsync() is { } greeting && greeting.StartsWith("220 ", StringComparison.Ordinal) && await client.CommandAsync("EHLO client.example") is not null)
                {
                    failures = await SendOnAsync(client) ? 0 : failures + 1;
                }
            }
            catch (SocketException)
            {
                failures++;
                await Task.Delay(50);
            }
        }
    }

    // False when the session broke: the message goes back to those that wait.
    private async Task<bool> SendOnAsync(SmtpTestClient client)
    {
        for (int i = 0; i < MessagesPerSession && _waiting.TryDequeue(out int number); i++)
        {
            Interlocked.Increment(ref _attempts);
            string? reply = await SendAsync(client, number);
            if (reply is not null && reply.StartsWith("250", StringComparison.Ordinal))
            {
                _accepted[number] = true;
                continue;
            }

            _waiting.Enqueue(number);
            if (reply is null)
            {
                return false;
            }

            Interlocked.Increment(ref _deferred);
            if (!reply.StartsWith('4'))
            {
                Refusals.Enqueue(reply);
            }

            await client.CommandAsync("RSET");
            await Task.Delay(20);
        }

        return true;
    }

    private static async Task<string?> SendAsync(SmtpTestClient client, int number)
    {
        string message = string.Create(CultureInfo.InvariantCulture, $"Subject: ledger\r\nX-Number: {number}\r\n\r\n{new string('x', number % 70)}\r\n.");
        string? reply = null;
        foreach ((string line, char expected) in new[] { ("MAIL FROM:<a@client.example>", '2'), ("RCPT TO:<user@ex.test>", '2'), ("DATA", '3'), (message, '2') })
        {
            reply = await client.CommandAsync(line);
            if (reply is null || reply[0] != expected)
            {
                return reply;
            }
        }

        return reply;
    }
}
