using System.Security.Cryptography;
using System.Text;
using System.Text.RegularExpressions;
using MailGate.Mail.Dkim;

namespace MailGate.Mail.Tests.Dkim;

/// <summary>Signs with any tags whatever, relaxed/relaxed only, to make what the signer of the product would not.</summary>
internal static class RawSigner
{
    public static DkimPrivateKey Rsa { get; } = DkimPrivateKey.FromPem(DkimKeyGenerator.CreatePrivateKeyPem(DkimAlgorithm.RsaSha256, 1024));

    public static DkimPrivateKey Ed25519 { get; } = DkimPrivateKey.FromPem(DkimKeyGenerator.CreatePrivateKeyPem(DkimAlgorithm.Ed25519Sha256));

    /// <summary>The message with a field on top. In <paramref name="tags"/>, "{bh}" stands for the body hash; b= is added.</summary>
    public static byte[] Sign(string message, string tags, DkimPrivateKey? key = null, string fieldName = "DKIM-Signature")
    {
        int blank = message.IndexOf("\r\n\r\n", StringComparison.Ordinal);
        string body = message[(blank + 4)..];
        byte[] canonicalBody = Canonical.OfBody(Encoding.Latin1.GetBytes(body), Canonicalization.Relaxed);
        string field = $"{fieldName}: {tags.Replace("{bh}", Convert.ToBase64String(SHA256.HashData(canonicalBody)), StringComparison.Ordinal)}; b=";
        List<string> left = [.. Regex.Matches(message[..(blank + 2)], @"[^\r\n][^\n]*\n(?:[ \t][^\n]*\n)*").Select(match => match.Value).Reverse()];
        StringBuilder input = new();
        foreach (string name in Regex.Match(tags, @"(?:^|;)\s*h=([^;]*)").Groups[1].Value.Split(':'))
        {
            if (left.Find(candidate => candidate.Split(':')[0].Equals(name.Trim(), StringComparison.OrdinalIgnoreCase)) is { } found)
            {
                left.Remove(found);
                input.Append(Relaxed(found)).Append("\r\n");
            }
        }

        input.Append(Relaxed(field));
        byte[] signature = (key ?? Rsa).Sign(SHA256.HashData(Encoding.Latin1.GetBytes(input.ToString())));
        return Encoding.Latin1.GetBytes($"{field}{Convert.ToBase64String(signature)}\r\n{message}");
    }

    private static string Relaxed(string field)
    {
        string[] parts = field.Split(':', 2);
        string value = Regex.Replace(parts[1].Replace("\r\n", "", StringComparison.Ordinal), "[ \t]+", " ").Trim(' ');
        return $"{parts[0].Trim().ToLowerInvariant()}:{value}";
    }
}
