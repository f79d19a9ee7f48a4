using System.Text;
using MailGate.Mail.Addresses;
using MailGate.Mail.Arc;
using MailGate.Mail.Dkim;
using MailGate.Mail.Messages;
using NUnit.Framework;

namespace MailGate.Filtering.Tests.Pipeline;

/// <summary>Signs and seals messages whose keys a test's DNS has.</summary>
internal static class SignedMail
{
    public const string Message = "From: A <a@author.example>\nTo: b@rcpt.example\nSubject: hello\nDate: Thu, 1 Jan 2026 12:00:00 +0000\nMessage-ID: <1@author.example>\n\nbody\n";

    private static readonly DkimPrivateKey PrivateKey = DkimPrivateKey.FromPem(DkimKeyGenerator.CreatePrivateKeyPem(DkimAlgorithm.Ed25519Sha256));

    public static string Sign(TestMail mail, string domain, string message = Message)
    {
        Assert.That(new DkimSigner([Key(mail, domain)]).TrySign(Octets(message), mail.Time.GetUtcNow(), out byte[]? fields, out string? error), Is.True, error);
        return Text(fields!) + message;
    }

    public static async Task<string> SealAsync(TestMail mail, string domain, string results, string message = Message)
    {
        byte[] octets = Octets(message);
        HeaderSection header = HeaderSection.Parse(octets);
        using MessageVerifier verifier = new(header, dkim: false);
        ArcSealer.Request(verifier.Body);
        verifier.Append(octets.AsSpan(header.BodyOffset));
        ArcVerification chain = (await verifier.CompleteAsync(mail.Dns, mail.Time.GetUtcNow(), default)).Arc!;
        bool isSealed = new ArcSealer(Key(mail, domain)).TrySeal(header, verifier.Body, chain, results, mail.Time.GetUtcNow(), out byte[]? fields, out string? error);
        Assert.That(isSealed, Is.True, error);
        return Text(fields!) + message;
    }

    private static DkimSigningKey Key(TestMail mail, string domain)
    {
        DkimSigningKey key = new(Domain.Parse(domain), Domain.Parse("s"), PrivateKey);
        mail.Dns.AddTxt(key.RecordName, key.Key.RecordText);
        return key;
    }

    private static byte[] Octets(string message) => Encoding.ASCII.GetBytes(message.Replace("\n", "\r\n", StringComparison.Ordinal));

    private static string Text(byte[] octets) => Encoding.ASCII.GetString(octets).Replace("\r\n", "\n", StringComparison.Ordinal);
}
