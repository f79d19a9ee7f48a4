using System.Text.RegularExpressions;
using MailGate.Tests.Cli;
using MailGate.Tests.Common;
using MailGate.Tests.Common.Smtp;
using NUnit.Framework;

namespace MailGate.Tests.Handling;

/// <summary>The <c>rewrite:</c> section, seen from both sides of the whole gateway.</summary>
internal sealed class RewriteTests
{
    private const string Secret = "a secret of the tests";

    private const string Maps = """
        rewrite:
          recipient_delimiter: "+"
          forward_to: [ partner.example ]
          canonical:
            - { match: "@old.local.example", to: "@local.example" }
          sender_canonical:
            - { match: inside@client.example, to: outside@client.example, in: envelope }
          aliases:
            - { match: team@local.example, to: "ann@local.example, bob@local.example" }
            - { match: away@local.example, to: away@partner.example }
            - { match: lost@local.example, to: lost@elsewhere.example }
            - { match: "/(.*)-ext@local\\.example/", to: "$1" }
            - { match: '/break-(.*)@local\.example/', to: '$1..x@local.example' }
            - { match: '/two-(.*)@local\.example/', to: 'a@local.example, $1@local.example' }
            - { match: '/loop-(.*)@local\.example/', to: 'loop-x$1@local.example' }
          masquerade: { domains: [ client.example ], exceptions: [ root ] }

        """;

    [TestCase("RCPT TO:<u@local.example>", "u@local.example")]
    [TestCase("RCPT TO:<away@local.example>", "away@partner.example")]
    [TestCase("RCPT TO:<away+tag@local.example>", "away+tag@partner.example")]
    [TestCase("RCPT TO:<Team@Local.Example>", "ann@local.example", "bob@local.example")]
    public async Task A_recipient_becomes_what_its_entry_says(string command, params string[] expected)
    {
        await using FakeDownstream downstream = new();
        await using TestGateway gateway = await TestGateway.StartAsync(downstream, Maps);
        await using SmtpTestClient client = await gateway.GreetAsync();
        await client.SayAsync(("MAIL FROM:<a@client.example>", "250 "), (command, "250 "), ("DATA", "354 "), (Talk.Message, "250 "));

        Assert.That(downstream.Messages.Single().Recipients.Select(AddressOf), Is.EqualTo(expected));
    }

    [Test]
    public async Task The_address_that_the_client_named_goes_on_as_the_original_recipient()
    {
        await using FakeDownstream downstream = new();
        await using TestGateway gateway = await TestGateway.StartAsync(downstream, Maps);
        await using SmtpTestClient client = await gateway.GreetAsync();
        // The server must have been heard of before its DSN can be used.
        await client.SayAsync(("MAIL FROM:<a@client.example>", "250 "), ("RCPT TO:<first@local.example>", "250 "), ("RSET", "250 "));
        await client.SayAsync(
            ("MAIL FROM:<a@client.example>", "250 "), ("RCPT TO:<team@local.example> NOTIFY=FAILURE", "250 "), ("RCPT TO:<away@local.example> ORCPT=rfc822;first+2B@other.example", "250 "));

        string[] recipients = [.. downstream.Sessions.SelectMany(session => session.Commands).Where(command => command.StartsWith("RCPT", StringComparison.Ordinal)).Skip(1)];
        Assert.That(recipients[..2], Has.All.EndsWith(" NOTIFY=FAILURE ORCPT=rfc822;team@local.example"), "RFC 3461 §5.2.1");
        Assert.That(recipients[2], Does.EndWith(" ORCPT=rfc822;first+2B@other.example"));
    }

