using System.Collections.Frozen;
using System.Net;

namespace MailGate.Mail.Messages.Html;

/// <summary>Character references: the 253 names of HTML 4, the names of HTML 5 that hide text or addresses, and numbers.</summary>
internal static class HtmlEntities
{
    private const int LongestName = 24;

    // The names of HTML 4; .NET knows their values.
    private const string Html4Names =
        "quot amp lt gt nbsp iexcl cent pound curren yen brvbar sect uml copy ordf laquo not shy reg macr deg plusmn sup2 sup3 acute micro para middot cedil "
        + "sup1 ordm raquo frac14 frac12 frac34 iquest Agrave Aacute Acirc Atilde Auml Aring AElig Ccedil Egrave Eacute Ecirc Euml Igrave Iacute Icirc Iuml ETH "
        + "Ntilde Ograve Oacute Ocirc Otilde Ouml times Oslash Ugrave Uacute Ucirc Uuml Yacute THORN szlig agrave aacute acirc atilde auml aring aelig ccedil "
        + "egrave eacute ecirc euml igrave iacute icirc iuml eth ntilde ograve oacute ocirc otilde ouml divide oslash ugrave uacute ucirc uuml yacute thorn yuml "
        + "OElig oelig Scaron scaron Yuml fnof circ tilde Alpha Beta Gamma Delta Epsilon Zeta Eta Theta Iota Kappa Lambda Mu Nu Xi Omicron Pi Rho Sigma Tau "
        + "Upsilon Phi Chi Psi Omega alpha beta gamma delta epsilon zeta eta theta iota kappa lambda mu nu xi omicron pi rho sigmaf sigma tau upsilon phi chi "
        + "psi omega thetasym upsih piv ensp emsp thinsp zwnj zwj lrm rlm ndash mdash lsquo rsquo sbquo ldquo rdquo bdquo dagger Dagger bull hellip permil prime "
        + "Prime lsaquo rsaquo oline frasl euro image weierp real trade alefsym larr uarr rarr darr harr crarr lArr uArr rArr dArr hArr forall part exist empty "
        + "nabla isin notin ni prod sum minus lowast radic prop infin ang and or cap cup int there4 sim cong asymp ne equiv le ge sub sup nsub sube supe oplus "
        + "otimes perp sdot lceil rceil lfloor rfloor lang rang loz spades clubs hearts diams";

    // Of HTML 5: what browsers decode and spammers therefore write.
    private const string Html5Names =
        "apos=' Tab=\t NewLine=\n excl=! num=# dollar=$ percnt=% lpar=( rpar=) ast=* plus=+ comma=, period=. sol=/ colon=: semi=; equals== quest=? commat=@ "
        + "lbrack=[ lsqb=[ bsol=\\ rbrack=] rsqb=] Hat=^ lowbar=_ grave=` lcub={ lbrace={ verbar=| vert=| rcub=} rbrace=} hyphen=\u2010 dash=\u2010 "
        + "ZeroWidthSpace=\u200b NoBreak=\u2060 af=\u2061 it=\u2062 ic=\u2063 hairsp=\u200a puncsp=\u2008 numsp=\u2007 emsp13=\u2004 emsp14=\u2005 "
        + "MediumSpace=\u205f AMP=& LT=< GT=> QUOT=\" COPY=\u00a9 REG=\u00ae TRADE=\u2122 inodot=\u0131 imath=\u0131 fflig=\ufb00 filig=\ufb01 fllig=\ufb02";

    private static readonly FrozenDictionary<string, string> Names = Build();
    private static readonly FrozenDictionary<string, string>.AlternateLookup<ReadOnlySpan<char>> ByName = Names.GetAlternateLookup<ReadOnlySpan<char>>();

    /// <summary>
    /// Reads the reference that begins with the ampersand at the start of <paramref name="text"/>: its characters (one or two) and its length,
    /// or 0 when it is just an ampersand. A missing semicolon is forgiven, as browsers do.
    /// </summary>
    public static int Read(ReadOnlySpan<char> text, out char first, out char second)
    {
        first = second = '\0';
        ReadOnlySpan<char> name = text[1..Math.Min(text.Length, LongestName + 1)];
        if (name is ['#', ..])
        {
            return ReadNumber(name[1..], ref first, ref second);
        }

        int length = name.IndexOfAnyExcept(LettersAndDigits);
        length = length < 0 ? name.Length : length;
        bool closed = length < name.Length && name[length] == ';';
        // Without a semicolon the longest known name counts: "&ampfoo" is "&foo".
        for (int take = length; take >= 2; take--)
        {
            if (ByName.TryGetValue(name[..take], out string? value))
            {
                first = value[0];
                return 1 + take + (closed && take == length ? 1 : 0);
            }

            if (closed)
            {
                return 0;
            }
        }

        return 0;
    }

    /// <summary>The text with its references decoded.</summary>
    public static string Decode(ReadOnlySpan<char> text)
    {
        if (!text.Contains('&'))
        {
            return text.ToString();
        }

        System.Text.StringBuilder decoded = new(text.Length);
        while (!text.IsEmpty)
        {
            int ampersand = text.IndexOf('&');
            decoded.Append(ampersand < 0 ? text : text[..ampersand]);
            if (ampersand < 0)
            {
                break;
            }

            text = text[ampersand..];
            int length = Read(text, out char first, out char second);
            decoded.Append(length == 0 ? '&' : first);
            if (second != '\0')
            {
                decoded.Append(second);
            }

            text = text[Math.Max(1, length)..];
        }

        return decoded.ToString();
    }

    private static readonly System.Buffers.SearchValues<char> LettersAndDigits =
        System.Buffers.SearchValues.Create("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789");

    private static int ReadNumber(ReadOnlySpan<char> digits, ref char first, ref char second)
    {
        bool hex = digits is ['x' or 'X', ..];
        int start = hex ? 1 : 0;
        int i = start;
        int value = 0;
        for (; i < digits.Length && (hex ? char.IsAsciiHexDigit(digits[i]) : char.IsAsciiDigit(digits[i])); i++)
        {
            int digit = char.IsAsciiDigit(digits[i]) ? digits[i] - '0' : (digits[i] | 0x20) - 'a' + 10;
            value = Math.Min((value * (hex ? 16 : 10)) + digit, 0x110000);
        }

        if (i == start)
        {
            return 0;
        }

        int length = 2 + i + (i < digits.Length && digits[i] == ';' ? 1 : 0);
        if (value is >= 0x80 and <= 0x9F)
        {
            // Browsers read these as windows-1252.
            Span<byte> octet = [(byte)value];
            first = Decoding.Charsets.Decode(octet, "windows-1252", out _)[0];
        }
        else if (value is 0 or > 0x10FFFF or (>= 0xD800 and <= 0xDFFF))
        {
            first = '\uFFFD';
        }
        else if (value > 0xFFFF)
        {
            first = (char)(0xD7C0 + (value >> 10));
            second = (char)(0xDC00 + (value & 0x3FF));
        }
        else
        {
            first = (char)value;
        }

        return length;
    }

    private static FrozenDictionary<string, string> Build()
    {
        Dictionary<string, string> names = [];
        foreach (string name in Html4Names.Split(' '))
        {
            names[name] = WebUtility.HtmlDecode($"&{name};");
        }

        foreach (string pair in Html5Names.Split(' '))
        {
            int equals = pair.IndexOf('=', StringComparison.Ordinal);
            names[pair[..equals]] = pair[(equals + 1)..];
        }

        return names.ToFrozenDictionary();
    }
}
