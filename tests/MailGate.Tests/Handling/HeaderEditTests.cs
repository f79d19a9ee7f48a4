using MailGate.Mail.Messages;
using MailGate.Mail.Messages.Decoding;
using MailGate.Tests.Common;
using MailGate.Tests.Common.Smtp;
using NUnit.Framework;

namespace MailGate.Tests.Handling;

/// <summary>Edits of the header, by the configuration and by rules, as the server behind sees them.</summary>
internal sealed class HeaderEditTests
{
    private const string Body = "Content-Transfer-Encoding: 8bit\r\n\r\n=E4 not decoded \t \r\n..dot\r\nX-Old: in the body\r\n.";

    [Test]
    public async Task The_configuration_removes_renames_replaces_adds_and_prefixes()
    {
        await using FakeDownstream downstream = new();
        await using TestGateway gateway = await TestGateway.StartAsync(downstream, """
            headers:
              authentication_results: false
              remove: [ X-Virus, "X-Filter-*" ]
              rename: [ { name: X-Old, to: X-New }, { name: X-Spam-Flag, to: X-Upstream-Flag } ]
              replace: [ { name: Organization, value: "Ours" }, { name: X-Absent, value: "added" } ]
              add: [ { name: X-Gateway, value: "Grüße" } ]
              prefix_subject: "[EXT]"

            """);
        string text = await DeliverAsync(gateway, downstream,
            "x-virus: no\r\nX-Filter-A: 1\r\nX-OLD:  a\r\n\tb\r\nOrganization: one\r\nOrganization: two\r\nX-Spam-Flag: NO\r\nX-Spam-Status: No\r\nX-Spamd-Result: x\r\n"
            + "Subject: =?utf-8?Q?Gr=C3=BC=C3=9Fe?=\r\n" + Body);

        Assert.That(text[text.IndexOf("X-Absent", StringComparison.Ordinal)..], Is.EqualTo(
            "X-Absent: added\r\nX-Gateway: =?utf-8?B?R3LDvMOfZQ==?=\r\nX-New:  a\r\n\tb\r\nOrganization: Ours\r\nX-Upstream-Flag: NO\r\n"
            + "Subject: [EXT] =?utf-8?Q?Gr=C3=BC=C3=9Fe?=\r\nContent-Transfer-Encoding: 8bit\r\n\r\n=E4 not decoded \t \r\n.dot\r\nX-Old: in the body\r\n"));
        Assert.That(text, Does.Not.Contain("X-Spam").And.Not.Contain("X-Virus").IgnoreCase.And.Not.Contain("X-Filter"));
    }

    [Test]
    public async Task Rules_do_the_same_with_facts_in_values()
    {
        await using FakeDownstream downstream = new();
        await using TestGateway gateway = await TestGateway.StartAsync(downstream, "headers: { authentication_results: false }\n", rules: """
            rules:
              - name: EDITS
                when: header("X-Old") != ""
                add_header: { X-From: "{mail.from.address} über {client.ip}" }
                replace_header: { Organization: "of {mail.from.domain}" }
                rename_header: { X-Old: X-New }
                remove_header: [ X-Virus ]
                prefix_subject: "[ü]"
            thresholds: { reject: 1000 }
            """);
        string text = await DeliverAsync(gateway, downstream, "X-Old: a\r\nX-Virus: no\r\nOrganization: one\r\nSubject: b\r\n" + Body);

        Assert.That(text[text.IndexOf("X-New", StringComparison.Ordinal)..], Does.Match(
            @"^X-New: a\r\nOrganization: of client\.example\r\nSubject: =\?utf-8\?[BQ]\?\S+\?= b\r\nContent-Transfer-Encoding: 8bit\r\n\r\n=E4 not decoded \t \r\n\.dot\r\nX-Old: in the body\r\n$"));
        HeaderSection header = HeaderSection.Parse(System.Text.Encoding.Latin1.GetBytes(text));
        Assert.That(Value("X-From"), Is.EqualTo("a@client.example über 127.0.0.1"));
        Assert.That(Value("Subject"), Is.EqualTo("[ü] b"));

        string Value(string name) => EncodedWords.Decode(header.Fields.Single(field => field.Name == name).Value);
    }

    [Test]
    public async Task What_a_message_brings_into_a_value_begins_no_line_of_its_own()
    {
        await using FakeDownstream downstream = new();
        await using TestGateway gateway = await TestGateway.StartAsync(downstream, "headers: { authentication_results: false }\n", rules: """
            rules:
              - { name: COPY, when: 'true', add_header: { X-Copy: "{message.subject}" } }
            thresholds: { reject: 1000 }
            """);
        string text = await DeliverAsync(gateway, downstream, "Subject: =?utf-8?Q?a=0D=0ABcc:_victim=40elsewhere.example=00?=\r\n" + Body);

        Assert.That(text.Split("\r\n"), Has.None.StartsWith("Bcc").And.None.StartsWith("bcc"));
        Assert.That(text, Does.Contain("X-Copy: a").And.Not.Contain("\0"));
    }

    [Test]
    public async Task An_edit_that_would_break_a_limit_forwards_nothing()
    {
        await using FakeDownstream downstream = new();
        await using TestGateway gateway = await TestGateway.StartAsync(downstream, $$"""
            limits: { header_size: 8KB }
            headers: { add: [ { name: X-Long, value: "{{string.Join(' ', Enumerable.Repeat("words", 160))}}" } ] }

            """);
        await using SmtpTestClient client = await gateway.GreetAsync();
        string filler = string.Concat(Enumerable.Range(0, 100).Select(i => $"X-{i:000}: {new string('a', 68)}\r\n"));
        await client.SayAsync(
            ("MAIL FROM:<a@client.example>", "250 "), ("RCPT TO:<u@local.example>", "250 "), ("DATA", "354 "), (filler + Body, "451 4.3.0 "));

        Assert.That(downstream.Messages, Is.Empty);
    }

    private static async Task<string> DeliverAsync(TestGateway gateway, FakeDownstream downstream, string message)
    {
        await using SmtpTestClient client = await gateway.GreetAsync();
        await client.SayAsync(
            ("MAIL FROM:<a@client.example> BODY=8BITMIME", "250 "), ("RCPT TO:<u@local.example>", "250 "), ("DATA", "354 "), (message, "250 "));
        return downstream.Messages.Single().Text;
    }
}
