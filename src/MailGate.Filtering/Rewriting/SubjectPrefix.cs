using System.Text;
using MailGate.Mail.Messages;

namespace MailGate.Filtering.Rewriting;

/// <summary>Puts text before a subject without reading or changing what follows: encoded-words of the subject stay octet for octet.</summary>
internal static class SubjectPrefix
{
    private const int PreferredLineOctets = 78;

    /// <summary>The new field, or null when the subject begins with the prefix already.</summary>
    public static byte[]? Write(HeaderField subject, string prefix)
    {
        ReadOnlySpan<byte> value = subject.ValueBytes;
        ReadOnlySpan<byte> text = value.TrimStart(" \t"u8);
        if (StartsWith(text, prefix, true) || StartsWith(text, prefix, false))
        {
            return null;
        }

        // RFC 2047 §6.2: white space between two encoded-words is not shown, so the space that parts them stands inside the first.
        StringBuilder start = new("Subject: ");
        int column = AppendPrefix(start, prefix, start.Length, endsWithSpace: text.StartsWith("=?"u8));
        int firstLine = text.IndexOf("\r\n"u8) is var end and >= 0 ? end : text.Length;
        // An empty first line is folding that is there already; a full one gets a line of its own.
        string between = firstLine == 0 ? "" : column + 1 + firstLine > PreferredLineOctets ? "\r\n " : " ";
        return [.. Encoding.ASCII.GetBytes(start.ToString()), .. Encoding.ASCII.GetBytes(between), .. text, .. "\r\n"u8];
    }

    /// <summary>What is wrong with a prefix, or null.</summary>
    public static string? Check(string prefix) =>
        string.IsNullOrWhiteSpace(prefix) ? "the prefix is empty"
        : prefix.Length > 200 ? "the prefix has more than 200 characters"
        : FieldSyntax.CheckValue(prefix);

    private static bool StartsWith(ReadOnlySpan<byte> text, string prefix, bool endsWithSpace)
    {
        StringBuilder written = new();
        AppendPrefix(written, prefix, "Subject: ".Length, endsWithSpace);
        return text.StartsWith(Encoding.ASCII.GetBytes(written.ToString()));
    }

    private static int AppendPrefix(StringBuilder output, string prefix, int column, bool endsWithSpace)
    {
        string text = prefix.Trim(' ', '\t');
        return FieldWriter.AppendValue(output, endsWithSpace && !Ascii.IsValid(text) ? text + " " : text, column);
    }
}
