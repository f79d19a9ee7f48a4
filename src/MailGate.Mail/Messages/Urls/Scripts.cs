namespace MailGate.Mail.Messages.Urls;

/// <summary>Writing systems, as far as host names mix them to deceive.</summary>
internal static class Scripts
{
    /// <summary>True when one label has letters of two scripts that no language writes together (Unicode TR 39 §5, roughly).</summary>
    public static bool Mixes(ReadOnlySpan<char> host)
    {
        foreach (Range range in host.Split('.'))
        {
            Script seen = 0;
            foreach (char c in host[range])
            {
                seen |= Of(c);
            }

            // Chinese, Japanese and Korean names have Latin letters in them.
            Script alphabets = seen & ~Script.EastAsian;
            if ((alphabets & (alphabets - 1)) != 0)
            {
                return true;
            }
        }

        return false;
    }

    private static Script Of(char c) => c switch
    {
        (>= 'a' and <= 'z') or (>= 'A' and <= 'Z') or (>= '\u00C0' and <= '\u024F' and not '\u00D7' and not '\u00F7') or (>= '\u1E00' and <= '\u1EFF') or (>= '\u0250' and <= '\u02AF') => Script.Latin,
        (>= '\u0370' and <= '\u03FF') or (>= '\u1F00' and <= '\u1FFF') => Script.Greek,
        (>= '\u0400' and <= '\u052F') or (>= '\u1C80' and <= '\u1C8F') or (>= '\u2DE0' and <= '\u2DFF') => Script.Cyrillic,
        >= '\u0530' and <= '\u058F' => Script.Armenian,
        >= '\u0590' and <= '\u05FF' => Script.Hebrew,
        >= '\u0600' and <= '\u06FF' => Script.Arabic,
        >= '\u0900' and <= '\u109F' => Script.Indic,
        >= '\u10A0' and <= '\u10FF' => Script.Georgian,
        (>= '\u13A0' and <= '\u13FF') or (>= '\uAB70' and <= '\uABBF') => Script.Cherokee,
        (>= '\u2E80' and <= '\u9FFF') or (>= '\uAC00' and <= '\uD7AF') or (>= '\uF900' and <= '\uFAFF') => Script.EastAsian,
        _ => 0,
    };

    [Flags]
    private enum Script
    {
        Latin = 1,
        Greek = 2,
        Cyrillic = 4,
        Armenian = 8,
        Hebrew = 16,
        Arabic = 32,
        Indic = 64,
        Georgian = 128,
        Cherokee = 256,
        EastAsian = 512,
    }
}