    [TestCase("lost@local.example", "550 5.7.1 ", TestName = "{m}(an alias to a domain that is not accepted)")]
    [TestCase("victim@elsewhere.example-ext@local.example", "501 ", TestName = "{m}(two addresses)")]
    [TestCase("\"victim@elsewhere.example\"-ext@local.example", "501 ", TestName = "{m}(a quoted address with a rest)")]
    [TestCase("victim%elsewhere.example-ext@local.example", "550 5.7.1 ", TestName = "{m}(the percent hack)")]
    [TestCase("break-a@local.example", "451 4.3.5 ", TestName = "{m}(a result that is no address)")]
    [TestCase("\"x\\\r\\\n\"-ext@local.example", "50", TestName = "{m}(line breaks)")]
    [TestCase("loop-@local.example", "451 4.3.5 ", TestName = "{m}(a loop without end)")]
    [TestCase("u@old.local.example", "550 5.7.1 ", TestName = "{m}(an entry accepts no domain)")]
    public async Task No_map_makes_an_open_relay(string recipient, string expected)
    {
        await using FakeDownstream downstream = new();
        await using TestGateway gateway = await TestGateway.StartAsync(downstream, Maps);
        await using SmtpTestClient client = await gateway.GreetAsync();
        await client.SayAsync(("MAIL FROM:<a@client.example>", "250 "), ($"RCPT TO:<{recipient}>", expected));

        Assert.That(downstream.Sessions.SelectMany(session => session.Commands), Has.None.StartsWith("RCPT"));
    }

    [Test]
    public async Task Who_may_relay_may_also_use_an_alias_to_elsewhere()
    {
        await using FakeDownstream downstream = new();
        await using TestGateway gateway = await TestGateway.StartAsync(downstream, Maps + "relay: { from: [ 127.0.0.0/8 ] }\n");
        await using SmtpTestClient client = await gateway.GreetAsync();
        await client.SayAsync(("MAIL FROM:<a@client.example>", "250 "), ("RCPT TO:<lost@local.example>", "250 "), ("RCPT TO:<u@old.local.example>", "250 "));
    }

    [TestCase("550 5.1.1 No bob", "550 5.2.4 ")]
    [TestCase("450 4.2.0 Not now", "450 4.2.4 ")]
    public async Task An_alias_of_which_one_is_refused_is_refused_and_nobody_gets_the_message_for_it(string refusal, string expected)
    {
        await using FakeDownstream downstream = new();
        downstream.On("RCPT", "250 first", "250 ann", refusal, "250 first again");
        await using TestGateway gateway = await TestGateway.StartAsync(downstream, Maps);
        await using SmtpTestClient client = await gateway.GreetAsync();
        await client.SayAsync(
            ("MAIL FROM:<a@client.example>", "250 "), ("RCPT TO:<u@local.example>", "250 "), ("RCPT TO:<team@local.example>", expected), ("DATA", "354 "), (Talk.Message, "250 "));

        Assert.That(downstream.Messages.Single().Recipients.Select(AddressOf), Is.EqualTo((string[])["u@local.example"]), "ann was accepted for team, and team was refused");
    }

    [Test]
    public async Task When_the_server_thinks_otherwise_of_a_recipient_that_stood_nothing_is_sent()
    {
        await using FakeDownstream downstream = new();
        downstream.On("RCPT", "250 first", "250 ann", "550 5.1.1 No bob", "450 4.2.1 Not any more");
        await using TestGateway gateway = await TestGateway.StartAsync(downstream, Maps);
        await using SmtpTestClient client = await gateway.GreetAsync();
        await client.SayAsync(
            ("MAIL FROM:<a@client.example>", "250 "), ("RCPT TO:<u@local.example>", "250 "), ("RCPT TO:<team@local.example>", "550 5.2.4 "), ("DATA", "451 "));

        Assert.That(downstream.Messages, Is.Empty);
    }

    [Test]
    public async Task Somebody_whom_two_aliases_name_gets_one_copy()
    {
        await using FakeDownstream downstream = new();
        await using TestGateway gateway = await TestGateway.StartAsync(downstream, Maps);
        await using SmtpTestClient client = await gateway.GreetAsync();
        await client.SayAsync(
            ("MAIL FROM:<a@client.example>", "250 "), ("RCPT TO:<team@local.example>", "250 "), ("RCPT TO:<two-bob@local.example>", "250 "), ("DATA", "354 "), (Talk.Message, "250 "));

        Assert.That(downstream.Messages.Single().Recipients.Select(AddressOf), Is.EqualTo((string[])["ann@local.example", "bob@local.example", "a@local.example"]));
    }

