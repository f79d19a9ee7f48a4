using System.Text.Json.Serialization;
using MailGate.Mail.Arc;

namespace MailGate.Cli.Authentication;

/// <summary>An ARC chain as it is printed.</summary>
internal sealed record ArcReport
{
    public required string Result { get; init; }

    public required string Reason { get; init; }

    public required IReadOnlyList<ArcInstanceReport> Instances { get; init; }

    public int? OldestPass { get; init; }

    public bool TemporaryFailure { get; init; }

    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public IReadOnlyList<DnsLookup>? Lookups { get; init; }

    public static ArcReport Of(ArcVerification verification) => new()
    {
        Result = verification.Result.ToWord(),
        Reason = verification.Reason,
        Instances = [.. verification.Instances.Select(ArcInstanceReport.Of)],
        OldestPass = verification.OldestPass,
        TemporaryFailure = verification.IsTemporaryFailure,
    };

    public void Print(Output output)
    {
        output.Line($"ARC {Result}: {Reason}");
        if (TemporaryFailure)
        {
            output.Fact("note", "the DNS failed: a later check may pass");
        }

        if (OldestPass > 0)
        {
            output.Fact("note", $"the message was last changed before set {OldestPass} was added");
        }

        foreach (ArcInstanceReport instance in Instances)
        {
            output.Fact($"i={instance.Instance}", $"{instance.Domain ?? "?"} (selector {instance.Selector ?? "?"}, cv={instance.Cv ?? "?"}) found: {instance.AuthenticationResults}");
        }
    }
}
