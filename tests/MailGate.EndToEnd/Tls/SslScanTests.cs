using MailGate.EndToEnd.Support;
using NUnit.Framework;

namespace MailGate.EndToEnd.Tls;

/// <summary>sslscan (Debian package sslscan) looks for weak TLS and finds none.</summary>
internal sealed class SslScanTests
{
    [TestCase(0, "--starttls-smtp", TestName = "Sslscan_finds_nothing_weak(STARTTLS)")]
    [TestCase(1, "--no-colour", TestName = "Sslscan_finds_nothing_weak(implicit TLS)")]
    public async Task Sslscan_finds_nothing_weak(int listener, string option)
    {
        string program = Tools.Find("sslscan", "sslscan");
        await using GatewayProcess gateway = await GatewayProcess.StartAsync("""
            listeners:
              - { address: "127.0.0.1:0", name: mx, tls: starttls }
              - { address: "127.0.0.1:0", name: mx-tls, tls: implicit }
            downstream: capture
            limits: { sessions_per_address: 500 }

            """);
        // Its heartbleed probe sends what breaks the handshake, and where the reset is faster than its second send it gives up without listing anything.
        (int exitCode, string output) = await Tools.RunAsync(program, [option, "--no-colour", "--no-heartbleed", $"127.0.0.1:{gateway.EndPoints[listener].Port}"]);

        Assert.That(exitCode, Is.Zero, output);
        foreach (string version in new[] { "SSLv2", "SSLv3", "TLSv1.0", "TLSv1.1" })
        {
            Assert.That(output, Does.Match($@"{version}\s+disabled"));
        }

        Assert.That(output, Does.Match(@"TLSv1\.2\s+enabled").And.Match(@"TLSv1\.3\s+enabled"));
        Assert.That(output, Does.Not.Match("(?i)insecure|compression enabled"));
        string[] ciphers = [.. output.Split('\n').Where(line => line.StartsWith("Accepted", StringComparison.Ordinal) || line.StartsWith("Preferred", StringComparison.Ordinal))];
        Assert.That(ciphers, Is.Not.Empty, output);
        // Forward secrecy, AES or ChaCha20, SHA-2: of CBC only what Debian's OpenSSL itself holds for good, since a choice of ours would cost session resumption.
        Assert.That(ciphers, Is.All.Match(@" (TLS_(AES|CHACHA20)\S+|ECDHE-\S+(GCM|CHACHA20|AES(128|256)-SHA(256|384))\S*) "));
        Assert.That(output, Does.Not.Match(@"Accepted.* (112|56|40|0) bits"));
    }
}