    [Test]
    public async Task With_lmtp_a_failure_names_the_recipient_as_the_client_does()
    {
        await using FakeDownstream downstream = new() { IsLmtp = true };
        downstream.On(FakeDownstream.Dot, "250 Ok", "250 Ok", "552 5.2.2 Full");
        await using TestGateway gateway = await TestGateway.StartAsync($$"""
            routes: [ { name: boxes, default: true, targets: [ { host: 127.0.0.1, port: {{downstream.Listen().Port}}, protocol: lmtp } ] } ]
            rewrite: { aliases: [ { match: team@local.example, to: "ann@local.example, bob@local.example" } ] }

            """);
        await using SmtpTestClient client = await gateway.GreetAsync();
        await client.SayAsync(
            ("MAIL FROM:<a@client.example>", "250 "), ("RCPT TO:<u@local.example>", "250 "), ("RCPT TO:<team@local.example>", "250 "), ("DATA", "354 "),
            (Talk.Message, "550 5.2.0 Delivered to some recipients, refused for: team@local.example"));
    }

    [Test]
    public async Task An_alias_over_two_routes_waits_for_the_administrator()
    {
        await using FakeDownstream first = new();
        await using FakeDownstream second = new();
        await using TestGateway gateway = await TestGateway.StartAsync($$"""
            routes:
              - { name: first, default: true, targets: [ { host: 127.0.0.1, port: {{first.Listen().Port}} } ] }
              - { name: second, domains: [ partner.example ], targets: [ { host: 127.0.0.1, port: {{second.Listen().Port}} } ] }
            rewrite: { forward_to: [ partner.example ], aliases: [ { match: both@local.example, to: "a@local.example, a@partner.example" }, { match: one@local.example, to: a@partner.example } ] }

            """);
        await using SmtpTestClient client = await gateway.GreetAsync();
        await client.SayAsync(("MAIL FROM:<a@client.example>", "250 "), ("RCPT TO:<both@local.example>", "451 4.3.5 "), ("RCPT TO:<one@local.example>", "250 "));

        Assert.That(second.Sessions.SelectMany(session => session.Commands), Has.Some.StartsWith("RCPT TO:<a@partner.example>"));
    }

    [Test]
    public async Task Senders_are_rewritten_in_the_envelope_and_in_the_header_each_by_their_entries()
    {
        await using FakeDownstream downstream = new();
        await using TestGateway gateway = await TestGateway.StartAsync(downstream, Maps);
        await using SmtpTestClient client = await gateway.GreetAsync();
        await client.SayAsync(
            ("MAIL FROM:<inside@client.example>", "250 "), ("RCPT TO:<u@local.example>", "250 "), ("DATA", "354 "),
            ("From: \"A (b)\" <inside@host.client.example>\r\nSender: root@host.client.example\r\nTo: u@old.local.example,\r\n x@other.example\r\n\r\nu@old.local.example\r\n.", "250 "));

        FakeMessage message = downstream.Messages.Single();
        Assert.That(message.Mail, Does.StartWith("MAIL FROM:<outside@client.example>"));
        Assert.That(message.Text, Does.Contain("From: \"A (b)\" <inside@client.example>\r\nSender: root@host.client.example\r\nTo: u@local.example,\r\n x@other.example\r\n\r\nu@old.local.example\r\n"));
    }

    [Test]
    public async Task Tags_are_stripped_for_a_server_that_does_not_know_them()
    {
        await using FakeDownstream downstream = new();
        await using TestGateway gateway = await TestGateway.StartAsync(downstream, "rewrite: { recipient_delimiter: \"+-\", subaddress: strip }\n");
        await using SmtpTestClient client = await gateway.GreetAsync();
        await client.SayAsync(
            ("MAIL FROM:<a+b@client.example>", "250 "), ("RCPT TO:<u+news@local.example>", "250 "), ("RCPT TO:<v-x+y@local.example>", "250 "), ("RCPT TO:<\"w+z\"@local.example>", "250 "),
            ("DATA", "354 "), (Talk.Message, "250 "));

        Assert.That(downstream.Messages.Single().Recipients.Select(AddressOf), Is.EqualTo((string[])["u@local.example", "v@local.example", "\"w+z\"@local.example"]));
        Assert.That(downstream.Messages.Single().Mail, Does.StartWith("MAIL FROM:<a+b@client.example>"));
    }

