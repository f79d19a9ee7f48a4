using System.Buffers;

namespace MailGate.Filtering.Rewriting;

/// <summary>The one gate that every octet written into a header passes: what is not one well-formed field goes nowhere (ATTACKS A02, A05).</summary>
internal static class FieldSyntax
{
    /// <summary>Longest field name: so that the name, the colon and one octet fit a line of 78 (RFC 5322 §2.1.1).</summary>
    public const int MaxNameOctets = 76;

    private static readonly SearchValues<char> Ftext = SearchValues.Create(string.Concat(Enumerable.Range(33, 94).Where(c => c != ':').Select(c => (char)c)));

    /// <summary>True for a field name: printable ASCII without colon (RFC 5322 §3.6.8).</summary>
    public static bool IsName(ReadOnlySpan<char> name) => !name.IsEmpty && name.Length <= MaxNameOctets && !name.ContainsAnyExcept(Ftext);

    /// <summary>What is wrong with a value before it is folded, or null.</summary>
    public static string? CheckValue(string value)
    {
        foreach (char c in value)
        {
            // RFC 5322 §2.2: a line break that is not folding would begin a field of someone else's choice.
            if (c is '\r' or '\n')
            {
                return "the value holds a line break";
            }

            if ((char.IsControl(c) && c != '\t') || c is '\u2028' or '\u2029')
            {
                return $"the value holds the control character U+{(int)c:X4}";
            }
        }

        return null;
    }

    /// <summary>What is wrong with a field that is ready to be written, or null.</summary>
    /// <param name="maxLineOctets">Longest line, without its CRLF.</param>
    public static string? CheckField(ReadOnlySpan<byte> field, int maxLineOctets, int maxFieldOctets)
    {
        if (field.Length > maxFieldOctets)
        {
            return $"the field would have {field.Length} octets, the limit is {maxFieldOctets}";
        }

        int colon = field.IndexOf((byte)':');
        if (colon <= 0 || field[..colon].TrimEnd(" \t"u8).ContainsAnyExceptInRange((byte)33, (byte)126))
        {
            return "the field has no valid name";
        }

        if (!field.EndsWith("\r\n"u8) || field.Contains((byte)0))
        {
            return field.Contains((byte)0) ? "the field holds a NUL" : "the field does not end with CRLF";
        }

        return CheckLines(field, maxLineOctets);
    }

    private static string? CheckLines(ReadOnlySpan<byte> field, int maxLineOctets)
    {
        bool isFirst = true;
        while (!field.IsEmpty)
        {
            int end = field.IndexOf("\r\n"u8);
            ReadOnlySpan<byte> line = field[..end];
            if (line.ContainsAny((byte)'\r', (byte)'\n'))
            {
                return "the field holds a bare CR or LF";
            }

            if (!isFirst && (line.IsEmpty || line[0] is not ((byte)' ' or (byte)'\t')))
            {
                return "a line break in the field is not folding";
            }

            if (line.Length > maxLineOctets)
            {
                return $"a line would have {line.Length} octets, the limit is {maxLineOctets}";
            }

            isFirst = false;
            field = field[(end + 2)..];
        }

        return null;
    }
}
