using MailGate.Mail.TagLists;

namespace MailGate.Mail.Dkim;

/// <summary>The words that stand for values in header fields and records.</summary>
public static class DkimWords
{
    /// <summary>The result as Authentication-Results has it (RFC 8601 §2.7.1).</summary>
    public static string ToWord(this DkimResult result) => result switch
    {
        DkimResult.None => "none",
        DkimResult.Pass => "pass",
        DkimResult.Fail => "fail",
        DkimResult.Policy => "policy",
        DkimResult.Neutral => "neutral",
        DkimResult.TempError => "temperror",
        DkimResult.PermError => "permerror",
        _ => throw new ArgumentOutOfRangeException(nameof(result)),
    };

    /// <summary>The algorithm as a= has it (RFC 6376 §3.3, RFC 8463 §3).</summary>
    public static string ToWord(this DkimAlgorithm algorithm) => algorithm switch
    {
        DkimAlgorithm.RsaSha1 => "rsa-sha1",
        DkimAlgorithm.RsaSha256 => "rsa-sha256",
        DkimAlgorithm.Ed25519Sha256 => "ed25519-sha256",
        _ => throw new ArgumentOutOfRangeException(nameof(algorithm)),
    };

    /// <summary>The canonicalization as c= has it (RFC 6376 §3.4).</summary>
    public static string ToWord(this Canonicalization canonicalization) => canonicalization switch
    {
        Canonicalization.Simple => "simple",
        Canonicalization.Relaxed => "relaxed",
        _ => throw new ArgumentOutOfRangeException(nameof(canonicalization)),
    };

    // ABNF literals, so in any case (RFC 5234 §2.3).
    internal static DkimAlgorithm? ReadAlgorithm(ReadOnlySpan<byte> word) =>
        System.Text.Ascii.EqualsIgnoreCase(word, "rsa-sha256"u8) ? DkimAlgorithm.RsaSha256
        : System.Text.Ascii.EqualsIgnoreCase(word, "ed25519-sha256"u8) ? DkimAlgorithm.Ed25519Sha256
        : System.Text.Ascii.EqualsIgnoreCase(word, "rsa-sha1"u8) ? DkimAlgorithm.RsaSha1
        : null;

    internal static Canonicalization? ReadCanonicalization(ReadOnlySpan<byte> word) =>
        System.Text.Ascii.EqualsIgnoreCase(word, "relaxed"u8) ? Canonicalization.Relaxed
        : System.Text.Ascii.EqualsIgnoreCase(word, "simple"u8) ? Canonicalization.Simple
        : null;

    /// <summary>True when a colon-separated list holds a word, in any case, white space aside.</summary>
    internal static bool ListHolds(ReadOnlySpan<byte> list, ReadOnlySpan<byte> word)
    {
        foreach (Range range in list.Split((byte)':'))
        {
            if (System.Text.Ascii.EqualsIgnoreCase(list[range].Trim(" \t\r\n"u8), word))
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>Reads 1 to <paramref name="maxDigits"/> decimal digits that fit in 63 bits.</summary>
    internal static bool TryReadNumber(in Tag tag, int maxDigits, out long number)
    {
        number = 0;
        ReadOnlySpan<byte> digits = tag.Value;
        if (digits.IsEmpty || digits.Length > maxDigits || digits.ContainsAnyExceptInRange((byte)'0', (byte)'9'))
        {
            return false;
        }

        foreach (byte digit in digits)
        {
            // A length or time beyond 2^62 means the same as 2^62: never reached.
            number = number > (long.MaxValue / 20) ? long.MaxValue / 2 : (number * 10) + (digit - '0');
        }

        return true;
    }
}
