using System.Diagnostics.CodeAnalysis;
using MailGate.Mail.Addresses;

namespace MailGate.Mail.Spf;

/// <summary>The name that a domain-spec expands to (RFC 7208 §4.8).</summary>
internal static class SpfTargetName
{
    /// <summary>
    /// Makes a name to look up: without a trailing dot, and cut from the left to 253 characters (RFC 7208 §7.3). False for what cannot be
    /// asked: empty or long labels, control characters, non-ASCII (RFC 8616 §4); such a name is as one that does not exist.
    /// </summary>
    public static bool TryCreate(string expanded, [NotNullWhen(true)] out string? name)
    {
        name = null;
        ReadOnlySpan<char> rest = expanded.EndsWith('.') ? expanded.AsSpan(0, expanded.Length - 1) : expanded;
        while (rest.Length > Domain.MaxOctets)
        {
            int dot = rest.IndexOf('.');
            if (dot < 0)
            {
                return false;
            }

            rest = rest[(dot + 1)..];
        }

        // A backslash would be an escape to the resolver, so that a client's HELO could write other octets than it shows.
        if (rest.ContainsAnyExceptInRange(' ', '~') || rest.Contains('\\'))
        {
            return false;
        }

        foreach (Range range in rest.Split('.'))
        {
            ReadOnlySpan<char> label = rest[range];
            if (label.IsEmpty || label.Length > Domain.MaxLabelOctets)
            {
                return false;
            }
        }

        name = rest.Length == expanded.Length ? expanded : rest.ToString();
        return true;
    }
}
