using System.Text;
using System.Text.Unicode;
using MailGate.Filtering.Rules;

namespace MailGate.Filtering.Rewriting;

/// <summary>
/// Reads a map in the form of Postfix's tables: <c>key value[, value ...]</c> a line in UTF-8, a line that begins with white space continues the one before
/// it, and a line whose first character is <c>#</c> is a comment. A key between slashes is a regular expression.
/// </summary>
public static class AddressMapFile
{
    /// <summary>Octets of a map file.</summary>
    public const int MaxOctets = 64 * 1024 * 1024;

    private const int MaxErrors = 20;

    /// <summary>The entries; mistakes are added to <paramref name="errors"/>, each with its line and column.</summary>
    /// <param name="file">The file's name, for messages.</param>
    /// <param name="octets">What it holds.</param>
    /// <param name="scopes">Where its entries apply.</param>
    /// <param name="roles">To whose addresses they apply.</param>
    /// <param name="errors">Takes the mistakes.</param>
    public static IReadOnlyList<AddressMapping> Read(string file, ReadOnlySpan<byte> octets, RewriteScopes scopes, AddressRoles roles, List<RewriteError> errors)
    {
        ArgumentNullException.ThrowIfNull(errors);
        List<AddressMapping> entries = [];
        if (octets.Length > MaxOctets)
        {
            errors.Add(new RewriteError(new SourcePlace(file, 0, 0), $"the map is larger than {MaxOctets / (1024 * 1024)} MB"));
            return entries;
        }

        int before = errors.Count;
        octets = octets.StartsWith("\uFEFF"u8) ? octets[3..] : octets;
        AddressMapLine? pending = null;
        for (int number = 1; !octets.IsEmpty && errors.Count - before < MaxErrors; number++)
        {
            int end = octets.IndexOf((byte)'\n');
            ReadOnlySpan<byte> raw = (end < 0 ? octets : octets[..end]).TrimEnd(" \t\r"u8);
            octets = end < 0 ? default : octets[(end + 1)..];
            if (BadOctet(raw) is var bad and >= 0)
            {
                errors.Add(new RewriteError(new SourcePlace(file, number, bad + 1), "not text: a map has one entry a line, in UTF-8"));
                continue;
            }

            string text = Encoding.UTF8.GetString(raw);
            if (text.AsSpan().TrimStart(" \t") is [] or ['#', ..])
            {
                continue;
            }

            if (text[0] is ' ' or '\t' && pending is not null)
            {
                pending.Continue(text);
                continue;
            }

            Flush();
            pending = new AddressMapLine(new SourcePlace(file, number, 1), text);
        }

        Flush();
        return entries;

        void Flush()
        {
            if (pending?.Parse(scopes, roles, errors) is { } entry)
            {
                entries.Add(entry);
            }

            pending = null;
        }
    }

    private static int BadOctet(ReadOnlySpan<byte> line)
    {
        for (int i = 0; i < line.Length; i++)
        {
            if (line[i] is < 0x20 and not (byte)'\t' or 0x7f)
            {
                return i;
            }
        }

        return Utf8.IsValid(line) ? -1 : line.IndexOfAnyInRange((byte)0x80, (byte)0xff);
    }
}
