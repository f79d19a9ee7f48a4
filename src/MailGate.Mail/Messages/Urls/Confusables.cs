using System.Collections.Frozen;
using System.Text;

namespace MailGate.Mail.Messages.Urls;

/// <summary>Characters that look like others: what a reader takes a word for. A selection of Unicode TR 39's confusables, by hand: what mail abuses.</summary>
public static class Confusables
{
    // Each group: the ASCII character, then what looks like it.
    private static readonly string[] Groups =
    [
        "aаαɑạąàáâãäåāăǎȧḁẚⓐａ", "bЬьƅḃḅḇⓑｂ", "cсϲⅽćĉċčçƈⓒｃ", "dԁɗⅾďḋḍđⓓｄ", "eеҽёєẹėèéêëēĕęěεⓔｅ", "fſƒḟⓕｆ", "gɡցġĝğģǵǧⓖｇ", "hһհḣḥĥħⓗｈ",
        "iіıɩιїíìîïīĭįịⅰⓘｉ", "jјʝϳĵⓙｊ", "kκкķḳⓚｋ", "lӏⅼĺļľŀłḷⓛｌ", "mⅿмṁṃⓜｍ", "nոпñńņňṅṇηⓝｎ", "oоοօσọòóôõöøōŏőơⲟⓞｏ", "pрρṗҏⓟｐ", "qԛզⓠｑ",
        "rгꭇŕŗřṙṛⓡｒ", "sѕꜱśŝşšșṡṣⓢｓ", "tтţťțṫṭτⓣｔ", "uսυùúûüũūŭůűųưцʋⓤｕ", "vνѵⅴṽⓥｖ", "wԝѡωŵẁẃẅⓦｗ", "xхⅹҳẋⓧｘ", "yуүγýÿŷȳỳⓨｙ", "zᴢźżžẓⓩｚ",
        "AАΑＡ", "BВΒＢ", "CСϹＣ", "EЕΕＥ", "HНΗＨ", "IІΙＩ", "JЈＪ", "KКΚＫ", "MМΜＭ", "NΝＮ", "OОΟＯ", "PРΡＰ", "SЅＳ", "TТΤＴ", "XХΧＸ", "YҮΥＹ", "ZΖＺ",
        "0߀௦０", "1１", "2２", "3з３", "4４", "5５", "6б６", "7７", "8８", "9９", "-‐‑‒–—−－", ".。．｡․", "/⁄∕／", ":：ː", "@＠", "?？",
    ];

    private static readonly FrozenDictionary<char, char> Map = Build();

    /// <summary>The ASCII character that this one looks like, or the character itself.</summary>
    public static char Fold(char c) => c < 128 ? c : Map.GetValueOrDefault(c, c);

    /// <summary>True for characters that show nothing: soft hyphens, zero-width spaces and joiners, direction marks, byte order marks.</summary>
    public static bool IsInvisible(char c) => c is '\u00AD' or '\u034F' or '\u061C' or '\u115F' or '\u1160' or '\u17B4' or '\u17B5' or '\u180E' or '\u3164' or '\uFEFF' or '\uFFA0'
        or (>= '\u200B' and <= '\u200F') or (>= '\u202A' and <= '\u202E') or (>= '\u2060' and <= '\u206F') or (>= '\uFE00' and <= '\uFE0F');

    /// <summary>
    /// What the text looks like: invisible characters dropped, look-alikes (also mathematical and full-width letters) as ASCII. Text without any is returned as it is.
    /// </summary>
    public static string Skeleton(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        if (Ascii.IsValid(text))
        {
            return text;
        }

        StringBuilder folded = new(text.Length);
        for (int i = 0; i < text.Length; i++)
        {
            char c = text[i];
            if (c == '\uD835' && i + 1 < text.Length && MathematicalLetter(text[i + 1]) is var letter and not '\0')
            {
                folded.Append(letter);
                i++;
            }
            else if (!IsInvisible(c))
            {
                folded.Append(Fold(c));
            }
        }

        return folded.ToString();
    }

    // U+1D400 on: thirteen alphabets of 52 letters, then digits from U+1D7CE.
    private static char MathematicalLetter(char low)
    {
        int offset = low - 0xDC00;
        if (offset is >= 0 and < 676)
        {
            int letter = offset % 52;
            return (char)(letter < 26 ? 'A' + letter : 'a' + letter - 26);
        }

        return offset is >= 0x3CE and <= 0x3FF ? (char)('0' + ((offset - 0x3CE) % 10)) : '\0';
    }

    private static FrozenDictionary<char, char> Build()
    {
        Dictionary<char, char> map = [];
        foreach (string group in Groups)
        {
            foreach (char like in group.AsSpan(1))
            {
                map[like] = group[0];
            }
        }

        return map.ToFrozenDictionary();
    }
}
