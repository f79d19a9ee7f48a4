using System.Net;
using System.Text;
using System.Text.Json;
using MailGate.Cli;
using MailGate.Smtp.Client;
using MailGate.Tests.Common;
using NUnit.Framework;

namespace MailGate.Tests.Cli;

internal sealed class SendVerbTests
{
    private FakeDownstream _downstream = new();
    private string _server = "";

    [SetUp]
    public void Listen()
    {
        _downstream = new FakeDownstream();
        _server = _downstream.Listen().ToString();
    }

    [TearDown]
    public async Task Close() => await _downstream.DisposeAsync();

    [Test]
    public async Task A_made_message_arrives_and_every_reply_is_printed()
    {
        Run run = await Run.MailgateAsync("send", "--server", _server, "--from", "<a@client.test>", "--to", "b@example.com", "--to", "c@example.com", "--size", "3000", "--helo", "me.test");

        Assert.That(run.ExitCode, Is.Zero, run.Error);
        Assert.That(run.Standard, Does.Contain("Greeting <- 220 downstream.test").And.Contain("Dot      <- 250 2.0.0 Queued").And.Contain("1 sent, 0 failed"));
        FakeMessage message = _downstream.Messages.Single();
        Assert.That(message.Mail, Is.EqualTo("MAIL FROM:<a@client.test> SIZE=3000"));
        Assert.That(message.Recipients, Is.EqualTo(new[] { "RCPT TO:<b@example.com>", "RCPT TO:<c@example.com>" }));
        Assert.That(message.Content, Has.Length.EqualTo(3000));
        Assert.That(message.Text, Does.StartWith("From: <a@client.test>\r\nTo: <b@example.com>, <c@example.com>\r\nSubject: "));
        Assert.That(_downstream.Sessions[0].Commands[0], Is.EqualTo("EHLO me.test"));
        Assert.That(_downstream.Sessions[0].Commands[^1], Is.EqualTo("QUIT"));
    }

    [Test]
    public async Task A_file_is_sent_with_its_line_ends_made_crlf()
    {
        string file = Path.GetTempFileName();
        await File.WriteAllTextAsync(file, "Subject: gr\u00fc\u00dfe\n\n.dot\r\nlast");

        Run run = await Run.MailgateAsync("send", "--server", _server, "--from", "", "--to", "b@example.com", "--data", file);
        File.Delete(file);

        Assert.That(run.ExitCode, Is.Zero, run.Error);
        Assert.That(_downstream.Messages[0].Mail, Is.EqualTo("MAIL FROM:<> SIZE=30 BODY=8BITMIME"));
        Assert.That(Encoding.UTF8.GetString(_downstream.Messages[0].Content), Is.EqualTo("Subject: gr\u00fc\u00dfe\r\n\r\n.dot\r\nlast\r\n"));
    }

    [TestCase("RCPT", "550 5.1.1 No such user", "b@example.com: Rcpt: Reply, 550 5.1.1 No such user")]
    [TestCase("MAIL", "550 5.7.1 Not you", "b@example.com: Mail: Reply, 550 5.7.1 Not you")]
    [TestCase("DATA", "451 4.3.0 Later", "Data: Reply, 451 4.3.0 Later")]
    [TestCase(FakeDownstream.Dot, "554 5.7.1 Spam", "Dot: Reply, 554 5.7.1 Spam")]
    public async Task A_refusal_is_an_error_and_exit_code_1(string verb, string reply, string error)
    {
        _downstream.On(verb, reply);

        Run run = await Run.MailgateAsync("send", "--server", _server, "--from", "a@client.test", "--to", "b@example.com");

        Assert.That(run.ExitCode, Is.EqualTo(ExitCode.Failure));
        Assert.That(run.Error, Is.EqualTo($"mailgate: {error}\n"));
        Assert.That(run.Standard, Does.Contain("0 sent, 1 failed"));
    }

    [Test]
    public async Task Many_messages_go_over_parallel_sessions()
    {
        Run run = await Run.MailgateAsync("send", "--server", _server, "--from", "a@client.test", "--to", "b@example.com", "--count", "20", "--parallel", "3", "--json");

        Assert.That(run.ExitCode, Is.Zero, run.Error);
        Assert.That(_downstream.Messages, Has.Count.EqualTo(20));
        Assert.That(_downstream.Sessions, Has.Count.InRange(1, 3));
        JsonElement summary = JsonDocument.Parse(run.Standard).RootElement;
        Assert.That((summary.GetProperty("sent").GetInt32(), summary.GetProperty("failed").GetInt32()), Is.EqualTo((20, 0)));
    }

