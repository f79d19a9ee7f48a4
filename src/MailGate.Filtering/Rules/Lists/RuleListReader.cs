using System.Text;
using System.Text.Unicode;

namespace MailGate.Filtering.Rules.Lists;

/// <summary>
/// Reads list files: UTF-8, one entry a line, white space around it dropped, and what follows <c>#</c> at the beginning of a line or after white space is a
/// comment.
/// </summary>
internal static class RuleListReader
{
    /// <summary>Octets of a list file.</summary>
    public const int MaxFileOctets = 64 * 1024 * 1024;

    private const int MaxErrors = 10;

    /// <summary>The list, or null with the reasons in <paramref name="errors"/>.</summary>
    public static RuleList? Read(string name, string file, ReadOnlySpan<byte> octets, List<RuleError> errors)
    {
        if (octets.Length > MaxFileOctets)
        {
            errors.Add(new RuleError(file, 0, 0, $"the list is larger than {MaxFileOctets / (1024 * 1024)} MB"));
            return null;
        }

        octets = octets.StartsWith("\uFEFF"u8) ? octets[3..] : octets;
        int before = errors.Count, line = 0;
        List<(string Text, int Line)> entries = [];
        while (!octets.IsEmpty && errors.Count - before < MaxErrors)
        {
            line++;
            int end = octets.IndexOf((byte)'\n');
            ReadOnlySpan<byte> raw = end < 0 ? octets : octets[..end];
            octets = end < 0 ? default : octets[(end + 1)..];
            if (ReadLine(raw, file, line, errors) is { Length: > 0 } entry)
            {
                entries.Add((entry, line));
            }
        }

        return errors.Count == before ? new RuleList(name, entries) : null;
    }

    // The entry of a line, empty for none, null for a mistake.
    private static string? ReadLine(ReadOnlySpan<byte> raw, string file, int line, List<RuleError> errors)
    {
        ReadOnlySpan<byte> text = WithoutComment(raw).Trim(" \t\r"u8);
        if (text.Length > CompactStringSet.MaxEntryOctets)
        {
            errors.Add(new RuleError(file, line, 0, $"the entry is longer than {CompactStringSet.MaxEntryOctets} octets"));
            return null;
        }

        if (text.ContainsAnyInRange((byte)0, (byte)31) || text.Contains((byte)127) || !Utf8.IsValid(text))
        {
            errors.Add(new RuleError(file, line, 0, "not text: a list has one entry a line, in UTF-8"));
            return null;
        }

        return Encoding.UTF8.GetString(text);
    }

    private static ReadOnlySpan<byte> WithoutComment(ReadOnlySpan<byte> line)
    {
        for (int mark = line.IndexOf((byte)'#'); mark >= 0;)
        {
            if (mark == 0 || line[mark - 1] is (byte)' ' or (byte)'\t')
            {
                return line[..mark];
            }

            int next = line[(mark + 1)..].IndexOf((byte)'#');
            mark = next < 0 ? -1 : mark + 1 + next;
        }

        return line;
    }
}
