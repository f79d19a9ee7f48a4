using System.Text;

namespace MailGate.Filtering.Rewriting;

/// <summary>Writes text as RFC 2047 encoded-words.</summary>
internal static class EncodedWords
{
    // RFC 2047 §2: an encoded-word has at most 75 characters, a line that holds one at most 76.
    private const int MaxLineOctets = 76;
    private const int MaxWordOctets = 75;
    private const string Opening = "=?utf-8?B?";
    private const string Closing = "?=";

    /// <summary>Appends <paramref name="text"/> as encoded-words, a line each.</summary>
    /// <param name="column">Octets that stand on the first line already.</param>
    /// <returns>Octets on the last line.</returns>
    public static int Append(StringBuilder output, string text, int column)
    {
        byte[] utf8 = Encoding.UTF8.GetBytes(text);
        int position = 0;
        while (position < utf8.Length)
        {
            int room = Math.Min(MaxWordOctets, MaxLineOctets - column) - Opening.Length - Closing.Length;
            int take = TakeWholeCharacters(utf8.AsSpan(position), Math.Max(room, 0) / 4 * 3);
            if (take == 0)
            {
                output.Append("\r\n ");
                column = 1;
                continue;
            }

            string word = Opening + Convert.ToBase64String(utf8, position, take) + Closing;
            output.Append(word);
            column += word.Length;
            position += take;
            if (position < utf8.Length)
            {
                output.Append("\r\n ");
                column = 1;
            }
        }

        return column;
    }

    // RFC 2047 §5: a character is never split between two encoded-words.
    private static int TakeWholeCharacters(ReadOnlySpan<byte> utf8, int limit)
    {
        if (utf8.Length <= limit)
        {
            return utf8.Length;
        }

        int take = limit;
        while (take > 0 && (utf8[take] & 0xC0) == 0x80)
        {
            take--;
        }

        return take;
    }
}
