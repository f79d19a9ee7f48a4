using System.Text;
using MailGate.Mail.Dkim;
using MailGate.Mail.Dns;
using MailGate.Mail.Messages;

namespace MailGate.Mail.Tests.Dkim;

/// <summary>What the tests of signatures do over and over.</summary>
internal static class DkimMessage
{
    public static DateTimeOffset Now { get; } = new(2026, 6, 1, 12, 0, 0, TimeSpan.Zero);

    /// <summary>Octets with every line end a CRLF, as SMTP would have brought them.</summary>
    public static byte[] WithCrLf(byte[] octets)
    {
        List<byte> output = new(octets.Length + 64);
        for (int i = 0; i < octets.Length; i++)
        {
            if (octets[i] == (byte)'\n' && (i == 0 || octets[i - 1] != (byte)'\r'))
            {
                output.Add((byte)'\r');
            }

            output.Add(octets[i]);
        }

        return [.. output];
    }

    public static byte[] WithCrLf(string text) => WithCrLf(Encoding.UTF8.GetBytes(text));

    public static async Task<DkimVerification> VerifyAsync(byte[] message, IDnsResolver dns, DkimOptions? options = null, DateTimeOffset? now = null)
    {
        HeaderSection headers = HeaderSection.Parse(message);
        using DkimVerifier verifier = new(headers, options ?? new DkimOptions());
        verifier.Append(message.AsSpan(headers.BodyOffset));
        return await verifier.CompleteAsync(dns, now ?? Now, CancellationToken.None);
    }
}