    [Test]
    public async Task Tls_is_checked_unless_told_otherwise()
    {
        _downstream.Keywords.Add("STARTTLS");
        string[] args = ["send", "--server", _server, "--from", "a@client.test", "--to", "b@example.com", "--tls", "starttls"];

        Run verified = await Run.MailgateAsync(args);
        Run insecure = await Run.MailgateAsync([.. args, "--insecure"]);

        Assert.That(verified.ExitCode, Is.EqualTo(ExitCode.Failure));
        Assert.That(verified.Error, Does.Contain("Tls: Closed, handshake failed"));
        Assert.That(insecure.ExitCode, Is.Zero, insecure.Error);
        Assert.That(insecure.Standard, Does.Contain("== TLSv1.3"));
        Assert.That(_downstream.Sessions[^1].IsTls);
    }

    [Test]
    public async Task It_speaks_for_another_client()
    {
        _downstream.Keywords.Add("XCLIENT NAME ADDR HELO");

        Run run = await Run.MailgateAsync("send", "--server", _server, "--from", "a@client.test", "--to", "b@example.com", "--xclient", "ADDR=192.0.2.1", "--xclient", "HELO=x.test");

        Assert.That(run.ExitCode, Is.Zero, run.Error);
        Assert.That(_downstream.Sessions[0].Commands, Has.Member("XCLIENT NAME=[UNAVAILABLE] ADDR=192.0.2.1 HELO=x.test"));
    }

    [TestCase("--xclient", "COLOUR=red")]
    [TestCase("--xclient", "ADDR=everywhere")]
    [TestCase("--xclient", "PORT=0")]
    [TestCase("--count", "0")]
    [TestCase("--tls", "perhaps")]
    public async Task A_wrong_option_is_exit_code_2(string option, string value)
    {
        Run run = await Run.MailgateAsync("send", "--server", _server, "--from", "a@client.test", "--to", "b@example.com", option, value);

        Assert.That(run.ExitCode, Is.EqualTo(ExitCode.Usage));
        Assert.That(_downstream.Sessions, Is.Empty);
    }

    [Test]
    public async Task A_file_that_is_not_there_is_named()
    {
        Run run = await Run.MailgateAsync("send", "--server", _server, "--from", "a@client.test", "--to", "b@example.com", "--data", "/nowhere/x.eml");

        Assert.That(run.ExitCode, Is.EqualTo(ExitCode.Failure));
        Assert.That(run.Error, Does.Contain("/nowhere/x.eml"));
    }

    [TestCase("mx.test", "mx.test", 25)]
    [TestCase("mx.test:2525", "mx.test", 2525)]
    [TestCase("192.0.2.1:26", "192.0.2.1", 26)]
    [TestCase("[2001:db8::1]:26", "2001:db8::1", 26)]
    [TestCase("2001:db8::1", "2001:db8::1", 25)]
    [TestCase("[::1]", "::1", 25)]
    public void A_server_is_read_with_or_without_port(string text, string host, int port) =>
        Assert.That(SendVerb.HostAndPort(text, 25), Is.EqualTo((host, port)));

    [TestCase("mx.test:")]
    [TestCase("mx.test:0")]
    [TestCase("mx.test:65536")]
    [TestCase("mx.test:smtp")]
    [TestCase(":25")]
    [TestCase("")]
    public void A_server_that_is_none_is_an_error(string text) => Assert.That(() => SendVerb.HostAndPort(text, 25), Throws.TypeOf<CliException>());

    [Test]
    public void The_attributes_of_xclient_make_an_identity()
    {
        ClientIdentity? identity = SendVerb.ReadIdentity(["name=c.test", "ADDR=2001:db8::1", "PORT=99", "HELO=h", "PROTO=esmtp", "LOGIN=a=b"]);

        Assert.That(identity, Is.EqualTo(new ClientIdentity
        {
            Name = "c.test", Client = new IPEndPoint(IPAddress.Parse("2001:db8::1"), 99), Helo = "h", Protocol = "ESMTP", Login = "a=b",
        }));
    }
}
