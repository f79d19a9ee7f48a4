namespace MailGate.Cli.Authentication;

/// <summary>How reports look to people: a line with the result, indented facts, the look-ups.</summary>
internal static class ReportLines
{
    private const int LongestRecord = 160;

    /// <summary>An indented fact; nothing where there is no value.</summary>
    public static void Fact(this Output output, string name, string? value)
    {
        if (!string.IsNullOrEmpty(value))
        {
            output.Line($"  {name + ":",-16} {value}");
        }
    }

    /// <summary>What was looked up.</summary>
    public static void Lookups(this Output output, IReadOnlyList<DnsLookup> lookups)
    {
        if (lookups.Count > 0)
        {
            output.Line("Looked up:");
        }

        foreach (DnsLookup lookup in lookups)
        {
            output.Line($"  {lookup.Type} {lookup.Name}: {(lookup.Records.Count == 0 ? Explain(lookup.Status) : string.Join(" | ", lookup.Records.Select(Shorten)))}");
        }
    }

    /// <summary>How a question ended that brought no records.</summary>
    public static string Explain(string status) => status switch
    {
        "nodata" => "no record of this type",
        "nxdomain" => "no such name",
        "servfail" => "the server failed (SERVFAIL)",
        "timeout" => "no answer in time",
        _ => status,
    };

    private static string Shorten(string text) => text.Length > LongestRecord ? $"{text[..LongestRecord]}..." : text;
}
