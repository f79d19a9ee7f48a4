using System.Net.Mail;
using System.Text;
using System.Text.RegularExpressions;
using MailGate.EndToEnd.Support;
using MailGate.Tests.Common.Smtp;
using NUnit.Framework;

namespace MailGate.EndToEnd.Relay;

/// <summary>The built program between real clients and a real Postfix: the mail arrives octet for octet but for the fields on top.</summary>
[TestFixture]
internal sealed partial class PostfixRelayTests
{
    private PostfixServer _postfix = null!;
    private GatewayProcess _gateway = null!;

    [OneTimeSetUp]
    public async Task StartAsync()
    {
        _postfix = await PostfixServer.StartAsync();
        _gateway = await GatewayProcess.StartAsync($$"""
            listeners:
              - { address: "127.0.0.1:0", name: mx, tls: starttls }
              - { address: "127.0.0.1:0", name: mx-tls, tls: implicit }
            downstream: "127.0.0.1:{{_postfix.Port}}"
            limits: { sessions_per_address: 500 }

            """);
    }

    [OneTimeTearDown]
    public async Task StopAsync()
    {
        if (_gateway is not null)
        {
            await _gateway.DisposeAsync();
        }

        if (_postfix is not null)
        {
            await _postfix.DisposeAsync();
        }
    }

    [TestCase("clear", TestName = "Swaks(clear)")]
    [TestCase("--tls", TestName = "Swaks(STARTTLS)")]
    [TestCase("--tls-on-connect", TestName = "Swaks(implicit TLS)")]
    public async Task Swaks_delivers(string tls)
    {
        string message = Message(tls, "quoted: .\r\n.. and\r\n.\r\n...\r\nend\r\n");
        string file = Path.GetTempFileName();
        await File.WriteAllTextAsync(file, message.ReplaceLineEndings("\n"));
        int port = _gateway.EndPoints[tls == "--tls-on-connect" ? 1 : 0].Port;
        string[] arguments = ["--server", "127.0.0.1", "--port", $"{port}", "--from", "a@client.example", "--to", "user@ex.test", "--data", "@" + file, .. tls == "clear" ? Array.Empty<string>() : [tls]];
        (int exitCode, string output) = await Tools.RunAsync(Tools.Find("swaks", "swaks"), arguments);
        File.Delete(file);

        Assert.That(exitCode, Is.Zero, output);
        // swaks ends what it sends with a line end of its own.
        AssertArrived((await _postfix.FindAsync(Marker(message))).Single(), message, isTls: tls != "clear", mayEndLonger: true);
    }

    [Test]
    public async Task Smtp_source_delivers_many_at_once()
    {
        string marker = $"many{Guid.NewGuid():N}";
        (int exitCode, string output) = await Tools.RunAsync(
            Tools.Find("smtp-source", "postfix"),
            ["-s", "20", "-m", "200", "-r", "3", "-l", "4096", "-S", marker, "-f", "a@client.example", "-t", "user@ex.test", $"inet:127.0.0.1:{_gateway.EndPoints[0].Port}"]);

        Assert.That(exitCode, Is.Zero, output);
        IReadOnlyList<string> mail = await _postfix.FindAsync(marker, 600);
        Assert.That(mail, Has.Count.EqualTo(600), "each of 200 messages reaches three recipients");
        Assert.That(mail.Select(text => MessageId().Match(text).Value).Distinct().Count(), Is.EqualTo(200));
    }

    [Test]
    public async Task The_client_of_dotnet_delivers_in_clear_and_in_utf8()
    {
        string marker = $"net{Guid.NewGuid():N}";
        using System.Net.Mail.SmtpClient client = new("127.0.0.1", _gateway.EndPoints[0].Port) { DeliveryFormat = SmtpDeliveryFormat.International };
        using MailMessage message = new("a@client.example", "üser@ex.test", "Grüße " + marker, "Zeile 1\r\n.Zeile 2\r\n");
        message.BodyEncoding = Encoding.UTF8;
        await client.SendMailAsync(message);

        Assert.That((await _postfix.FindAsync(marker)).Single(), Does.Contain("Delivered-To: " + Latin1("üser@ex.test")).And.Contain("with UTF8SMTP"));
    }

