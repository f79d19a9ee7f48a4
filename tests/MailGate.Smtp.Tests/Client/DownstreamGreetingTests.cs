using System.Net;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using MailGate.Smtp.Client;
using MailGate.Tests.Common;
using NUnit.Framework;

namespace MailGate.Smtp.Tests.Client;

internal sealed class DownstreamGreetingTests
{
    private static readonly ClientIdentity Client = new()
    {
        Client = new IPEndPoint(IPAddress.Parse("192.0.2.7"), 4711), Server = new IPEndPoint(IPAddress.Parse("192.0.2.1"), 25), Helo = "client.test", Protocol = "ESMTP",
    };

    [Test]
    public async Task A_server_without_ehlo_is_greeted_by_helo()
    {
        await using var harness = new ClientHarness(new FakeDownstream().On("EHLO", "502 5.5.1 What?"));

        DownstreamConnection connection = await harness.ConnectAsync();

        Assert.That(harness.Session.Commands, Is.EqualTo(new[] { "EHLO gate.test", "HELO gate.test" }));
        Assert.That(connection.Keywords, Is.EqualTo(EhloKeywords.None));
        Assert.That((await harness.SendAsync(connection)).IsPositive);
    }

    [Test]
    public async Task An_lmtp_server_is_greeted_by_lhlo_only()
    {
        await using var harness = new ClientHarness(new FakeDownstream { IsLmtp = true }.On("LHLO", "500 5.5.1 What?"));

        DownstreamConnectResult result = await harness.ConnectResultAsync();

        Assert.That(result.Outcome.ToString(), Does.StartWith("Ehlo: Reply, 500"));
        Assert.That(harness.Session.Commands, Is.EqualTo(new[] { "LHLO gate.test" }));
    }

    [TestCase(DownstreamTls.None, false)]
    [TestCase(DownstreamTls.Opportunistic, true)]
    [TestCase(DownstreamTls.Require, true)]
    public async Task Tls_is_used_as_the_target_says(DownstreamTls tls, bool expected)
    {
        await using var harness = new ClientHarness();
        harness.Downstream.Keywords.Add("STARTTLS");
        harness.Target = harness.Target with { Tls = tls };

        DownstreamConnection connection = await harness.ConnectAsync();

        Assert.That(connection.Tls is not null, Is.EqualTo(expected));
        Assert.That((await harness.SendAsync(connection)).IsPositive);
        Assert.That(harness.Session.Commands.Count(c => c.StartsWith("EHLO", StringComparison.Ordinal)), Is.EqualTo(expected ? 2 : 1));
    }

    [TestCase("downstream.test", true)]
    [TestCase("other.test", false)]
    public async Task Verify_takes_a_certificate_only_for_the_name(string name, bool expected)
    {
        await using var harness = new ClientHarness();
        harness.Downstream.Keywords.Add("STARTTLS");
        var authorities = new X509Certificate2Collection(FakeDownstream.Certificate);
        harness.Target = harness.Target with { Tls = DownstreamTls.Verify, Host = name, Authorities = authorities };

        DownstreamConnectResult result = await harness.ConnectResultAsync();

        Assert.That(result.Outcome.IsPositive, Is.EqualTo(expected), result.Outcome.ToString());
        Assert.That(expected || result.Outcome.Phase == DownstreamPhase.Tls);
    }

    [Test]
    public async Task Verify_takes_no_certificate_of_an_unknown_authority()
    {
        await using var harness = new ClientHarness();
        harness.Downstream.Keywords.Add("STARTTLS");
        harness.Target = harness.Target with { Tls = DownstreamTls.Verify };

        Assert.That((await harness.ConnectResultAsync()).Outcome.Phase, Is.EqualTo(DownstreamPhase.Tls));
    }

