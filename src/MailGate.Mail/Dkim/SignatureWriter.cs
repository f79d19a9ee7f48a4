using System.Security.Cryptography;
using System.Text;
using MailGate.Mail.Messages;

namespace MailGate.Mail.Dkim;

/// <summary>The last steps that DKIM-Signature, ARC-Message-Signature and ARC-Seal share.</summary>
internal static class SignatureWriter
{
    /// <summary>More names than this in h= make a signature that verifiers refuse.</summary>
    public const int MaxSignedFields = 200;

    /// <summary>
    /// The names for h=: every field of these names as often as it occurs, the oversigned ones once more. Null when they are too many.
    /// </summary>
    public static List<string>? SelectFields(SignedHeaders headers, IEnumerable<string> oversigned, IEnumerable<string> signed)
    {
        List<string> names = [];
        foreach ((string name, int extra) in oversigned.Select(static name => (name, 1)).Concat(signed.Select(static name => (name, 0))))
        {
            int count = headers.Count(Encoding.ASCII.GetBytes(name)) + extra;
            if (names.Count + count > MaxSignedFields)
            {
                return null;
            }

            names.AddRange(Enumerable.Repeat(name, count));
        }

        return names;
    }

    /// <summary>
    /// Completes a field whose last tag is to be b=: appends its form without signature to <paramref name="signed"/>, signs all of that and
    /// returns the field with the signature and its CRLF.
    /// </summary>
    public static string Sign(FoldedField field, PooledBuffer signed, Canonicalization canonicalization, DkimPrivateKey key)
    {
        // What is signed ends with "b=", and what verifiers see is folded just as is written here.
        byte[] unsigned = Encoding.UTF8.GetBytes(field.Base64("b", []) + "\r\n");
        HeaderField parsed = HeaderSection.Parse(unsigned).Fields[0];
        int end = parsed.ValueBytes.Length;
        HeaderCanonicalizer.AppendUnsigned(signed, parsed, end, end, canonicalization);
        byte[] signature = key.Sign(SHA256.HashData(signed.Written));
        return field.Continue(signature) + "\r\n";
    }
}