    [Test]
    public async Task Forwarded_mail_gets_a_reverse_path_of_ours_and_its_bounce_finds_back()
    {
        ManualTimeProvider time = new();
        await using FakeDownstream downstream = new();
        await using TestGateway gateway = await TestGateway.StartAsync(downstream, Srs(), time);
        await using SmtpTestClient client = await gateway.GreetAsync();
        await client.SayAsync(
            ("MAIL FROM:<author@client.example>", "250 "), ("RCPT TO:<away@local.example>", "250 "), ("RCPT TO:<u@local.example>", "452 4.5.3 "), ("DATA", "354 "), (Talk.Message, "250 "),
            ("MAIL FROM:<author@client.example>", "250 "), ("RCPT TO:<u@local.example>", "250 "), ("RCPT TO:<away@local.example>", "452 4.5.3 "), ("DATA", "354 "), (Talk.Message, "250 "),
            ("MAIL FROM:<u@local.example>", "250 "), ("RCPT TO:<away@local.example>", "250 "), ("DATA", "354 "), (Talk.Message, "250 "));

        string srs = AddressOf(downstream.Messages[0].Mail);
        Assert.That(srs, Does.Match(@"^SRS0=[A-Z2-7]{6}=[A-Z2-7]{2}=client\.example=author@srs\.local\.example$"));
        Assert.That(downstream.Messages[1].Mail, Does.StartWith("MAIL FROM:<author@client.example>"), "what stays here keeps its sender");
        Assert.That(downstream.Messages[2].Mail, Does.StartWith("MAIL FROM:<u@local.example>"), "our own sender needs no other");

        string changed = srs.Replace("=author@", "=victim@", StringComparison.Ordinal);
        await client.SayAsync(
            ("MAIL FROM:<>", "250 "), ($"RCPT TO:<{changed}>", "550 5.1.1 "), ($"RCPT TO:<{srs.ToLowerInvariant()}>", "250 "), ("DATA", "354 "), (Talk.Message, "250 "),
            ("MAIL FROM:<spammer@client.example>", "250 "), ($"RCPT TO:<{srs}>", "550 5.7.1 "), ("RCPT TO:<u@srs.local.example>", "550 5.7.1 "), ("RSET", "250 "));
        Assert.That(AddressOf(downstream.Messages[3].Recipients.Single()), Is.EqualTo("author@client.example"));

        await client.SayAsync(("QUIT", "221 "));
        time.Advance(TimeSpan.FromDays(22));
        await using SmtpTestClient later = await gateway.GreetAsync();
        await later.SayAsync(("MAIL FROM:<>", "250 "), ($"RCPT TO:<{srs}>", "550 5.1.1 "));
    }

    [Test]
    public async Task A_map_file_is_read_again_when_it_changes_and_a_bad_one_changes_nothing()
    {
        await using FakeDownstream downstream = new();
        string settings = $"downstream: \"{downstream.Listen()}\"\n";
        await using TestGateway gateway = await TestGateway.StartAsync(settings);
        gateway.Write("virtual", "# people\nteam@local.example  ann@local.example,\n    bob@local.example\n");
        settings += "rewrite: { aliases: [ { file: virtual } ] }\n";
        Assert.That(await gateway.ReloadAsync(settings), Is.True);
        await using SmtpTestClient client = await gateway.GreetAsync();
        await client.DeliverAsync("team@local.example");
        gateway.Write("virtual", "team@local.example team@\n");
        Assert.That(await gateway.ReloadAsync(settings), Is.False);
        await client.DeliverAsync("team@local.example");
        gateway.Write("virtual", "team@local.example  carol@local.example\n");
        Assert.That(await gateway.ReloadAsync(settings), Is.True);
        await using SmtpTestClient next = await gateway.GreetAsync();
        await next.DeliverAsync("team@local.example");

        Assert.That(downstream.Messages.Select(message => string.Join(' ', message.Recipients.Select(AddressOf))), Is.EqualTo((string[])
            ["ann@local.example bob@local.example", "ann@local.example bob@local.example", "carol@local.example"]));
    }

