using System.Text.Json.Serialization;
using MailGate.Mail.Dmarc;

namespace MailGate.Cli.Authentication;

/// <summary>A DMARC result as it is printed.</summary>
internal sealed record DmarcReport
{
    public required string Result { get; init; }

    /// <summary>What to do with a failing message.</summary>
    public string? Policy { get; init; }

    /// <summary>The author's domain.</summary>
    public string? Domain { get; init; }

    public required IReadOnlyList<string> AlignedBy { get; init; }

    public required string Reason { get; init; }

    public string? PublishedPolicy { get; init; }

    public string? PolicyDomain { get; init; }

    public string? OrganizationalDomain { get; init; }

    public string? Record { get; init; }

    public bool Testing { get; init; }

    public string? AlignedSpfDomain { get; init; }

    public string? AlignedDkimDomain { get; init; }

    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public IReadOnlyList<DnsLookup>? Lookups { get; init; }

    public static DmarcReport Of(DmarcResult result) => new()
    {
        Result = result.Code.Word(),
        Policy = result.Policy?.Word(),
        Domain = result.AuthorDomain?.Ascii,
        AlignedBy = Mechanisms(result.AlignedBy),
        Reason = result.Reason,
        PublishedPolicy = result.PublishedPolicy?.Word(),
        PolicyDomain = result.PolicyDomain?.Ascii,
        OrganizationalDomain = result.OrganizationalDomain?.Ascii,
        Record = result.Record?.Text,
        Testing = result.Record?.IsTesting == true,
        AlignedSpfDomain = result.AlignedSpfDomain?.Ascii,
        AlignedDkimDomain = result.AlignedDkimDomain?.Ascii,
    };

    public void Print(Output output)
    {
        output.Line($"DMARC {Result}: {Reason}");
        PrintFacts(output);
    }

    /// <summary>What is published, whatever the message.</summary>
    public void PrintFacts(Output output)
    {
        output.Fact("author domain", Domain);
        output.Fact("record", Record);
        output.Fact("published at", PolicyDomain is null ? null : $"_dmarc.{PolicyDomain}");
        output.Fact("organization", OrganizationalDomain);
        output.Fact("policy", Testing && Policy != PublishedPolicy ? $"{Policy} (published: {PublishedPolicy}, one level less while t=y)" : Policy);
        output.Fact("aligned", string.Join(", ", new[] { Aligned("spf", AlignedSpfDomain), Aligned("dkim", AlignedDkimDomain) }.OfType<string>()));
    }

    private static string? Aligned(string mechanism, string? domain) => domain is null ? null : $"{mechanism} ({domain})";

    private static string[] Mechanisms(DmarcAlignedBy aligned) =>
        [.. new[] { DmarcAlignedBy.Spf, DmarcAlignedBy.Dkim }.Where(m => aligned.HasFlag(m)).Select(m => m.ToString().ToLowerInvariant())];
}
