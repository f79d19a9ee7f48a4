using System.Text;
using MailGate.Mail.Crypto;
using MailGate.Mail.Messages;

namespace MailGate.Mail.Dkim;

/// <summary>
/// Finds out which field was changed by undoing what happens to mail on its way and asking whether the signature then verifies: a field
/// that was added, words put before a Subject. A guess that verifies is no guess any more.
/// </summary>
internal static class HeaderChangeFinder
{
    /// <summary>Most verifications for one signature.</summary>
    public const int MaxGuesses = 64;

    private const int MaxSubjectWords = 4;

    /// <summary>What was changed, to complete "the body is intact, ..."; null when no guess explains it.</summary>
    public static string? Find(SignatureContext context, MessageSignature signature, VerificationKey key)
    {
        int guesses = 0;
        foreach ((SupposedField supposed, string explanation) in Guess(context, signature))
        {
            if (++guesses > MaxGuesses)
            {
                break;
            }

            if (key.Verify(SignatureVerifier.HashHeaders(context, signature, supposed), signature.Signature))
            {
                return explanation;
            }
        }

        return null;
    }

    private static IEnumerable<(SupposedField Supposed, string Explanation)> Guess(SignatureContext context, MessageSignature signature)
    {
        foreach (ReadOnlyMemory<byte> name in signature.SignedNames.Distinct(FieldNameComparer.Instance))
        {
            string text = Encoding.ASCII.GetString(name.Span);
            foreach (int index in context.Headers.Find(name))
            {
                yield return (new SupposedField(index, null), $"a {text} field was added after signing");
                if (!text.Equals("Subject", StringComparison.OrdinalIgnoreCase))
                {
                    continue;
                }

                foreach (HeaderField original in WithoutFirstWords(context.Section.Fields[index]))
                {
                    yield return (new SupposedField(index, original), "words were put before the Subject after signing");
                }
            }
        }
    }

    private static IEnumerable<HeaderField> WithoutFirstWords(HeaderField subject)
    {
        int position = subject.ValueOffset;
        for (int words = 0; words < MaxSubjectWords; words++)
        {
            position = Skip(subject.Raw.Span, position, whiteSpace: true);
            position = Skip(subject.Raw.Span, position, whiteSpace: false);
            if (position >= subject.Raw.Length - 2)
            {
                yield break;
            }

            byte[] raw = [.. subject.Raw.Span[..subject.ValueOffset], .. subject.Raw.Span[position..]];
            yield return subject with { Raw = raw };
        }
    }

    private static int Skip(ReadOnlySpan<byte> raw, int position, bool whiteSpace)
    {
        while (position < raw.Length && " \t\r\n"u8.Contains(raw[position]) == whiteSpace)
        {
            position++;
        }

        return position;
    }
}
