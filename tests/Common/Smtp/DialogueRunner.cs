using MailGate.Smtp.Session;
using NUnit.Framework;

namespace MailGate.Tests.Common.Smtp;

/// <summary>Runs a dialogue against a server of its own and asserts on each reply and on each message taken.</summary>
public static class DialogueRunner
{
    /// <summary>How the client's octets are cut into writes.</summary>
    public enum Pieces
    {
        Whole,
        Lines,
        Bytes,
    }

    public static async Task RunAsync(Dialogue dialogue, Pieces pieces, bool tls)
    {
        RecordingHandler handler = new();
        await using SmtpTestServer server = new(handler, settings => settings with { Tls = tls ? TlsMode.Implicit : TlsMode.StartTls });
        await using SmtpTestClient client = await SmtpTestClient.ConnectAsync(server.EndPoint);
        if (tls)
        {
            await client.StartTlsAsync();
        }

        Task sending = SendAsync(client, dialogue, pieces);
        foreach (string expected in dialogue.Server)
        {
            string? reply = await client.ReadReplyAsync();
            if (expected == "close")
            {
                Assert.That(reply, Is.Null, () => client.Received);
            }
            else
            {
                Assert.That(reply, Does.StartWith(expected), () => client.Received);
            }
        }

        await sending;
        Assert.That(handler.Messages.Select(m => m.ToString()), Is.EqualTo(dialogue.Messages));
        Assert.That(server.Observer.Failures, Is.Empty);
    }

    private static async Task SendAsync(SmtpTestClient client, Dialogue dialogue, Pieces pieces)
    {
        string all = string.Concat(dialogue.Client.Select(line => line + "\r\n"));
        if (pieces == Pieces.Whole)
        {
            await client.SendAsync(all);
            return;
        }

        foreach (string piece in pieces == Pieces.Lines ? dialogue.Client.Select(line => line + "\r\n") : all.Select(c => c.ToString()))
        {
            await client.SendAsync(piece);
        }
    }
}
