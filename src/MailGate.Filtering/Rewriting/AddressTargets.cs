namespace MailGate.Filtering.Rewriting;

/// <summary>Reads the addresses that an entry leads to: <c>a@example.com, "b c"@example.com</c>.</summary>
public static class AddressTargets
{
    /// <summary>The addresses, none of them checked yet; false with what is wrong and where.</summary>
    public static bool TrySplit(string text, out IReadOnlyList<string> targets, out int offset, out string? problem)
    {
        ArgumentNullException.ThrowIfNull(text);
        List<string> found = [];
        targets = found;
        problem = null;
        offset = 0;
        while (offset <= text.Length)
        {
            int end = EndOf(text, offset);
            ReadOnlySpan<char> item = text.AsSpan(offset, end - offset);
            int indent = item.Length - item.TrimStart(" \t").Length;
            string target = item.Trim(" \t").ToString();
            if (target.Length == 0)
            {
                problem = found.Count == 0 && end == text.Length ? "it leads to no address" : "there is an address missing between the commas";
                return false;
            }

            if (target[0] != '"' && target.AsSpan().IndexOfAny(' ', '\t') is var blank and >= 0)
            {
                offset += indent + blank;
                problem = "several addresses have commas between them";
                return false;
            }

            found.Add(target);
            offset = end + 1;
        }

        return true;
    }

    private static int EndOf(string text, int position)
    {
        bool isQuoted = false;
        for (; position < text.Length && (isQuoted || text[position] != ','); position++)
        {
            isQuoted ^= text[position] == '"';
            position += isQuoted && text[position] == '\\' ? 1 : 0;
        }

        return Math.Min(position, text.Length);
    }
}
