using System.Text;

namespace MailGate.Filtering.Rewriting;

/// <summary>Writes a field from a name and plain text: folded at white space (RFC 5322 §2.2.3), encoded where it is not ASCII (RFC 2047).</summary>
internal static class FieldWriter
{
    // RFC 5322 §2.1.1: lines SHOULD have no more than 78 characters.
    private const int PreferredLineOctets = 78;

    /// <summary>The field with its CRLF, or what is wrong with it.</summary>
    public static byte[]? TryWrite(string name, string value, HeaderEditLimits limits, out string? problem)
    {
        problem = FieldSyntax.IsName(name) ? FieldSyntax.CheckValue(value) : $"'{Printable(name)}' is not a field name";
        if (problem is null && value.Length > limits.MaxFieldOctets)
        {
            problem = $"the value has {value.Length} characters, the limit is {limits.MaxFieldOctets} octets";
        }

        if (problem is not null)
        {
            return null;
        }

        StringBuilder field = new(name.Length + value.Length + 16);
        field.Append(name).Append(": ");
        AppendValue(field, value.Trim(' ', '\t'), name.Length + 2);
        field.Append("\r\n");
        byte[] octets = Encoding.ASCII.GetBytes(field.ToString());
        problem = FieldSyntax.CheckField(octets, limits.MaxLineOctets, limits.MaxFieldOctets);
        return problem is null ? octets : null;
    }

    /// <summary>Appends a value, folded; returns the octets on the last line.</summary>
    public static int AppendValue(StringBuilder output, string value, int column) =>
        Ascii.IsValid(value) ? AppendFolded(output, value, column) : EncodedWords.Append(output, value, column);

    private static int AppendFolded(StringBuilder output, string value, int column)
    {
        int position = 0;
        while (position < value.Length)
        {
            int word = position;
            while (word < value.Length && value[word] is ' ' or '\t')
            {
                word++;
            }

            int end = word;
            while (end < value.Length && value[end] is not (' ' or '\t'))
            {
                end++;
            }

            // Folding goes before white space that a word follows, so that no line is all white space.
            if (column + end - position > PreferredLineOctets && word > position)
            {
                output.Append("\r\n");
                column = 0;
            }

            output.Append(value, position, end - position);
            column += end - position;
            position = end;
        }

        return column;
    }

    private static string Printable(string text) =>
        string.Concat(text.Take(FieldSyntax.MaxNameOctets).Select(c => c is >= ' ' and <= '~' ? c : '?'));
}
