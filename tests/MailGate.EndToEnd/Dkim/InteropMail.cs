using System.Text;
using MailGate.Mail.Addresses;
using MailGate.Mail.Dkim;
using MailGate.Mail.Dns;
using MailGate.Mail.Messages;
using MailGate.Tests.Common;

namespace MailGate.EndToEnd.Dkim;

/// <summary>Messages and keys for trying signatures between programs.</summary>
internal static class InteropMail
{
    public static string RsaPem { get; } = DkimKeyGenerator.CreatePrivateKeyPem(DkimAlgorithm.RsaSha256);

    public static DkimSigningKey Rsa { get; } = new(Domain.Parse("example.com"), Domain.Parse("r"), DkimPrivateKey.FromPem(RsaPem));

    public static DkimSigningKey Ed25519 { get; } = new(
        Domain.Parse("example.com"), Domain.Parse("e"), DkimPrivateKey.FromPem(DkimKeyGenerator.CreatePrivateKeyPem(DkimAlgorithm.Ed25519Sha256)));

    public static IReadOnlyDictionary<string, string> Zone { get; } =
        new Dictionary<string, string> { [Rsa.RecordName] = Rsa.Key.RecordText, [Ed25519.RecordName] = Ed25519.Key.RecordText };

    public static IDnsResolver Dns
    {
        get
        {
            FakeDns dns = new();
            foreach ((string name, string text) in Zone)
            {
                dns.AddTxt(name, text);
            }

            return dns;
        }
    }

    /// <summary>Bodies and headers in which implementations have differed.</summary>
    public static IEnumerable<byte[]> Messages
    {
        get
        {
            const string header = "Received: from a.example by b.example; Thu, 28 May 2026 20:26:40 +0000\r\nFrom: Alice <alice@example.com>\r\nTo: bob@example.net,\r\n\tcarol@example.net\r\n"
                + "Subject: A test  of\r\n signatures\r\nDate: Thu, 28 May 2026 20:26:40 +0000\r\nMessage-ID: <1@example.com>\r\nMIME-Version: 1.0\r\nContent-Type: text/plain; charset=utf-8\r\n";
            foreach (string body in (string[])
            [
                "", "\r\n", "\r\n\r\n\r\n", " \t \r\n", "Hello\r\n", "Hello  Bob, \r\n\r\n\tthis is\t a test.\r\n \r\n-- \r\nAlice\r\n\r\n\r\n",
                new string('x', 998) + "\r\n", string.Concat(Enumerable.Repeat("a  b\tc d e f g h i j k l m n o p q r s t u v w x y z \r\n", 3000)),
                "gr\u00fc\u00dfe \u65e5\u672c\u8a9e\r\n", "\r\n\r\nafter empty lines\r\n", ".\r\n..\r\n",
            ])
            {
                yield return Encoding.UTF8.GetBytes(header + "\r\n" + body);
            }

            yield return Encoding.UTF8.GetBytes("From: a@example.com\r\n\r\nthe least there can be\r\n");
            yield return Encoding.UTF8.GetBytes("From: a@example.com\r\nSubject:\r\nTo: b@example.net\r\nX-Empty: \r\nReferences: <1@example.com>\r\n\t<2@example.com>\r\n\t<3@example.com>\r\n\r\nx\r\n");
        }
    }

    public static byte[] Sign(byte[] message, DkimSignerOptions? options, params DkimSigningKey[] keys) =>
        new DkimSigner(keys, options).TrySign(message, TimeProvider.System.GetUtcNow(), out byte[]? fields, out string? error)
            ? [.. fields, .. message]
            : throw new InvalidOperationException(error);

    public static async Task<DkimVerification> VerifyAsync(byte[] message, IDnsResolver dns)
    {
        HeaderSection headers = HeaderSection.Parse(message);
        using DkimVerifier verifier = new(headers);
        verifier.Append(message.AsSpan(headers.BodyOffset));
        return await verifier.CompleteAsync(dns, TimeProvider.System.GetUtcNow(), CancellationToken.None);
    }
}