    [TestCase("none", TestName = "Mailgate_send(clear)")]
    [TestCase("starttls", TestName = "Mailgate_send(STARTTLS)")]
    [TestCase("implicit", TestName = "Mailgate_send(implicit TLS)")]
    public async Task Mailgate_send_delivers(string tls)
    {
        string message = Message(tls, "quoted: .\r\n.. and\r\n.\r\n...\r\nend\r\n");
        string file = Path.GetTempFileName();
        await File.WriteAllTextAsync(file, message);
        string[] arguments = ["send", "--server", $"{_gateway.EndPoints[tls == "implicit" ? 1 : 0]}", "--from", "a@client.example", "--to", "one@ex.test", "--to", "unknown@ex.test",
            "--data", file, "--tls", tls, "--insecure"];
        (int exitCode, string output) = await Tools.RunAsync(BuiltProgram.Path, arguments);
        File.Delete(file);

        Assert.That(exitCode, Is.EqualTo(1), output);
        Assert.That(output, Does.Contain("550 5.1.1 "), "one of the two is refused");
        AssertArrived((await _postfix.FindAsync(Marker(message))).Single(), message, isTls: tls != "none");
    }

    [Test]
    public async Task Postfix_knows_the_client_by_XCLIENT_as_if_it_had_come_itself()
    {
        await using GatewayProcess gateway = await GatewayProcess.StartAsync($$"""
            listeners: [ { address: "127.0.0.1:0", name: mx } ]
            trusted: { proxy_protocol: [ 127.0.0.1 ] }
            routes: [ { default: true, identity: xclient, targets: [ { host: 127.0.0.1, port: {{_postfix.Port}} } ] } ]

            """);
        string message = Message("xclient", "body\r\n");
        await using SmtpTestClient client = await SmtpTestClient.ConnectAsync(gateway.EndPoints[0]);
        await client.SendAsync("PROXY TCP4 192.0.2.7 192.0.2.1 4711 25\r\n");
        Assert.That(await client.ReadReplyAsync(), Does.StartWith("220 "));
        Assert.That(await client.CommandAsync("EHLO far.client.example"), Does.StartWith("250-"));
        await SendAsync(client, "a@client.example", "", message, ("user@ex.test", "250 "));

        string received = (await _postfix.FindAsync(Marker(message))).Single().Split("Received: ")[1];
        Assert.That(received, Does.StartWith("from far.client.example (unknown [192.0.2.7])"));
    }

    [Test]
    public async Task Chunks_arrive_as_they_were_cut()
    {
        string message = Message("bdat", ".\r\n..\r\n.\r\nQUIT\r\n");
        await using SmtpTestClient client = await GreetAsync();
        await client.SendAsync($"MAIL FROM:<a@client.example>\r\nRCPT TO:<user@ex.test>\r\nBDAT 7\r\n{message[..7]}BDAT 60\r\n{message[7..67]}BDAT {message.Length - 67} LAST\r\n{message[67..]}");
        for (int i = 0; i < 5; i++)
        {
            Assert.That(await client.ReadReplyAsync(), Does.StartWith("250 "));
        }

        AssertArrived((await _postfix.FindAsync(Marker(message))).Single(), message, isTls: false);
    }

    [TestCase(" SMTPUTF8", "jös\u00e9@ex.test", "utf8", TestName = "International_mail_arrives(SMTPUTF8)")]
    [TestCase(" BODY=8BITMIME", "user@ex.test", "8bit", TestName = "International_mail_arrives(8BITMIME)")]
    public async Task International_mail_arrives(string parameter, string recipient, string label)
    {
        string message = Message(label, "Grüße\r\n");
        await using SmtpTestClient client = await GreetAsync();
        await SendAsync(client, "a@client.example", parameter, message, (recipient, "250 "));

        AssertArrived((await _postfix.FindAsync(Marker(message))).Single(), message, isTls: false);
    }

    [Test]
    public async Task A_message_of_25_MB_arrives()
    {
        StringBuilder body = new();
        for (int i = 0; body.Length < 25 << 20; i++)
        {
            body.Append(i % 7 == 0 ? "." : "").Append(i).Append(' ').Append('x', 60).Append("\r\n");
        }

        string message = Message("large", body.ToString());
        await using SmtpTestClient client = await GreetAsync();
        await SendAsync(client, "a@client.example", $" SIZE={message.Length}", message, ("user@ex.test", "250 "));

        AssertArrived((await _postfix.FindAsync(Marker(message))).Single(), message, isTls: false);
    }

