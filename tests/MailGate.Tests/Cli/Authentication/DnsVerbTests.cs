using System.Text.Json;
using NUnit.Framework;

namespace MailGate.Tests.Cli.Authentication;

internal sealed class DnsVerbTests
{
    private const string Zone = """
        example.com TXT "v=spf1 -all"
        example.com TXT "other"
        example.com MX 10 mx.example.com.
        null.example.com MX 0 .
        _dmarc.example.com TXT "v=DMARC1; p=none"
        1.2.0.192.in-addr.arpa PTR mx.example.com.
        _25._tcp.mx.example.com TLSA 3 1 1 abcd
        _x._tcp.example.com SRV 1 2 3 mx.example.com.
        sick.example SERVFAIL
        """;

    [TestCase("txt", "example.com", "v=spf1 -all\nother\n")]
    [TestCase("spf", "example.com", "v=spf1 -all\n")]
    [TestCase("spf", "_dmarc.example.com", "TXT _dmarc.example.com: no spf record among 1\n")]
    [TestCase("dmarc", "example.com", "v=DMARC1; p=none\n")]
    [TestCase("mx", "example.com", "10 mx.example.com\n")]
    [TestCase("mx", "null.example.com", "0 .\n")]
    [TestCase("ptr", "192.0.2.1", "mx.example.com\n")]
    [TestCase("tlsa", "_25._tcp.mx.example.com", "3 1 1 abcd\n")]
    [TestCase("srv", "_x._tcp.example.com", "1 2 3 mx.example.com\n")]
    [TestCase("a", "example.com", "A example.com: no record of this type\n")]
    [TestCase("aaaa", "nothing.example", "AAAA nothing.example: no such name\n")]
    [TestCase("cname", "sick.example", "CNAME sick.example: the server failed (SERVFAIL)\n")]
    public async Task A_question_has_its_answer(string type, string name, string answer)
    {
        using CheckFolder folder = new CheckFolder().WithRecords(Zone);

        Assert.That((await folder.RunAsync("dns", type, name)).Standard, Is.EqualTo(answer));
    }

    [Test]
    public async Task Json_has_the_status_and_the_records()
    {
        using CheckFolder folder = new CheckFolder().WithRecords(Zone);
        JsonElement json = await folder.JsonAsync("dns", "mx", "example.com");

        Assert.That((json.Text("type"), json.Text("name"), json.Text("status")), Is.EqualTo(("MX", "example.com", "answer")));
        Assert.That(json.GetProperty("records").GetRawText(), Is.EqualTo("[\"10 mx.example.com\"]"));
    }
}
