using System.Diagnostics;
using MailGate.EndToEnd.Support;
using NUnit.Framework;

namespace MailGate.EndToEnd.Tls;

/// <summary>Certificates of both sides, as OpenSSL's client sees them.</summary>
internal sealed class CertificateTests
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    private DirectoryInfo _folder = null!;
    private GatewayProcess _gateway = null!;

    [SetUp]
    public async Task StartAsync()
    {
        _folder = Directory.CreateTempSubdirectory("mailgate-certificates-");
        Write("one.test", "one");
        Write("two.test", "two");
        _gateway = await GatewayProcess.StartAsync($$"""
            listeners: [ { address: "127.0.0.1:0", name: mx, tls: starttls, client_certificates: true } ]
            tls: { certificates: [ { cert: {{PathOf("one.crt")}}, key: {{PathOf("one.key")}} }, { cert: {{PathOf("two.crt")}}, key: {{PathOf("two.key")}} } ] }
            downstream: capture

            """);
    }

    [TearDown]
    public async Task StopAsync()
    {
        await (_gateway?.DisposeAsync() ?? default);
        _folder.Delete(recursive: true);
    }

    [TestCase("one.test", "one.test")]
    [TestCase("TWO.test", "two.test")]
    [TestCase("other.test", "one.test")]
    [TestCase(null, "one.test")]
    public async Task The_certificate_is_that_of_the_name_asked_for_or_the_first(string? name, string expected)
    {
        await using OpensslClient client = await ConnectAsync(name is null ? ["-noservername"] : ["-servername", name]);

        Assert.That(client.Output, Does.Match($@"subject=CN ?= ?{expected}\s"));
    }

    [Test]
    public async Task A_client_certificate_is_in_the_log_with_its_transaction()
    {
        string fingerprint = Write("client.example", "client");
        await using OpensslClient client = await ConnectAsync("-cert", PathOf("client.crt"), "-key", PathOf("client.key"));
        await client.SayAsync("EHLO client.example", "ENHANCEDSTATUSCODES");
        await DeliverAsync(client);

        Assert.That(
            await LineOfTransactionAsync(), Does.Contain("\"client_certificate\":\"CN=client.example\"").And.Contain($"\"client_certificate_sha256\":\"{fingerprint}\""));
    }

    [Test]
    public async Task Replaced_files_serve_the_next_handshake_and_drop_no_session()
    {
        await using OpensslClient before = await ConnectAsync("-servername", "two.test");
        await before.SayAsync("EHLO client.example", "ENHANCEDSTATUSCODES");
        string old = FingerprintOf(before.Output);

        // As an ACME client does it: the new pair in place of the old, and no word to anybody.
        string fresh = Write("two.test", "two");
        string seen = old;
        for (long startedAt = Stopwatch.GetTimestamp(); seen == old && Stopwatch.GetElapsedTime(startedAt) < Patience;)
        {
            await using OpensslClient next = await ConnectAsync("-servername", "two.test");
            seen = FingerprintOf(next.Output);
        }

        Assert.That(seen, Is.EqualTo(fresh));
        Assert.That(old, Is.Not.EqualTo(fresh));
        await DeliverAsync(before);
    }

    private Task<OpensslClient> ConnectAsync(params string[] options) => OpensslClient.ConnectAsync(_gateway.EndPoints[0].Port, options);

    private static async Task DeliverAsync(OpensslClient client)
    {
        await client.SayAsync("MAIL FROM:<a@client.example>", "250 2.1.0");
        await client.SayAsync("rcpt TO:<user@ex.test>", "250 2.1.5");
        await client.SayAsync("DATA", "354 ");
        await client.SayAsync("Subject: x\n\nbody\n.", "250 2.0.0");
    }

    private async Task<string> LineOfTransactionAsync()
    {
        for (long startedAt = Stopwatch.GetTimestamp(); Stopwatch.GetElapsedTime(startedAt) < Patience; await Task.Delay(20))
        {
            if (_gateway.Log().FirstOrDefault(line => line.Contains("\"event\":\"transaction\"", StringComparison.Ordinal)) is { } line)
            {
                return line;
            }
        }

        return "";
    }

    private static string FingerprintOf(string output)
    {
        const string Begin = "-----BEGIN CERTIFICATE-----";
        const string End = "-----END CERTIFICATE-----";
        int start = output.IndexOf(Begin, StringComparison.Ordinal);
        string pem = output[start..(output.IndexOf(End, start, StringComparison.Ordinal) + End.Length)];
        using var certificate = System.Security.Cryptography.X509Certificates.X509Certificate2.CreateFromPem(pem);
        return certificate.GetCertHashString(System.Security.Cryptography.HashAlgorithmName.SHA256);
    }

    private string PathOf(string name) => Path.Combine(_folder.FullName, name);

    private string Write(string name, string file) => PemCertificate.Write(name, PathOf(file + ".crt"), PathOf(file + ".key"));
}
