using System.Collections.Concurrent;
using System.Collections.Frozen;
using System.Text;
using System.Text.Unicode;

namespace MailGate.Mail.Messages.Decoding;

/// <summary>
/// Octets to text by the charset labels of mail: the registered names, the common mislabels as browsers and mail clients read them
/// (WHATWG Encoding §4.2), and a reading for text without a label. Never fails: what cannot be decoded becomes U+FFFD.
/// </summary>
public static class Charsets
{
    private const int MaxLabelLength = 40;
    private const int Windows1252 = 1252;
    private const int Utf7CodePage = 65000;

    private static readonly ConcurrentDictionary<int, Charset?> ByCodePage = new();

    // Label to code page where .NET does not know the label, or knows it as less than what mail means by it.
    private static readonly FrozenDictionary<string, int> Aliases = new Dictionary<string, int>
    {
        ["ascii"] = 20127, ["us-ascii"] = 20127, ["ansi-x3.4-1968"] = 20127, ["iso-646-us"] = 20127, ["7bit"] = 20127, ["646"] = 20127,
        ["utf-8"] = 65001, ["utf8"] = 65001, ["utf-8mb4"] = 65001, ["utf8mb4"] = 65001, ["utf-8-sig"] = 65001, ["unicode-1-1-utf-8"] = 65001,
        ["iso-8859-1"] = Windows1252, ["iso8859-1"] = Windows1252, ["iso88591"] = Windows1252, ["latin1"] = Windows1252, ["latin-1"] = Windows1252,
        ["l1"] = Windows1252, ["cp1252"] = Windows1252, ["windows1252"] = Windows1252, ["win-1252"] = Windows1252, ["ansi"] = Windows1252,
        ["8859-1"] = Windows1252, ["iso-8859-1-windows-3.1-latin-1"] = Windows1252, ["cp819"] = Windows1252, ["ibm819"] = Windows1252,
        ["cp1250"] = 1250, ["cp1251"] = 1251, ["win-1251"] = 1251, ["windows1251"] = 1251, ["cp1253"] = 1253, ["cp1254"] = 1254, ["cp1255"] = 1255,
        ["cp1256"] = 1256, ["cp1257"] = 1257, ["cp1258"] = 1258, ["iso-8859-9"] = 1254, ["latin5"] = 1254, ["iso-8859-11"] = 874, ["tis-620"] = 874,
        ["cp874"] = 874, ["iso-8859-8-i"] = 1255, ["iso-8859-8"] = 1255, ["iso-8859-2"] = 28592, ["latin2"] = 28592, ["koi8r"] = 20866, ["koi8u"] = 21866,
        ["gb2312"] = 54936, ["gbk"] = 54936, ["gb-2312"] = 54936, ["gb2312-80"] = 54936, ["x-gbk"] = 54936, ["cp936"] = 54936, ["ms936"] = 54936,
        ["euc-cn"] = 54936, ["gb18030"] = 54936, ["chinesebig5"] = 950, ["big5"] = 950, ["big5-hkscs"] = 950, ["cn-big5"] = 950, ["x-x-big5"] = 950,
        ["cp950"] = 950, ["shift-jis"] = 932, ["shiftjis"] = 932, ["sjis"] = 932, ["x-sjis"] = 932, ["ms-kanji"] = 932, ["cp932"] = 932,
        ["windows-31j"] = 932, ["euc-jp"] = 51932, ["x-euc-jp"] = 51932, ["iso-2022-jp"] = 50220, ["iso-2022-jp-1"] = 50220, ["iso-2022-jp-2"] = 50220,
        ["cp50220"] = 50220, ["ks-c-5601-1987"] = 949, ["ks-c-5601"] = 949, ["ksc5601"] = 949, ["euc-kr"] = 949, ["cp949"] = 949, ["uhc"] = 949,
        ["windows-949"] = 949, ["iso-2022-kr"] = 50225, ["hz-gb-2312"] = 52936, ["utf-7"] = Utf7CodePage, ["unicode-1-1-utf-7"] = Utf7CodePage,
        ["utf-16"] = 1200, ["utf-16le"] = 1200, ["unicode"] = 1200, ["ucs-2"] = 1200, ["utf-16be"] = 1201, ["utf-32"] = 12000, ["utf-32le"] = 12000,
        ["utf-32be"] = 12001,
    }.ToFrozenDictionary();

    private static readonly FrozenDictionary<string, int>.AlternateLookup<ReadOnlySpan<char>> AliasesBySpan = Aliases.GetAlternateLookup<ReadOnlySpan<char>>();

    /// <summary>True when the label names a charset that can be decoded.</summary>
    public static bool IsKnown(ReadOnlySpan<char> label) => Find(label) is not null;

