namespace MailGate.Filtering.Rules.Yaml;

/// <summary>Maps an offset in a scalar's value to a place in the file, for errors within an expression.</summary>
internal static class ScalarPlaces
{
    /// <summary>
    /// Walks value and file side by side: white space may differ by folding and indentation, escapes in double quotes are stepped over. Where both
    /// drift apart, the place is near and never before the scalar.
    /// </summary>
    public static SourcePlace Find(YamlScalar scalar, int offset)
    {
        string text = scalar.Text, value = scalar.Value;
        int index = Begin(scalar);
        for (int at = 0; at < Math.Min(offset, value.Length); at++)
        {
            if (char.IsWhiteSpace(value[at]))
            {
                continue;
            }

            index = Seek(text, index, value[at]) + 1;
        }

        // On to the character that is meant, over white space that the value does not have.
        if (offset < value.Length && !char.IsWhiteSpace(value[offset]))
        {
            index = Seek(text, index, value[offset]);
        }

        return ToPlace(scalar, index);
    }

    // After the quote, or on the line after the mark of a block.
    private static int Begin(YamlScalar scalar)
    {
        int index = scalar.Index;
        if (scalar.IsPlain || index >= scalar.Text.Length)
        {
            return index;
        }

        if (scalar.Text[index] is '|' or '>')
        {
            int end = scalar.Text.IndexOf('\n', index);
            return end < 0 ? scalar.Text.Length : end + 1;
        }

        return index + 1;
    }

    private static int Seek(string text, int from, char wanted)
    {
        const int MaxDrift = 256;
        int limit = Math.Min(text.Length, from + MaxDrift);
        for (int index = from; index < limit; index++)
        {
            if (text[index] == wanted)
            {
                return index;
            }
        }

        return Math.Min(from, text.Length);
    }

    private static SourcePlace ToPlace(YamlScalar scalar, int index)
    {
        int line = scalar.Place.Line, column = scalar.Place.Column;
        for (int at = scalar.Index; at < Math.Min(index, scalar.Text.Length); at++)
        {
            (line, column) = scalar.Text[at] == '\n' ? (line + 1, 1) : (line, column + 1);
        }

        return scalar.Place with { Line = line, Column = column };
    }
}
