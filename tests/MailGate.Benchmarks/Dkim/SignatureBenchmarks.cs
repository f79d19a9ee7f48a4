using System.Security.Cryptography;
using System.Text;
using BenchmarkDotNet.Attributes;
using MailGate.Mail.Addresses;
using MailGate.Mail.Crypto;
using MailGate.Mail.Dkim;
using MailGate.Mail.Dns;
using MailGate.Mail.Messages;

namespace MailGate.Benchmarks.Dkim;

/// <summary>What signatures cost: the bare operations (beside <c>openssl speed</c>), and a small message from header section to result.</summary>
[MemoryDiagnoser]
public class SignatureBenchmarks
{
    private static readonly DkimSigningKey Rsa = Create(DkimAlgorithm.RsaSha256, "r");
    private static readonly DkimSigningKey Ed25519Key = Create(DkimAlgorithm.Ed25519Sha256, "e");
    private static readonly RecordFileResolver Dns = RecordFileResolver.Parse(Rsa.ToZoneLine() + "\n" + Ed25519Key.ToZoneLine());
    private static readonly DateTimeOffset Now = DateTimeOffset.FromUnixTimeSeconds(1_780_000_000);

    private readonly byte[] hash = SHA256.HashData("data"u8);
    private byte[] rsaSignature = null!, edSignature = null!, unsigned = null!, signedByRsa = null!, signedByEd25519 = null!;
    private VerificationKey rsaKey = null!, edKey = null!;

    [GlobalSetup]
    public void SetUp()
    {
        rsaSignature = Rsa.Key.Sign(hash);
        edSignature = Ed25519Key.Key.Sign(hash);
        rsaKey = Read(Rsa);
        edKey = Read(Ed25519Key);
        unsigned = Encoding.ASCII.GetBytes(
            string.Concat(Enumerable.Repeat("Received: from a.example (a.example [192.0.2.1]) by b.example with ESMTPS; Thu, 28 May 2026 20:26:40 +0000\r\n", 5))
            + "From: Alice <alice@example.com>\r\nTo: Bob <bob@example.net>\r\nSubject: A message of the usual kind\r\nDate: Thu, 28 May 2026 20:26:40 +0000\r\n"
            + "Message-ID: <1@example.com>\r\nMIME-Version: 1.0\r\nContent-Type: text/plain\r\n\r\n"
            + string.Concat(Enumerable.Repeat("Some words that somebody wrote to somebody else, about this and that.\r\n", 60)));
        signedByRsa = Sign(Rsa);
        signedByEd25519 = Sign(Ed25519Key);
    }

    [Benchmark]
    public bool RsaVerify() => rsaKey.Verify(hash, rsaSignature);

    [Benchmark]
    public bool Ed25519Verify() => edKey.Verify(hash, edSignature);

    [Benchmark]
    public byte[] RsaSign() => Rsa.Key.Sign(hash);

    [Benchmark]
    public byte[] Ed25519Sign() => Ed25519Key.Key.Sign(hash);

    [Benchmark]
    public DkimResult VerifyMessageRsa() => Verify(signedByRsa);

    [Benchmark]
    public DkimResult VerifyMessageEd25519() => Verify(signedByEd25519);

    [Benchmark]
    public DkimResult VerifyMessageUnsigned() => Verify(unsigned);

    [Benchmark]
    public int SignMessageEd25519() => Sign(Ed25519Key).Length;

    private static DkimSigningKey Create(DkimAlgorithm algorithm, string selector) => new(
        Domain.Parse("example.com"), Domain.Parse(selector), DkimPrivateKey.FromPem(DkimKeyGenerator.CreatePrivateKeyPem(algorithm)));

    private static VerificationKey Read(DkimSigningKey key) =>
        DkimKeyRecord.TryParse(key.Key.RecordText, out DkimKeyRecord? record, out string? error) ? record!.Key! : throw new FormatException(error);

    private static DkimResult Verify(byte[] message)
    {
        HeaderSection headers = HeaderSection.Parse(message);
        using DkimVerifier verifier = new(headers);
        verifier.Append(message.AsSpan(headers.BodyOffset));
        ValueTask<DkimVerification> verification = verifier.CompleteAsync(Dns, Now, CancellationToken.None);
        return verification.IsCompletedSuccessfully ? verification.GetAwaiter().GetResult().Result : throw new InvalidOperationException("the records are in memory");
    }

    private byte[] Sign(DkimSigningKey key) =>
        new DkimSigner([key]).TrySign(unsigned, Now, out byte[]? fields, out string? error) ? [.. fields, .. unsigned] : throw new FormatException(error);
}