    [TestCase("bcc: archive@local.example", "a@client.example", "u@local.example v@local.example archive@local.example")]
    [TestCase("bcc: [ archive@foreign.example, u@local.example ]", "a@client.example", "u@local.example v@local.example archive@foreign.example")]
    [TestCase("redirect: team@local.example", "a@client.example", "ann@local.example bob@local.example")]
    [TestCase("rewrite: { mail_from: bounces@local.example }", "bounces@local.example", "u@local.example v@local.example")]
    [TestCase("rewrite: { mail_from: \"\" }", "", "u@local.example v@local.example")]
    public async Task What_a_rule_says_of_the_envelope_is_done_at_whichever_stage_it_says_so(string effect, string sender, string recipients)
    {
        foreach (string stage in (string[])["connect", "helo", "mail", "rcpt", "message"])
        {
            await using FakeDownstream downstream = new();
            await using TestGateway gateway = await TestGateway.StartAsync(
                downstream, Maps, rules: $"rules: [ {{ name: R, stage: {stage}, when: 'true', {effect} }} ]\nthresholds: {{ reject: 1000 }}\n");
            await using SmtpTestClient client = await gateway.GreetAsync();
            await client.SayAsync(
                ("MAIL FROM:<a@client.example>", "250 "), ("RCPT TO:<u@local.example>", "250 "), ("RCPT TO:<v@local.example>", "250 "), ("DATA", "354 "), (Talk.Message, "250 "));

            FakeMessage message = downstream.Messages.Single();
            Assert.That(message.Recipients.Select(AddressOf), Is.EquivalentTo(recipients.Split(' ')), stage);
            Assert.That(AddressOf(message.Mail), Is.EqualTo(sender), stage);
        }
    }

    [TestCase("rcpt", "550 5.7.1 ")]
    [TestCase("message", "250 ")]
    public async Task A_message_does_not_choose_where_its_copy_goes(string stage, string expected)
    {
        await using FakeDownstream downstream = new();
        await using TestGateway gateway = await TestGateway.StartAsync(
            downstream, rules: $"rules: [ {{ name: R, stage: {stage}, when: 'true', bcc: \"{{mail.from.address}}\" }} ]\nthresholds: {{ reject: 1000 }}\n");
        await using SmtpTestClient client = await gateway.GreetAsync();
        await client.SayAsync(("MAIL FROM:<victim@elsewhere.example>", "250 "), ("RCPT TO:<u@local.example>", expected));
        if (stage == "message")
        {
            await client.SayAsync(("DATA", "354 "), (Talk.Message, "550 5.7.1 "));
        }

        Assert.That(downstream.Messages, Is.Empty);
        Assert.That(downstream.Sessions.SelectMany(session => session.Commands), Has.None.Contains("RCPT TO:<victim"));
    }

    [Test]
    public async Task A_copy_that_is_refused_holds_the_message_back()
    {
        await using FakeDownstream downstream = new();
        downstream.On("RCPT", "250 first", "550 5.1.1 No archive");
        await using TestGateway gateway = await TestGateway.StartAsync(
            downstream, rules: "rules: [ { name: R, stage: message, when: 'true', bcc: archive@local.example } ]\nthresholds: { reject: 1000 }\n");
        await using SmtpTestClient client = await gateway.GreetAsync();
        await client.SayAsync(("MAIL FROM:<a@client.example>", "250 "), ("RCPT TO:<u@local.example>", "250 "), ("DATA", "354 "), (Talk.Message, "451 4.3.0 "));

        Assert.That(downstream.Messages, Is.Empty);
    }

    [Test]
    public async Task What_is_released_from_quarantine_goes_to_whom_the_alias_led_with_the_srs_sender()
    {
        await using FakeDownstream downstream = new();
        await using TestGateway gateway = await TestGateway.StartAsync(
            downstream, Srs(), rules: "rules: [ { name: R, when: 'message.size > 0', action: quarantine } ]\n");
        await using SmtpTestClient client = await gateway.GreetAsync();
        await client.DeliverAsync("away@local.example");
        Run released = await Run.MailgateAsync("quarantine", "release", "--rule", "R", "-c", gateway.ConfigurationFile);

        Assert.That(released.ExitCode, Is.Zero, released.Error + released.Standard);
        Assert.That(AddressOf(downstream.Messages.Single().Mail), Does.StartWith("SRS0="));
        Assert.That(AddressOf(downstream.Messages.Single().Recipients.Single()), Is.EqualTo("away@partner.example"));
    }

    private static string Srs() => $$"""
        rewrite:
          forward_to: [ partner.example ]
          aliases: [ { match: away@local.example, to: away@partner.example } ]
          srs: { domain: srs.local.example, secrets: [ "{{Secret}}" ] }

        """;

    private static string AddressOf(string command) => Regex.Match(command, "<(.*)>").Groups[1].Value;
}