    [Test]
    public async Task Refused_recipients_have_their_replies_and_the_others_their_mail()
    {
        string message = Message("some", "body\r\n");
        await using SmtpTestClient client = await GreetAsync();
        await SendAsync(client, "a@client.example", "", message, ("one@ex.test", "250 "), ("unknown@ex.test", "550 5.1.1 "), ("later@ex.test", "450 4.2.1 "),
            ("somebody@elsewhere.test", "550 5.7.1 "), ("two@ex.test", "250 "));

        IReadOnlyList<string> mail = await _postfix.FindAsync(Marker(message), 2);
        Assert.That(mail.Select(text => DeliveredTo().Match(text).Groups[1].Value), Is.EquivalentTo(new[] { "one@ex.test", "two@ex.test" }));
        Assert.That(mail, Has.None.Contains("for <one@ex.test>"), "a recipient learns of another");
        foreach (string text in mail)
        {
            AssertArrived(text, message, isTls: false);
        }
    }

    private async Task<SmtpTestClient> GreetAsync()
    {
        SmtpTestClient client = await SmtpTestClient.ConnectAsync(_gateway.EndPoints[0]);
        Assert.That(await client.ReadReplyAsync(), Does.StartWith("220 "));
        Assert.That(await client.CommandAsync("EHLO client.example"), Does.StartWith("250-"));
        return client;
    }

    private static async Task SendAsync(SmtpTestClient client, string from, string parameters, string message, params (string Recipient, string Reply)[] recipients)
    {
        Assert.That(await client.CommandAsync($"MAIL FROM:<{from}>{parameters}"), Does.StartWith("250 "));
        foreach ((string recipient, string reply) in recipients)
        {
            Assert.That(await client.CommandAsync($"RCPT TO:<{Latin1(recipient)}>"), Does.StartWith(reply));
        }

        Assert.That(await client.CommandAsync("DATA"), Does.StartWith("354 "));
        Assert.That(await client.CommandAsync(message.Replace("\r\n.", "\r\n..", StringComparison.Ordinal) + "."), Does.StartWith("250 "), () => client.Received);
    }

    private static string Message(string label, string body) => Latin1(
        $"From: A <a@client.example>\r\nTo: user@ex.test\r\nSubject: {label}\r\n with a folded line\r\nDate: Sun, 22 Nov 2026 06:00:00 +0000\r\nMessage-ID: <{Guid.NewGuid():N}@client.example>\r\nX-Odd:  two  blanks \t\r\n\r\n{body}");

    // UTF-8 octets, one a character, as the test client sends them.
    private static string Latin1(string text) => Encoding.Latin1.GetString(Encoding.UTF8.GetBytes(text));

    private static string Marker(string message) => MessageId().Match(message).Value;

    private static void AssertArrived(string text, string message, bool isTls, bool mayEndLonger = false)
    {
        text = mayEndLonger ? text.TrimEnd() + "\r\n" : text;
        Assert.That(text.EndsWith("\r\n" + message, StringComparison.Ordinal), Is.True, () => $"got\n{text[..Math.Min(text.Length, 3000)]}\nfor\n{message[..Math.Min(message.Length, 1000)]}");
        string added = text[..^message.Length];
        Assert.That(Fields().Matches(added).Select(match => match.Groups[1].Value).Distinct(),
            Is.SubsetOf(new[] { "Return-Path", "X-Original-To", "Delivered-To", "Received", "Authentication-Results", "Received-SPF", "ARC-Seal", "ARC-Message-Signature", "ARC-Authentication-Results" }));
        Assert.That(added, Does.Match(isTls ? @"\(MailGate\) with ESMTPS id \w+" : @"\(MailGate\) with (UTF8SMTP|ESMTP) id \w+"));
    }

    [GeneratedRegex(@"Message-Id: \S+", RegexOptions.NonBacktracking | RegexOptions.IgnoreCase)]
    private static partial Regex MessageId();

    [GeneratedRegex(@"Delivered-To: (\S+)", RegexOptions.NonBacktracking)]
    private static partial Regex DeliveredTo();

    [GeneratedRegex(@"^([!-9;-~]+):", RegexOptions.NonBacktracking | RegexOptions.Multiline)]
    private static partial Regex Fields();
}