    /// <summary>
    /// The text of <paramref name="octets"/>. Without a label, with <c>us-ascii</c> or with one that is not known, they read as UTF-8 where they
    /// are that, as UTF-16 where they begin with its mark, and as windows-1252 otherwise. <paramref name="mismatch"/> says that the label is
    /// unknown or that the octets are not in its charset.
    /// </summary>
    public static string Decode(ReadOnlySpan<byte> octets, ReadOnlySpan<char> label, out bool mismatch)
    {
        Charset? charset = Find(label);
        mismatch = charset is null && !label.IsWhiteSpace();
        if (charset is null || charset.CodePage == 20127)
        {
            bool ascii = Ascii.IsValid(octets);
            mismatch |= charset is not null && !ascii;
            return ascii ? Encoding.Latin1.GetString(octets) : Guess(octets);
        }

        if (octets.StartsWith(Encoding.Unicode.Preamble) || octets.StartsWith(Encoding.BigEndianUnicode.Preamble))
        {
            // WHATWG Encoding §6: a byte order mark says more than a label.
            mismatch = charset.CodePage is not (1200 or 1201);
            return Guess(octets);
        }

        if (charset.IsAsciiCompatible && Ascii.IsValid(octets))
        {
            return Encoding.Latin1.GetString(octets);
        }

        if (charset.CodePage == 65001)
        {
            mismatch = !Utf8.IsValid(octets);
            octets = octets.StartsWith(Encoding.UTF8.Preamble) ? octets[3..] : octets;
        }

        return charset.CodePage == Utf7CodePage ? Utf7.Decode(octets) : charset.Encoding.GetString(octets);
    }

    private static string Guess(ReadOnlySpan<byte> octets)
    {
        if (octets.StartsWith(Encoding.Unicode.Preamble))
        {
            return Encoding.Unicode.GetString(octets[2..]);
        }

        if (octets.StartsWith(Encoding.BigEndianUnicode.Preamble))
        {
            return Encoding.BigEndianUnicode.GetString(octets[2..]);
        }

        ReadOnlySpan<byte> unmarked = octets.StartsWith(Encoding.UTF8.Preamble) ? octets[3..] : octets;
        return IsUtf8UpToCut(unmarked) ? Encoding.UTF8.GetString(unmarked) : ByNumber(Windows1252)!.Encoding.GetString(octets);
    }

    // A text that was cut at a limit may end inside a character.
    private static bool IsUtf8UpToCut(ReadOnlySpan<byte> octets)
    {
        if (Utf8.IsValid(octets))
        {
            return true;
        }

        int start = Math.Max(0, octets.Length - 3);
        int lead = start + octets[start..].LastIndexOfAnyInRange((byte)0xC2, (byte)0xF4);
        if (lead < start || octets[(lead + 1)..].ContainsAnyExceptInRange((byte)0x80, (byte)0xBF))
        {
            return false;
        }

        // A lone octet at the end is no sign of UTF-8; one after other characters in UTF-8 is.
        return !Ascii.IsValid(octets[..lead]) && Utf8.IsValid(octets[..lead]);
    }

    private static Charset? Find(ReadOnlySpan<char> label)
    {
        label = label.Trim(" \t\"'");
        if (label.IsEmpty || label.Length > MaxLabelLength)
        {
            return null;
        }

        Span<char> lower = stackalloc char[label.Length];
        label.ToLowerInvariant(lower);
        lower.Replace('_', '-');
        if (AliasesBySpan.TryGetValue(lower, out int codePage))
        {
            return ByNumber(codePage);
        }

        if (!lower.StartsWith("cs") || !AliasesBySpan.TryGetValue(lower[2..], out codePage))
        {
            Encoding? encoding = Ascii.IsValid(lower) ? CodePagesEncodingProvider.Instance.GetEncoding(lower.ToString()) : null;
            return encoding is null ? null : ByNumber(encoding.CodePage);
        }

        return ByNumber(codePage);
    }

    private static Charset? ByNumber(int codePage) => ByCodePage.GetOrAdd(codePage, static number => Charset.Create(number));

    private sealed record Charset(int CodePage, Encoding Encoding, bool IsAsciiCompatible)
    {
        public static Charset? Create(int codePage)
        {
            Encoding? encoding = codePage switch
            {
                20127 or Utf7CodePage => Encoding.Latin1,
                65001 => Encoding.UTF8,
                1200 => Encoding.Unicode,
                1201 => Encoding.BigEndianUnicode,
                12000 => Encoding.UTF32,
                12001 => new UTF32Encoding(bigEndian: true, byteOrderMark: false),
                _ => CodePagesEncodingProvider.Instance.GetEncoding(codePage),
            };
            return encoding is null ? null : new Charset(codePage, encoding, IsCompatible(codePage, encoding));
        }

        // Escape-driven charsets spell other text in ASCII octets; EBCDIC ones have other letters there.
        private static bool IsCompatible(int codePage, Encoding encoding) =>
            codePage is not (Utf7CodePage or 52936 or (>= 50220 and <= 50229)) && encoding.GetString("Az09 =<>&;"u8) == "Az09 =<>&;";
    }
}