    [TestCase(DownstreamTls.Require)]
    [TestCase(DownstreamTls.Verify)]
    public async Task Stripped_starttls_is_not_borne_where_tls_is_required(DownstreamTls tls)
    {
        await using var harness = new ClientHarness();
        harness.Target = harness.Target with { Tls = tls };

        DownstreamConnectResult result = await harness.ConnectResultAsync();

        Assert.That((result.Outcome.Phase, result.Outcome.Kind), Is.EqualTo((DownstreamPhase.Tls, DownstreamOutcomeKind.Local)));
        Assert.That(harness.Session.Commands, Is.EqualTo(new[] { "EHLO gate.test" }));
    }

    [TestCase(DownstreamTls.Opportunistic)]
    [TestCase(DownstreamTls.Require)]
    public async Task Octets_behind_the_reply_to_starttls_end_the_connection(DownstreamTls tls)
    {
        await using var harness = new ClientHarness(new FakeDownstream().On("STARTTLS", "220 2.0.0 Go on\n250-evil.test\n250 AUTH PLAIN"));
        harness.Downstream.Keywords.Add("STARTTLS");
        harness.Target = harness.Target with { Tls = tls };

        DownstreamConnectResult result = await harness.ConnectResultAsync();

        Assert.That((result.Outcome.Phase, result.Outcome.Kind), Is.EqualTo((DownstreamPhase.Tls, DownstreamOutcomeKind.Malformed)));
        Assert.That(result.Connection, Is.Null);
    }

    [Test]
    public async Task A_refused_starttls_leaves_an_opportunistic_connection_in_clear()
    {
        await using var harness = new ClientHarness(new FakeDownstream().On("STARTTLS", "454 4.7.0 Not now"));
        harness.Downstream.Keywords.Add("STARTTLS");
        harness.Target = harness.Target with { Tls = DownstreamTls.Opportunistic };

        DownstreamConnection connection = await harness.ConnectAsync();

        Assert.That(connection.Tls, Is.Null);
        Assert.That((await harness.SendAsync(connection)).IsPositive);
    }

    [Test]
    public async Task A_failed_handshake_is_followed_by_a_new_connection_in_clear_when_tls_is_only_wished_for()
    {
        await using var harness = new ClientHarness(new FakeDownstream().On("STARTTLS", FakeAnswer.Reply("220 2.0.0 Go on") with { After = FakeAnswer.Then.Close }));
        harness.Downstream.Keywords.Add("STARTTLS");
        harness.Target = harness.Target with { Tls = DownstreamTls.Opportunistic };

        DownstreamConnection connection = await harness.ConnectAsync();

        Assert.That(connection.Tls, Is.Null);
        Assert.That(harness.Downstream.Sessions, Has.Count.EqualTo(2));
    }

    [Test]
    public async Task Xclient_tells_every_attribute_that_the_server_takes_and_is_followed_by_ehlo()
    {
        await using var harness = new ClientHarness();
        harness.Downstream.Keywords.Add("XCLIENT NAME ADDR PORT PROTO HELO LOGIN DESTADDR DESTPORT FUTURE");
        harness.Target = harness.Target with { Identity = DownstreamIdentity.XClient };

        DownstreamConnection connection = await harness.ConnectAsync(Client with { Login = "j d=o\r\ne" });

        Assert.That(harness.Session.Commands, Is.EqualTo(new[]
        {
            "EHLO gate.test",
            "XCLIENT NAME=[UNAVAILABLE] ADDR=192.0.2.7 PORT=4711 PROTO=ESMTP HELO=client.test LOGIN=j+20d+3Do+0D+0Ae DESTADDR=192.0.2.1 DESTPORT=25",
            "EHLO client.test",
        }));
        Assert.That(connection.CanIntroduceAgain);
    }

    [Test]
    public async Task Where_xclient_is_configured_and_not_offered_nobody_passes_as_the_gateway()
    {
        await using var harness = new ClientHarness();
        harness.Target = harness.Target with { Identity = DownstreamIdentity.XClient };

        DownstreamConnectResult result = await harness.ConnectResultAsync(Client);

        Assert.That((result.Outcome.Phase, result.Outcome.Kind), Is.EqualTo((DownstreamPhase.Identity, DownstreamOutcomeKind.Local)));
    }

