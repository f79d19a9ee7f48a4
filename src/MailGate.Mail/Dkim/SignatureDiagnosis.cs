using System.Text;
using MailGate.Mail.Crypto;
using MailGate.Mail.Messages;

namespace MailGate.Mail.Dkim;

/// <summary>Says as exactly as the message allows why a header signature did not verify (RFC 6376 §6.3 wants that for diagnosis).</summary>
internal static class SignatureDiagnosis
{
    private const int MaxNames = 20;

    public static string Explain(SignatureContext context, MessageSignature signature, VerificationKey key)
    {
        if (context.Options.ExplainFailures && HeaderChangeFinder.Find(context, signature, key) is { } change)
        {
            return $"signature did not verify: the body is intact, {change}";
        }

        string changed = string.Join(", ", FindChangedFields(context, signature));
        return changed.Length > 0
            ? $"signature did not verify: the body is intact, the copies in z= say that these fields were changed: {changed}"
            : $"signature did not verify: the body is intact, so one of these fields or the signature itself was changed: {ListSigned(signature)}";
    }

    private static string ListSigned(MessageSignature signature)
    {
        SortedSet<string> names = new(StringComparer.OrdinalIgnoreCase);
        foreach (ReadOnlyMemory<byte> name in signature.SignedNames.Take(MaxNames))
        {
            names.Add(Encoding.ASCII.GetString(name.Span));
        }

        return string.Join(", ", names).ToLowerInvariant();
    }

    // RFC 6376 §3.5, z=: "name:value" of fields as they were when signed, in dkim-quoted-printable, between "|".
    private static List<string> FindChangedFields(SignatureContext context, MessageSignature signature)
    {
        List<string> changed = [];
        Dictionary<string, int> seen = new(StringComparer.OrdinalIgnoreCase);
        foreach (Range range in signature.CopiedFields.Span.Split((byte)'|'))
        {
            if (seen.Count >= MaxNames || !SignatureIdentity.TryUnquote(signature.CopiedFields.Span[range], out byte[]? copy))
            {
                break;
            }

            HeaderSection copied = HeaderSection.Parse(copy);
            if (copied.Fields.Count != 1 || copied.MalformedLines > 0)
            {
                continue;
            }

            string name = copied.Fields[0].Name;
            seen[name] = seen.GetValueOrDefault(name) + 1;
            if (!IsAsCopied(context.Section, copied.Fields[0], seen[name]) && !changed.Contains(name, StringComparer.OrdinalIgnoreCase))
            {
                changed.Add(name);
            }
        }

        return changed;
    }

    private static bool IsAsCopied(HeaderSection section, HeaderField copy, int occurrence)
    {
        ReadOnlyMemory<byte> name = copy.Raw[..copy.NameLength];
        int left = occurrence;
        for (int index = section.Fields.Count - 1; index >= 0; index--)
        {
            if (section.Fields[index].Is(name.Span) && --left == 0)
            {
                // Copies lose white space, which is not what made the signature fail in nearly all cases.
                return WithoutWhiteSpace(section.Fields[index]).AsSpan().SequenceEqual(WithoutWhiteSpace(copy));
            }
        }

        return false;
    }

    private static byte[] WithoutWhiteSpace(HeaderField field) =>
        [.. field.ValueBytes.ToArray().Where(static octet => octet is not ((byte)' ' or (byte)'\t' or (byte)'\r' or (byte)'\n'))];
}
