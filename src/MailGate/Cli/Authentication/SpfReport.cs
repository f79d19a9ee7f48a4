using System.Net;
using System.Text.Json.Serialization;
using MailGate.Mail.Spf;

namespace MailGate.Cli.Authentication;

/// <summary>An SPF check as it is printed.</summary>
internal sealed record SpfReport
{
    public required string Result { get; init; }

    public string? Domain { get; init; }

    public string? Mechanism { get; init; }

    public string? Explanation { get; init; }

    public string? Reason { get; init; }

    public required string Identity { get; init; }

    public required string Client { get; init; }

    public string? RecordDomain { get; init; }

    public string? Record { get; init; }

    public long AuthorizedIpv4Addresses { get; init; }

    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public IReadOnlyList<DnsLookup>? Lookups { get; init; }

    public static SpfReport Of(SpfResult result, IPAddress client) => new()
    {
        Result = result.Code.Word(),
        Domain = result.Domain?.Ascii,
        Mechanism = result.Mechanism,
        Explanation = result.Explanation,
        Reason = result.Problem,
        Identity = result.Identity == SpfIdentity.Helo ? "helo" : "mailfrom",
        Client = (client.IsIPv4MappedToIPv6 ? client.MapToIPv4() : client).ToString(),
        RecordDomain = result.RecordDomain,
        Record = result.Record,
        AuthorizedIpv4Addresses = result.AuthorizedIPv4Addresses,
    };

    public void Print(Output output)
    {
        output.Line($"SPF {Result}: {Sentence()}");
        output.Fact("checked", Identity == "helo" ? "the HELO name" : "the domain of MAIL FROM");
        output.Fact(RecordDomain is null || RecordDomain == Domain ? "record" : $"record of {RecordDomain}", Record);
        output.Fact("matched", Mechanism ?? (Result == "neutral" ? "no term: the default" : null));
        output.Fact("owner says", Explanation);
        if (Result == "pass" && AuthorizedIpv4Addresses >= 1 << 24)
        {
            output.Fact("note", $"the record lets in {AuthorizedIpv4Addresses} IPv4 addresses: a pass says little");
        }
    }

    private string Sentence() => Result switch
    {
        "pass" => $"{Client} may send mail for {Domain}",
        "fail" => $"{Client} may not send mail for {Domain}",
        "softfail" => $"{Client} probably may not send mail for {Domain}",
        "neutral" => $"{Domain} says nothing about {Client}",
        _ => Reason ?? $"{Domain} publishes nothing that can be used",
    };
}
