using MailGate.EndToEnd.Deploy;
using MailGate.EndToEnd.Support;
using NUnit.Framework;

namespace MailGate.EndToEnd.Tls;

/// <summary>sslscan (Debian package sslscan) looks for weak TLS and finds none.</summary>
internal sealed class SslScanTests
{
    private const string Settings = """
        listeners:
          - { address: "127.0.0.1:0", name: mx, tls: starttls }
          - { address: "127.0.0.1:0", name: mx-tls, tls: implicit }
        downstream: capture
        limits: { sessions_per_address: 500 }

        """;

    [TestCase(0, "--starttls-smtp", TestName = "Sslscan_finds_nothing_weak(STARTTLS)")]
    [TestCase(1, "--no-colour", TestName = "Sslscan_finds_nothing_weak(implicit TLS)")]
    public async Task Sslscan_finds_nothing_weak(int listener, string option)
    {
        await using GatewayProcess gateway = await GatewayProcess.StartAsync(Settings);
        (string output, string[] ciphers) = await ScanAsync(gateway, listener, option);

        foreach (string version in new[] { "SSLv2", "SSLv3", "TLSv1.0", "TLSv1.1" })
        {
            Assert.That(output, Does.Match($@"{version}\s+disabled"));
        }

        Assert.That(output, Does.Match(@"TLSv1\.2\s+enabled").And.Match(@"TLSv1\.3\s+enabled"));
        Assert.That(output, Does.Not.Match("(?i)insecure|compression enabled"));
        // Forward secrecy, AES or ChaCha20, SHA-2: of CBC only what Debian's OpenSSL itself holds for good, since a choice of ours would cost session resumption.
        Assert.That(ciphers, Is.All.Match(@" (TLS_(AES|CHACHA20)\S+|ECDHE-\S+(GCM|CHACHA20|AES(128|256)-SHA(256|384))\S*) "));
        Assert.That(output, Does.Not.Match(@"Accepted.* (112|56|40|0) bits"));
    }

    [Test]
    public async Task With_the_configuration_of_OpenSSL_that_is_shipped_there_is_no_CBC_and_sessions_are_resumed()
    {
        await using GatewayProcess gateway = await GatewayProcess.StartAsync(
            Settings, environment: new Dictionary<string, string> { ["OPENSSL_CONF"] = DeployFiles.PathOf("openssl.cnf") });
        (_, string[] ciphers) = await ScanAsync(gateway, 1, "--no-colour");

        Assert.That(ciphers, Is.All.Match(@" (TLS_(AES|CHACHA20)\S+|ECDHE-\S+(GCM|CHACHA20)\S*) "));
        Assert.That(ciphers, Has.Some.Contains("TLSv1.2").And.Some.Contains("TLSv1.3"));
        await AssertResumesAsync(gateway);
    }

    [Test]
    public async Task Sessions_are_resumed()
    {
        await using GatewayProcess gateway = await GatewayProcess.StartAsync(Settings);
        await AssertResumesAsync(gateway);
    }

    private static async Task<(string Output, string[] Ciphers)> ScanAsync(GatewayProcess gateway, int listener, string option)
    {
        // Its heartbleed probe sends what breaks the handshake, and where the reset is faster than its second send it gives up without listing anything.
        (int exitCode, string output) = await Tools.RunAsync(
            Tools.Find("sslscan", "sslscan"), [option, "--no-colour", "--no-heartbleed", $"127.0.0.1:{gateway.EndPoints[listener].Port}"]);
        Assert.That(exitCode, Is.Zero, output);
        string[] ciphers = [.. output.Split('\n').Where(line => line.StartsWith("Accepted", StringComparison.Ordinal) || line.StartsWith("Preferred", StringComparison.Ordinal))];
        Assert.That(ciphers, Is.Not.Empty, output);
        return (output, ciphers);
    }

    // RFC 5077 and RFC 8446 section 2.2: a second handshake with the ticket of the first.
    private static async Task AssertResumesAsync(GatewayProcess gateway)
    {
        foreach (string version in new[] { "-tls1_2", "-tls1_3" })
        {
            string ticket = Path.GetTempFileName();
            string openssl = Tools.Find("openssl", "openssl");
            await Tools.RunAsync(openssl, [.. Handshake(version), "-sess_out", ticket], "QUIT\r\n");
            (_, string output) = await Tools.RunAsync(openssl, [.. Handshake(version), "-sess_in", ticket], "QUIT\r\n");
            File.Delete(ticket);
            Assert.That(output, Does.Contain($"Reused, {(version == "-tls1_2" ? "TLSv1.2" : "TLSv1.3")}"), output);
        }

        string[] Handshake(string version) => ["s_client", "-connect", $"127.0.0.1:{gateway.EndPoints[1].Port}", version, "-ign_eof"];
    }
}
