using System.Text;
using MailGate.EndToEnd.Support;
using MailGate.Tests.Common.Smtp;
using NUnit.Framework;

namespace MailGate.EndToEnd.Relay;

/// <summary>Submission: AUTH of real clients goes through to a real Postfix, whose users Dovecot knows.</summary>
internal sealed class SubmissionTests
{
    private DovecotServer _dovecot = null!;
    private PostfixServer _postfix = null!;
    private GatewayProcess _gateway = null!;

    [OneTimeSetUp]
    public async Task StartAsync()
    {
        _dovecot = await DovecotServer.StartAsync();
        // As Debian's submission service has it. What its users send elsewhere ends in the one Maildir, too.
        _postfix = await PostfixServer.StartAsync(postfix =>
        {
            string certificate = Path.Combine(postfix.Folder, "mta.crt");
            string key = Path.Combine(postfix.Folder, "mta.key");
            PemCertificate.Write("mta.ex.test", certificate, key);
            return $$"""
                mynetworks = 192.0.2.1/32
                smtpd_tls_security_level = may
                smtpd_tls_auth_only = yes
                smtpd_tls_chain_files = {{key}}, {{certificate}}
                smtpd_sasl_auth_enable = yes
                smtpd_sasl_type = dovecot
                smtpd_sasl_path = inet:127.0.0.1:{{_dovecot.AuthenticationPort}}
                smtpd_sasl_authenticated_header = yes
                smtpd_relay_restrictions = permit_sasl_authenticated, reject_unauth_destination
                transport_maps = inline:{ elsewhere.test=virtual: }
                """.ReplaceLineEndings("\n");
        });
        _gateway = await GatewayProcess.StartAsync($$"""
            listeners:
              - { address: "127.0.0.1:0", name: submission, tls: starttls, auth: required }
              - { address: "127.0.0.1:0", name: submissions, tls: implicit, auth: downstream }
            relay: { authenticated: true }
            routes: [ { default: true, tls: require, targets: [ { host: 127.0.0.1, port: {{_postfix.Port}} } ] } ]

            """);
    }

    [OneTimeTearDown]
    public async Task StopAsync()
    {
        foreach (IAsyncDisposable? server in (IAsyncDisposable?[])[_gateway, _postfix, _dovecot])
        {
            await (server?.DisposeAsync() ?? default);
        }
    }

    [Test]
    public async Task A_user_who_logs_in_may_send_anywhere([Values("PLAIN", "LOGIN")] string mechanism, [Values("--tls", "--tls-on-connect")] string tls)
    {
        string marker = $"auth{Guid.NewGuid():N}";
        (int exitCode, string output) = await SwaksAsync(marker, [tls, "--auth", mechanism, "--auth-user", "one@ex.test", "--auth-password", DovecotServer.Password]);

        Assert.That(exitCode, Is.Zero, output);
        IReadOnlyList<string> mail = await _postfix.FindAsync(marker, 2);
        Assert.That(mail, Has.Count.EqualTo(2), "one here, one elsewhere");
        // RFC 3848: A for authenticated; Postfix says as whom.
        Assert.That(mail, Is.All.Contains("(MailGate) with ESMTPSA id ").And.All.Contains("(Authenticated sender: one@ex.test)"));
        Assert.That(_gateway.Log(), Has.Some.Contains("\"user\":\"one@ex.test\""));
        Assert.That(string.Join('\n', _gateway.Log()), Does.Not.Contain(DovecotServer.Password).And.Not.Contain(Base64(DovecotServer.Password)));
    }

    [Test]
    public async Task A_wrong_password_is_refused_with_the_server_s_reply([Values("PLAIN", "LOGIN")] string mechanism)
    {
        string marker = $"auth{Guid.NewGuid():N}";
        (int exitCode, string output) = await SwaksAsync(marker, ["--tls", "--auth", mechanism, "--auth-user", "one@ex.test", "--auth-password", "another"]);

        Assert.That(exitCode, Is.EqualTo(28), output);
        Assert.That(output, Does.Match(@"<~\* +535 5\.7\.8 "));
        Assert.That(output, Does.Not.Contain("RCPT TO"));
    }

    [Test]
    public async Task Nobody_logs_in_in_clear()
    {
        await using SmtpTestClient client = await SmtpTestClient.ConnectAsync(_gateway.EndPoints[0]);
        await client.ReadReplyAsync();
        Assert.That(await client.CommandAsync("EHLO client.example"), Does.Contain("STARTTLS").And.Not.Contain("AUTH"));
        string response = Base64($"\0one@ex.test\0{DovecotServer.Password}");
        Assert.That(await client.CommandAsync($"AUTH PLAIN {response}"), Does.StartWith("538 5.7.11 ").Or.StartWith("530 5.7.0 "));
        Assert.That(await client.CommandAsync("MAIL FROM:<one@ex.test>"), Does.StartWith("530 5.7.0 "));
    }

    [Test]
    public async Task Who_has_not_logged_in_reaches_our_own_users_only_and_those_only_where_auth_is_not_required()
    {
        string marker = $"auth{Guid.NewGuid():N}";
        (int required, string output) = await SwaksAsync(marker, ["--tls"]);
        Assert.That(required, Is.Not.Zero);
        Assert.That(output, Does.Match(@"<~\* +530 5\.7\.0 "));

        // The other listener: the one recipient is refused, the other has mail.
        (_, output) = await SwaksAsync(marker, ["--tls-on-connect"]);
        Assert.That(output, Does.Match(@"<~\* +550 5\.7\.1 "));
        IReadOnlyList<string> mail = await _postfix.FindAsync(marker);
        Assert.That(mail, Has.Count.EqualTo(1));
        Assert.That(mail[0], Does.Contain("Delivered-To: two@ex.test").And.Contain("(MailGate) with ESMTPS id ").And.Not.Contain("Authenticated"));
    }

    private static string Base64(string text) => Convert.ToBase64String(Encoding.UTF8.GetBytes(text));

    private Task<(int ExitCode, string Output)> SwaksAsync(string subject, string[] options) => Tools.RunAsync(
        Tools.Find("swaks", "swaks"),
        [
            "--server", "127.0.0.1", "--port", $"{_gateway.EndPoints[options[0] == "--tls-on-connect" ? 1 : 0].Port}", "--from", "one@ex.test",
            "--to", "two@ex.test,friend@elsewhere.test", "--header", $"Subject: {subject}", .. options,
        ]);
}
