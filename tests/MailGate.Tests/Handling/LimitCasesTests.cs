using System.Net;
using MailGate.Tests.Common;
using MailGate.Tests.Common.Smtp;
using NUnit.Framework;
using static MailGate.Tests.Handling.SmtpCaseRunner;

namespace MailGate.Tests.Handling;

/// <summary>The cases of <c>smtp-cases.yml</c> that no script of octets can state: slowness, many connections, full disks, the order of replies.</summary>
internal sealed class LimitCasesTests
{
    [TestCase("greet", "EHLO ", Way.Clear, "421 4.4.2 ", 300, TestName = "LIM-01, a command")]
    [TestCase("data", "", Way.Clear, "421 4.4.2 ", 60, TestName = "LIM-01, DATA")]
    [TestCase("rcpt", "NOOP\r\nBDAT 1000 LAST\r\n", Way.Clear, "421 4.4.2 ", 60, TestName = "LIM-01, BDAT")]
    [TestCase("tls", "EHLO ", Way.StartTls, "421 4.4.2 ", 300, TestName = "LIM-01, a command under TLS")]
    [TestCase("none", "", Way.ImplicitTls, null, 25, TestName = "LIM-01, the TLS handshake")]
    public async Task LIM_01_a_client_that_sends_an_octet_every_5_s_is_ended(string prelude, string start, Way way, string? expected, int seconds)
    {
        await using FakeDownstream downstream = new();
        ManualTimeProvider time = new();
        await using TestGateway gateway = await TestGateway.StartAsync(downstream, "", time);
        await using SmtpTestClient slow = await SmtpTestClient.ConnectAsync(way == Way.ImplicitTls ? gateway.TlsEndPoint : gateway.EndPoint);
        await using SmtpTestClient other = await gateway.GreetAsync();
        if (way != Way.ImplicitTls)
        {
            await BeginAsync(slow, prelude, Way.Clear);
        }

        await slow.SendAsync(start);
        if (start.StartsWith("NOOP", StringComparison.Ordinal))
        {
            // Replies leave when there is nothing left to read: BDAT has begun then, and its time too.
            Assert.That(await slow.ReadReplyAsync(), Does.StartWith("250 "));
        }

        Task<string?> end = slow.ReadReplyAsync();
        for (int passed = 0; passed <= seconds; passed += 5)
        {
            Assert.That(end.IsCompleted, Is.False, $"after {passed} s");
            await slow.SendAsync(way == Way.ImplicitTls ? "\x16" : "a");
            await other.SayAsync(("RSET", "250 "));
            time.Advance(TimeSpan.FromSeconds(5));
        }

        Assert.That(await end, expected is null ? Is.Null : Does.StartWith(expected));
        Assert.That(downstream.Messages, Is.Empty);
    }

    [Test]
    public async Task LIM_02_connections_beyond_the_cap_of_an_address_get_421_and_others_are_served()
    {
        const int Cap = 50;
        await using FakeDownstream downstream = new();
        await using TestGateway gateway = await TestGateway.StartAsync(downstream);
        List<SmtpTestClient> clients = [];
        try
        {
            for (int i = 0; i < 1000; i++)
            {
                SmtpTestClient client = await gateway.ConnectAsync();
                clients.Add(client);
                Assert.That(await client.ReadReplyAsync(), Does.StartWith(i < Cap ? "220 " : "421 4.7.0 "));
            }

            await using SmtpTestClient elsewhere = await SmtpTestClient.ConnectAsync(gateway.EndPoint, IPAddress.Parse("127.0.0.2"));
            Assert.That(await elsewhere.ReadReplyAsync(), Does.StartWith("220 "));
            await elsewhere.SayAsync(("EHLO client.example", "250"));
            await elsewhere.DeliverAsync();

            await clients[0].SayAsync(("QUIT", "221 "));
            Assert.That(await clients[0].ReadReplyAsync(), Is.Null);
            await Talk.UntilAsync(() => Again(gateway).GetAwaiter().GetResult(), "a place that was left is not given to another");
        }
        finally
        {
            foreach (SmtpTestClient client in clients)
            {
                await client.DisposeAsync();
            }
        }
    }

