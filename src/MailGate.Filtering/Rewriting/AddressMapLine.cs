using System.Text;
using MailGate.Filtering.Rules;

namespace MailGate.Filtering.Rewriting;

/// <summary>One entry of a map file, with the lines that continue it.</summary>
internal sealed class AddressMapLine(SourcePlace place, string first)
{
    private readonly StringBuilder _text = new(first);

    public void Continue(string line) => _text.Append(line);

    /// <summary>The entry, or null after a mistake, which is reported.</summary>
    public AddressMapping? Parse(RewriteScopes scopes, AddressRoles roles, List<RewriteError> errors)
    {
        string text = _text.ToString();
        int end = KeyLength(text);
        string? problem = null;
        // A mistake in what a line goes on with is told at the entry's own line.
        int column = 1;
        if (end < 0)
        {
            problem = text[0] == '/' ? "the regular expression has no second /" : "the quotes are not closed";
        }
        else if (end < text.Length && text[end] is not (' ' or '\t'))
        {
            column = end + 1;
            problem = text[0] == '/' ? "after the regular expression comes white space; flags there are none, letter case never matters" : "after the address comes white space";
        }
        else if (!AddressTargets.TrySplit(text[end..], out IReadOnlyList<string> targets, out int offset, out problem))
        {
            column = end + offset + 1;
        }
        else
        {
            return new AddressMapping(text[..end], targets, scopes, roles, place);
        }

        errors.Add(new RewriteError(place with { Column = Math.Min(column, first.Length + 1) }, problem!));
        return null;
    }

    // Where the key ends: at white space, but not inside slashes or quotes. Negative when those are not closed.
    private static int KeyLength(string text)
    {
        char quote = text[0] is '/' or '"' ? text[0] : '\0';
        int position = quote == '\0' ? 0 : 1;
        while (quote != '\0' && position < text.Length && text[position] != quote)
        {
            position += text[position] == '\\' ? 2 : 1;
        }

        if (quote != '\0' && position >= text.Length)
        {
            return -1;
        }

        // The slash ends a regular expression; after a quoted local part comes its domain.
        if (quote == '/')
        {
            return position + 1;
        }

        int end = text.IndexOfAny([' ', '\t'], position);
        return end < 0 ? text.Length : end;
    }
}
