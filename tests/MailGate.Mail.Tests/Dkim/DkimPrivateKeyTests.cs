using System.Security.Cryptography;
using MailGate.Mail.Addresses;
using MailGate.Mail.Dkim;
using NUnit.Framework;

namespace MailGate.Mail.Tests.Dkim;

[TestFixture]
internal sealed class DkimPrivateKeyTests
{
    // Made with: openssl genpkey -algorithm ed25519
    private const string OpenSslEd25519 = """
        -----BEGIN PRIVATE KEY-----
        MC4CAQAwBQYDK2VwBCIEIJ1hsZ3v/VpguoRK9JLsLMREScVpezJpGXA7rAMcrn9g
        -----END PRIVATE KEY-----
        """;

    [Test]
    public void Rsa_keys_are_read_as_pkcs1_and_pkcs8()
    {
        using RSA rsa = RSA.Create(1024);
        foreach (string pem in new[] { rsa.ExportRSAPrivateKeyPem(), rsa.ExportPkcs8PrivateKeyPem(), "a comment\n" + rsa.ExportPkcs8PrivateKeyPem() + "\n" })
        {
            DkimPrivateKey key = DkimPrivateKey.FromPem(pem);
            Assert.That((key.Algorithm, key.Bits), Is.EqualTo((DkimAlgorithm.RsaSha256, 1024)));
            Assert.That(key.RecordText, Is.EqualTo("v=DKIM1; k=rsa; p=" + Convert.ToBase64String(rsa.ExportSubjectPublicKeyInfo())));
        }
    }

    [Test]
    public void Ed25519_keys_are_read_as_pkcs8()
    {
        DkimPrivateKey key = DkimPrivateKey.FromPem(OpenSslEd25519);
        Assert.That((key.Algorithm, key.Bits), Is.EqualTo((DkimAlgorithm.Ed25519Sha256, 256)));
        Assert.That(key.RecordText, Is.EqualTo("v=DKIM1; k=ed25519; p=11qYAYKxCrfVS/7TyWQHOg7hcvPapiMlrwIaaPcHURo="));
    }

    [Test]
    public void The_private_key_is_found_behind_other_blocks()
    {
        using RSA rsa = RSA.Create(1024);
        Assert.That(DkimPrivateKey.TryFromPem(rsa.ExportSubjectPublicKeyInfoPem() + "\n" + rsa.ExportRSAPrivateKeyPem(), out DkimPrivateKey? key, out _), Is.True);
        Assert.That(key!.Bits, Is.EqualTo(1024));
    }

    [TestCase("", "no PEM block")]
    [TestCase("MC4CAQAwBQYDK2VwBCIEIJ1hsZ3v", "no PEM block")]
    [TestCase("-----BEGIN PRIVATE KEY-----\nAAAA\n-----END PRIVATE KEY-----", "cannot be read")]
    [TestCase("-----BEGIN RSA PRIVATE KEY-----\nAAAA\n-----END RSA PRIVATE KEY-----", "cannot be read")]
    [TestCase("-----BEGIN ENCRYPTED PRIVATE KEY-----\nAAAA\n-----END ENCRYPTED PRIVATE KEY-----", "encrypted")]
    [TestCase("-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----", "public key")]
    [TestCase("-----BEGIN OPENSSH PRIVATE KEY-----\nAAAA\n-----END OPENSSH PRIVATE KEY-----", "OpenSSH")]
    public void A_key_that_cannot_be_used_is_refused_with_the_reason(string pem, string reason)
    {
        Assert.That(DkimPrivateKey.TryFromPem(pem, out DkimPrivateKey? key, out string? error), Is.False);
        Assert.That(key, Is.Null);
        Assert.That(error, Does.Contain(reason));
        Assert.That(() => DkimPrivateKey.FromPem(pem), Throws.TypeOf<FormatException>().With.Message.Contains(reason));
    }

    [Test]
    public void Other_kinds_and_weak_keys_are_refused()
    {
        using RSA weak = RSA.Create(512);
        using ECDsa curve = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        Assert.That(DkimPrivateKey.TryFromPem(weak.ExportPkcs8PrivateKeyPem(), out _, out string? error), Is.False);
        Assert.That(error, Does.Contain("512 bits"));
        Assert.That(DkimPrivateKey.TryFromPem(curve.ExportPkcs8PrivateKeyPem(), out _, out error), Is.False);
        Assert.That(error, Does.Contain("neither RSA nor Ed25519"));
        Assert.That(DkimPrivateKey.TryFromPem(curve.ExportECPrivateKeyPem(), out _, out error), Is.False);
        Assert.That(error, Does.Contain("elliptic-curve"));
    }

    [Test]
    public void A_new_key_reads_back_and_its_record_fits_a_zone_file()
    {
        foreach (DkimAlgorithm algorithm in new[] { DkimAlgorithm.RsaSha256, DkimAlgorithm.Ed25519Sha256 })
        {
            DkimPrivateKey key = DkimPrivateKey.FromPem(DkimKeyGenerator.CreatePrivateKeyPem(algorithm));
            Assert.That(key.Algorithm, Is.EqualTo(algorithm));
            string line = new DkimSigningKey(Domain.Parse("example.com"), Domain.Parse("s1"), key).ToZoneLine();
            Assert.That(line, Does.StartWith("s1._domainkey.example.com. 3600 IN TXT \"v=DKIM1; k="));
            Assert.That(line.Split('"').Where((_, index) => index % 2 == 1).Select(part => part.Length), Is.All.LessThanOrEqualTo(255));
            Assert.That(string.Concat(line.Split('"').Where((_, index) => index % 2 == 1)), Is.EqualTo(key.RecordText));
            Assert.That(DkimKeyRecord.TryParse(key.RecordText, out DkimKeyRecord? record, out _), Is.True);
            Assert.That(record!.Bits, Is.EqualTo(key.Bits));
        }

        Assert.That(() => DkimKeyGenerator.CreatePrivateKeyPem(DkimAlgorithm.RsaSha256, 512), Throws.InstanceOf<ArgumentOutOfRangeException>());
        Assert.That(() => DkimKeyGenerator.CreatePrivateKeyPem(DkimAlgorithm.RsaSha1), Throws.InstanceOf<ArgumentOutOfRangeException>());
    }
}