    [Test]
    public async Task Xforward_goes_with_each_transaction_in_the_same_write()
    {
        await using var harness = new ClientHarness();
        harness.Downstream.Keywords.Add("XFORWARD NAME ADDR IDENT SOURCE");
        harness.Target = harness.Target with { Identity = DownstreamIdentity.XForward };
        DownstreamConnection connection = await harness.ConnectAsync(Client);

        await harness.SendAsync(connection);
        await harness.SendAsync(connection);

        Assert.That(harness.Session.Writes, Has.Exactly(2).StartsWith("XFORWARD NAME=[UNAVAILABLE] ADDR=192.0.2.7 IDENT=id1 SOURCE=REMOTE\r\nMAIL"));
    }

    [TestCase(DownstreamIdentity.ProxyV1, "PROXY TCP4 192.0.2.7 192.0.2.1 4711 25\r\n")]
    [TestCase(DownstreamIdentity.ProxyV2, "\r\n\r\n\0\r\nQUIT\n\x21\x11\0\x0c\xc0\0\x02\x07\xc0\0\x02\x01\x12\x67\0\x19")]
    public async Task The_proxy_header_goes_before_everything(DownstreamIdentity identity, string expected)
    {
        await using var harness = new ClientHarness(new FakeDownstream());
        harness.Target = harness.Target with { Identity = identity };

        await harness.ConnectResultAsync(Client);

        Assert.That(Encoding.Latin1.GetString(harness.Session.Received), Does.StartWith(expected));
    }

    [TestCase("AUTH PLAIN LOGIN", "AUTH PLAIN AHVzZXIAcMOkc3M=")]
    [TestCase("AUTH LOGIN", "AUTH LOGIN|dXNlcg==|cMOkc3M=")]
    public async Task The_gateway_authenticates_itself(string keyword, string expected)
    {
        await using var harness = new ClientHarness(new FakeDownstream().On("dXNlcg==", "334 UGFzc3dvcmQ6").On("cMOkc3M=", "235 2.7.0 Ok"));
        if (!keyword.Contains("PLAIN", StringComparison.Ordinal))
        {
            harness.Downstream.On("AUTH", "334 VXNlcm5hbWU6");
        }

        harness.Downstream.Keywords.Add(keyword);
        harness.Target = harness.Target with { UserName = "user", Password = "p\u00e4ss" };

        await harness.ConnectAsync();

        Assert.That(string.Join('|', harness.Session.Commands.Skip(1)), Is.EqualTo(expected));
    }

    [Test]
    public async Task No_password_goes_in_clear_where_tls_was_wished_for()
    {
        await using var harness = new ClientHarness();
        harness.Downstream.Keywords.Add("AUTH PLAIN");
        harness.Target = harness.Target with { UserName = "user", Password = "secret", Tls = DownstreamTls.Opportunistic };

        DownstreamConnectResult result = await harness.ConnectResultAsync();

        Assert.That(result.Outcome.Phase, Is.EqualTo(DownstreamPhase.Auth));
        Assert.That(harness.Session.Commands, Is.EqualTo(new[] { "EHLO gate.test" }));
    }

    [Test]
    public async Task Login_gives_nothing_for_a_third_question()
    {
        await using var harness = new ClientHarness(new FakeDownstream().On("AUTH", "334 a").On("dXNlcg==", "334 b").On("c2VjcmV0", "334 c").On("*", "501 5.7.0 Cancelled"));
        harness.Downstream.Keywords.Add("AUTH LOGIN");
        harness.Target = harness.Target with { UserName = "user", Password = "secret" };

        DownstreamConnectResult result = await harness.ConnectResultAsync();

        Assert.That(result.Outcome.ToString(), Does.StartWith("Auth: Reply, 501"));
    }

    [Test]
    public async Task A_name_with_a_line_end_is_never_said()
    {
        await using var harness = new ClientHarness();
        harness.Target = harness.Target with { HeloName = "gate.test\r\nQUIT" };

        DownstreamConnectResult result = await harness.ConnectResultAsync();

        Assert.That(result.Outcome.Kind, Is.EqualTo(DownstreamOutcomeKind.Local));
        Assert.That(harness.Session.Received, Is.Empty);
    }
}