    [Test]
    public async Task LIM_06_without_room_to_spool_it_is_452_and_room_is_all_that_is_needed_again()
    {
        await using FakeDownstream downstream = new();
        await using TestGateway gateway = await TestGateway.StartAsync(downstream, "limits: { spool_memory_per_message: 4KB }\n");
        await using SmtpTestClient client = await gateway.GreetAsync();
        string large = "Subject: x\r\n\r\n" + string.Concat(Enumerable.Repeat(new string('x', 70) + "\r\n", 5000)) + ".";
        string spool = Path.Combine(gateway.DataFolder, "spool");

        Directory.Delete(spool, recursive: true);
        (string, string)[] begin = [("MAIL FROM:<sender@client.example>", "250 "), ("RCPT TO:<user@local.example>", "250 "), ("DATA", "354 ")];
        await client.SayAsync([.. begin, (large, "452 4.3.1 ")]);
        Directory.CreateDirectory(spool);
        await client.SayAsync([.. begin, (large, "250 ")]);

        Assert.That(downstream.Messages, Has.Count.EqualTo(1));
        Assert.That(downstream.Messages[0].Text, Does.EndWith(large[..^1]));
        Assert.That(Directory.GetFiles(spool), Is.Empty, "a spooled file has no name that could stay");
    }

    [Test]
    public async Task LIM_06_a_full_budget_for_spooling_is_452()
    {
        await using FakeDownstream downstream = new();
        await using TestGateway gateway = await TestGateway.StartAsync(downstream, "limits: { spool_memory_per_message: 4KB, spool_memory: 64KB, spool_disk: 1MB }\n");
        await using SmtpTestClient client = await gateway.GreetAsync();
        string large = "Subject: x\r\n\r\n" + string.Concat(Enumerable.Repeat(new string('x', 998) + "\r\n", 3000)) + ".";

        await client.SayAsync(("MAIL FROM:<sender@client.example>", "250 "), ("RCPT TO:<user@local.example>", "250 "), ("DATA", "354 "), (large, "452 4.3.1 "));
        await client.DeliverAsync();
    }

    [Test]
    public async Task LIM_07_no_250_before_the_server_behind_has_said_it()
    {
        await using FakeDownstream downstream = new();
        downstream.On(FakeDownstream.Dot, FakeAnswer.Late("250 2.0.0 Queued as 7"));
        await using TestGateway gateway = await TestGateway.StartAsync(downstream);
        await using SmtpTestClient client = await gateway.GreetAsync();
        await client.SayAsync(("MAIL FROM:<sender@client.example>", "250 "), ("RCPT TO:<user@local.example>", "250 "), ("DATA", "354 "));
        Task<string?> reply = client.CommandAsync(Talk.Message);
        await Talk.UntilAsync(() => downstream.Sessions.Any(s => System.Text.Encoding.ASCII.GetString(s.Received).EndsWith("\r\n.\r\n", StringComparison.Ordinal)), "no dot");

        Assert.That(reply.IsCompleted, Is.False);
        downstream.Release();
        Assert.That(await reply, Is.EqualTo("250 2.0.0 Queued as 7"));
    }

    [TestCase(2042, "250 ", TestName = "LongLine(whole)")]
    [TestCase(4091, "500 5.5.2 ", TestName = "LongLine(skipped)")]
    [TestCase(900_000, "500 5.5.2 ", TestName = "LongLine(skipped in parts)")]
    [TestCase(3_000_000, "421 4.5.2 ", TestName = "LongLine(endless)")]
    public async Task The_tail_of_a_long_line_is_never_a_command(int octets, string expected)
    {
        await using FakeDownstream downstream = new();
        await using TestGateway gateway = await TestGateway.StartAsync(downstream);
        await using SmtpTestClient client = await gateway.GreetAsync();
        string? reply = await client.CommandAsync("NOOP " + new string('a', octets) + "QUIT");

        Assert.That(reply, Does.StartWith(expected));
        Assert.That(expected.StartsWith('4') ? await client.ReadReplyAsync() : await client.CommandAsync("RSET"), expected.StartsWith('4') ? Is.Null : Does.StartWith("250 "));
    }

    [Test]
    public async Task PIPE_01_strict_pipelining_turns_an_early_talker_away()
    {
        await using FakeDownstream downstream = new();
        await using TestGateway gateway = await TestGateway.StartAsync(
            downstream, "listeners: [ { address: \"127.0.0.1:0\", name: mx, tls: implicit, pipelining: strict }, { address: \"127.0.0.1:0\", pipelining: strict } ]\n");
        await using SmtpTestClient client = await SmtpTestClient.ConnectAsync(gateway.TlsEndPoint);
        Assert.That(await client.ReadReplyAsync(), Does.StartWith("220 "));
        await client.SendAsync("EHLO a.example\r\nMAIL FROM:<a@a.example>\r\n");

        Assert.That(await client.ReadReplyAsync(), Does.StartWith("554 5.5.1 "));
        Assert.That(await client.ReadReplyAsync(), Is.Null);
    }

    private static async Task<bool> Again(TestGateway gateway)
    {
        await using SmtpTestClient client = await gateway.ConnectAsync();
        return (await client.ReadReplyAsync())?.StartsWith("220 ", StringComparison.Ordinal) == true;
    }
}
