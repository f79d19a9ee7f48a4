using System.Diagnostics.CodeAnalysis;
using System.Globalization;

namespace MailGate.Mail.Dmarc;

/// <summary>Reads DMARC policy records (RFC 9989 §4.8).</summary>
public static class DmarcRecordParser
{
    private const string Version = "DMARC1";

    /// <summary>
    /// Reads a TXT record; false when it is no DMARC record, that is when it does not begin with <c>v=DMARC1</c> as its first tag. What is wrong
    /// after that, unknown or there twice is left out.
    /// </summary>
    public static bool TryParse(string text, [NotNullWhen(true)] out DmarcRecord? record)
    {
        ArgumentNullException.ThrowIfNull(text);
        record = null;
        int versionEnd = text.IndexOf(';', StringComparison.Ordinal);
        ReadOnlySpan<char> first = versionEnd < 0 ? text : text.AsSpan(0, versionEnd);
        // No white space may stand before the version; the value's case counts.
        if (!TrySplitTag(first, out ReadOnlySpan<char> name, out ReadOnlySpan<char> value)
            || !first.StartsWith("v", StringComparison.OrdinalIgnoreCase) || name.Length != 1 || !value.SequenceEqual(Version))
        {
            return false;
        }

        DmarcRecord result = new(text);
        HashSet<string> seen = new(StringComparer.OrdinalIgnoreCase);
        ReadOnlySpan<char> tags = versionEnd < 0 ? [] : text.AsSpan(versionEnd + 1);
        foreach (Range range in tags.Split(';'))
        {
            if (TrySplitTag(tags[range], out name, out value) && name.Length <= 8 && seen.Add(name.ToString()))
            {
                result = Apply(result, name, value);
            }
        }

        record = result.Policy is null ? result with { IsPolicyInvalid = true } : result;
        return true;
    }

    private static DmarcRecord Apply(DmarcRecord record, ReadOnlySpan<char> name, ReadOnlySpan<char> value)
    {
        Span<char> lower = stackalloc char[8];
        int length = name.ToLowerInvariant(lower);
        return lower[..length] switch
        {
            "p" => ParsePolicy(value) is { } policy ? record with { Policy = policy } : record,
            "sp" => ParsePolicy(value) is { } policy ? record with { SubdomainPolicy = policy } : record with { IsPolicyInvalid = true },
            "np" => ParsePolicy(value) is { } policy ? record with { NonExistentPolicy = policy } : record with { IsPolicyInvalid = true },
            "adkim" => record with { DkimAlignment = ParseMode(value) },
            "aspf" => record with { SpfAlignment = ParseMode(value) },
            "psd" => record with { Psd = Is(value, "y") ? DmarcPsd.Yes : Is(value, "n") ? DmarcPsd.No : DmarcPsd.Unknown },
            "t" => record with { IsTesting = Is(value, "y") },
            "fo" => IsFailureOptions(value) ? record with { FailureOptions = value.ToString() } : record,
            "rua" => record with { AggregateReports = DmarcReportUri.ParseList(value) },
            "ruf" => record with { FailureReports = DmarcReportUri.ParseList(value) },
            "pct" => int.TryParse(value, NumberStyles.None, CultureInfo.InvariantCulture, out int pct) && pct <= 100
                ? record with { HistoricPercentage = pct }
                : record,
            _ => record,
        };
    }

    // dmarc-tag = 1*ALPHA equals 1*dmarc-value; a value is printable and has white space only inside.
    private static bool TrySplitTag(ReadOnlySpan<char> tag, out ReadOnlySpan<char> name, out ReadOnlySpan<char> value)
    {
        int equals = tag.IndexOf('=');
        name = equals < 0 ? [] : tag[..equals].Trim(" \t");
        value = equals < 0 ? [] : tag[(equals + 1)..].Trim(" \t");
        return !name.IsEmpty && !value.IsEmpty && !value.ContainsAnyExceptInRange(' ', '~');
    }

    private static bool Is(ReadOnlySpan<char> value, string word) => value.Equals(word, StringComparison.OrdinalIgnoreCase);

    private static DmarcPolicy? ParsePolicy(ReadOnlySpan<char> value) =>
        Is(value, "none") ? DmarcPolicy.None : Is(value, "quarantine") ? DmarcPolicy.Quarantine : Is(value, "reject") ? DmarcPolicy.Reject : null;

    private static DmarcAlignmentMode ParseMode(ReadOnlySpan<char> value) => Is(value, "s") ? DmarcAlignmentMode.Strict : DmarcAlignmentMode.Relaxed;

    // dmarc-fo: 0 or 1, d and s, by colons.
    private static bool IsFailureOptions(ReadOnlySpan<char> value)
    {
        foreach (Range range in value.Split(':'))
        {
            if (value[range].Trim(" \t") is not ("0" or "1" or "d" or "s" or "D" or "S"))
            {
                return false;
            }
        }

        return true;
    }
}
