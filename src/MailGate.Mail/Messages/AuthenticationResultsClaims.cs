using System.Text;
using MailGate.Mail.Addresses;

namespace MailGate.Mail.Messages;

/// <summary>
/// Finds the Authentication-Results fields that claim to be ours, so that the gateway removes them before it adds its own (RFC 8601 §5,
/// ATTACKS B04). A field that the grammar reads is compared exactly; one that it does not read is taken for ours as soon as any reader
/// could find our id in it.
/// </summary>
public static class AuthenticationResultsClaims
{
    /// <summary>The indexes in <see cref="HeaderSection.Fields"/> of every field that claims the id.</summary>
    public static IReadOnlyList<int> Find(HeaderSection headers, string authservId)
    {
        ArgumentNullException.ThrowIfNull(headers);
        List<int> found = [];
        for (int i = 0; i < headers.Fields.Count; i++)
        {
            if (IsClaimedBy(headers.Fields[i], authservId))
            {
                found.Add(i);
            }
        }

        return found;
    }

    /// <summary>True for an Authentication-Results field that claims the id: in any case, quoted, folded, with comments, with A-labels or U-labels.</summary>
    public static bool IsClaimedBy(HeaderField field, string authservId)
    {
        ArgumentNullException.ThrowIfNull(authservId);
        if (!field.Is("Authentication-Results"u8))
        {
            return false;
        }

        string value = HeaderText.Unfold(field.ValueBytes);
        AuthenticationResultsParser parser = new(value);
        bool isClear = parser.TryParseAuthservId(out string? claimed, out string? version)
            && (version is null || !version.AsSpan().ContainsAnyExceptInRange('0', '9'))
            && !claimed.Contains("=?", StringComparison.Ordinal)
            && !claimed.AsSpan().ContainsAnyInRange('\0', ' ');
        return (claimed is not null && IsSame(claimed, authservId)) || (!isClear && Mentions(value, authservId));
    }

    private static bool IsSame(string claimed, string ours)
    {
        claimed = claimed.Trim(' ', '\t');
        return claimed.Equals(ours, StringComparison.OrdinalIgnoreCase)
            || (Domain.TryParse(claimed, out Domain? one) && Domain.TryParse(ours, out Domain? other) && one.Equals(other));
    }

    private static bool Mentions(string value, string ours)
    {
        // An encoded-word cannot stand there; a reader that decodes before it parses would find anything.
        return value.Contains("=?", StringComparison.Ordinal)
            || MentionsForm(value, ours)
            || (Domain.TryParse(ours, out Domain? domain) && (MentionsForm(value, domain.Ascii) || MentionsForm(value, domain.Unicode)));
    }

    private static bool MentionsForm(string value, string ours)
    {
        ours = Squeeze(ours, dropComments: false);
        return Squeeze(value, dropComments: false).Contains(ours, StringComparison.OrdinalIgnoreCase)
            || Squeeze(value, dropComments: true).Contains(ours, StringComparison.OrdinalIgnoreCase);
    }

    // Without white space, controls, quotes and backslashes: what is left when syntax is ignored.
    private static string Squeeze(string value, bool dropComments)
    {
        StringBuilder rest = new(value.Length);
        int depth = 0;
        foreach (char c in value)
        {
            depth += c == '(' ? 1 : c == ')' && depth > 0 ? -1 : 0;
            if (c is > ' ' and not ('"' or '\\' or '\x7f') && !(dropComments && (depth > 0 || c == ')')))
            {
                rest.Append(c);
            }
        }

        return rest.ToString();
    }
}
