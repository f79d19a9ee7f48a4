using System.Diagnostics.CodeAnalysis;
using MailGate.Mail.Addresses;

namespace MailGate.Mail.Dmarc;

/// <summary>Where reports go (RFC 9989 §4.6).</summary>
/// <param name="Uri">The URI without the obsolete size limit, in the case it was written.</param>
/// <param name="MailAddress">The address of a <c>mailto:</c> URI, percent-decoded; null for another scheme.</param>
public sealed record DmarcReportUri(string Uri, string? MailAddress)
{
    private const string MailTo = "mailto:";

    /// <summary>Reads the URIs of a rua or ruf tag and leaves out what is none.</summary>
    internal static IReadOnlyList<DmarcReportUri> ParseList(ReadOnlySpan<char> list)
    {
        List<DmarcReportUri> uris = [];
        foreach (Range range in list.Split(','))
        {
            if (TryParse(list[range], out DmarcReportUri? uri))
            {
                uris.Add(uri);
            }
        }

        return uris;
    }

    private static bool TryParse(ReadOnlySpan<char> text, [NotNullWhen(true)] out DmarcReportUri? uri)
    {
        uri = null;
        // obs-dmarc-report-size: ignored (RFC 9989 §4.8).
        int size = text.IndexOf('!');
        text = (size < 0 ? text : text[..size]).Trim(" \t");
        int colon = text.IndexOf(':');
        if (colon <= 0 || colon == text.Length - 1 || !IsScheme(text[..colon]) || text.ContainsAny(' ', '\t'))
        {
            return false;
        }

        string? address = null;
        if (text.StartsWith(MailTo, StringComparison.OrdinalIgnoreCase))
        {
            ReadOnlySpan<char> target = text[MailTo.Length..];
            int query = target.IndexOf('?');
            address = System.Uri.UnescapeDataString(query < 0 ? target : target[..query]);
            int at = address.LastIndexOf('@');
            if (at <= 0 || !Domain.TryParse(address.AsSpan(at + 1), out _))
            {
                return false;
            }
        }

        uri = new DmarcReportUri(text.ToString(), address);
        return true;
    }

    // RFC 3986 §3.1.
    private static bool IsScheme(ReadOnlySpan<char> text)
    {
        foreach (char c in text)
        {
            if (!char.IsAsciiLetterOrDigit(c) && c is not ('+' or '-' or '.'))
            {
                return false;
            }
        }

        return char.IsAsciiLetter(text[0]);
    }
}
