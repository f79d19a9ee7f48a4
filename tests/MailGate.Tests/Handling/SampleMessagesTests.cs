using System.Text;
using MailGate.Tests.Common;
using MailGate.Tests.Common.Smtp;
using NUnit.Framework;

namespace MailGate.Tests.Handling;

/// <summary>Every sample message of the public suites goes in at the front of the gateway, is read to the last attachment, and comes out at the back as it was.</summary>
internal sealed class SampleMessagesTests
{
    private const int MaxOctets = 512 * 1024;

    // A rule that wants to know everything, so that everything is looked for.
    private const string Rules = """
        rules:
          - name: LOOK
            when: >-
              attachments.exists(a, a.is_encrypted || a.entries.size() > 100000) || urls.size() > 100000 || text.hidden_size > 1000000000
              || mime.ambiguous && parts.size() > 100000
            action: reject
        thresholds: { reject: 1000 }

        """;

    [Test]
    public async Task Each_is_forwarded_byte_for_byte()
    {
        if (Repository.ConformanceFile("mime") is not { } folder)
        {
            Assert.Ignore("no conformance material");
            return;
        }

        string[] files =
        [
            .. Directory.EnumerateFiles(folder, "*", SearchOption.AllDirectories).Order(StringComparer.Ordinal)
                .Where(file => Path.GetExtension(file) is ".eml" or ".txt" or ".msg" && new FileInfo(file).Length is > 0 and < MaxOctets),
        ];
        Assert.That(files, Has.Length.GreaterThan(70));
        await using FakeDownstream downstream = new();
        await using TestGateway gateway = await TestGateway.StartAsync(
            downstream, "auth: { spf: false, dkim: false, dmarc: false, arc: false, iprev: false }\nheaders: { authentication_results: false }\n", rules: Rules);
        await using SmtpTestClient client = await gateway.GreetAsync();
        for (int i = 0; i < files.Length; i++)
        {
            string message = AsMail(Encoding.Latin1.GetString(File.ReadAllBytes(files[i])));
            await client.SayAsync(("MAIL FROM:<a@client.example>", "250 "), ("RCPT TO:<u@local.example>", "250 "), ("DATA", "354 "));
            string stuffed = message.Replace("\r\n.", "\r\n..", StringComparison.Ordinal);
            await client.SendAsync((stuffed.StartsWith('.') ? "." : "") + stuffed + ".\r\n");
            Assert.That(await client.ReadReplyAsync(), Does.StartWith("250 "), files[i]);

            string forwarded = downstream.Messages[i].Text;
            Assert.That(forwarded.EndsWith(message, StringComparison.Ordinal), Is.True, files[i]);
            Assert.That(forwarded[..^message.Length], Does.StartWith("Received: ").And.EndsWith("\r\n"), files[i]);
        }
    }

    // Files have lines of one kind or another; in SMTP there is one kind, and NUL is refused. Verdicts of other filters are taken off on purpose.
    private static string AsMail(string file)
    {
        string message = file.Replace("\r\n", "\n", StringComparison.Ordinal).Replace("\r", " ", StringComparison.Ordinal)
            .Replace("\n", "\r\n", StringComparison.Ordinal).Replace("\0", "?", StringComparison.Ordinal)
            .Replace("X-Spam", "X-Not-Spam", StringComparison.OrdinalIgnoreCase).Replace("X-MS-Exchange-Organization-SCL", "X-SCL", StringComparison.OrdinalIgnoreCase);
        return message.EndsWith("\r\n", StringComparison.Ordinal) ? message : message + "\r\n";
    }
}
