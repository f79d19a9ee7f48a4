using System.Text.Json;
using System.Text.Json.Serialization;

namespace MailGate.Cli.Scanning;

/// <summary>What the gateway would make of one stored message.</summary>
/// <param name="File">The file, with the message's number where it holds several.</param>
/// <param name="Verdict"><c>accept</c>, <c>tag</c>, <c>reject</c>, <c>defer</c>, <c>quarantine</c>, <c>discard</c>, or <c>error</c> when the message could not be read.</param>
internal sealed record ScanReport(string File, string Verdict)
{
    /// <summary>What the client would read; where the server behind decides, the reply of one that takes the mail.</summary>
    public string Reply { get; init; } = "";

    /// <summary>The stage at which it was decided.</summary>
    public string Stage { get; init; } = "";

    /// <summary>What decided: a rule's name, <c>score</c>, <c>greylist</c>, <c>check:spf</c>, <c>limits</c>, or why the message could not be read; null when nothing did.</summary>
    public string? Reason { get; init; }

    /// <summary>The sum of <see cref="Rules"/>.</summary>
    public double Score { get; init; }

    /// <summary>The lowest score at which something happens; null when no threshold is set.</summary>
    public double? Required { get; init; }

    /// <summary>The rules that hit, in the order of evaluation.</summary>
    public IReadOnlyList<ScanRule> Rules { get; init; } = [];

    /// <summary>The rules in shadow mode that would have hit.</summary>
    public IReadOnlyList<ScanRule> ShadowRules { get; init; } = [];

    /// <summary>Rules that could not be judged.</summary>
    public IReadOnlyList<ScanProblem> Failures { get; init; } = [];

    /// <summary>The spam model's calibrated probability; null without a model.</summary>
    public double? SpamProbability { get; init; }

    /// <summary>The results of sender authentication by method; what was not checked is not in it.</summary>
    public IReadOnlyDictionary<string, string> Auth { get; init; } = new Dictionary<string, string>();

    /// <summary>What each check cost.</summary>
    public IReadOnlyList<ScanCheck> Checks { get; init; } = [];

    /// <summary>Everything that was found out, by the names of the rules; only when asked for.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public JsonElement? Facts { get; init; }

    /// <summary>A message that could not be read.</summary>
    public static ScanReport Failed(StoredMessage message) => new(message.Name, "error") { Reason = message.Problem };
}

/// <summary>A rule that hit.</summary>
/// <param name="Score">What it adds to the sum.</param>
/// <param name="Facts">The facts that its condition names, with the values that they had.</param>
internal sealed record ScanRule(string Name, double Score, string Stage, string Action, IReadOnlyDictionary<string, string> Facts)
{
    /// <summary>Its condition.</summary>
    [JsonIgnore]
    public string When { get; init; } = "";

    [JsonIgnore]
    public string Description { get; init; } = "";
}

/// <summary>Something that could not be done.</summary>
internal sealed record ScanProblem(string Name, string Reason);

/// <summary>A check that ran.</summary>
internal sealed record ScanCheck(string Name, string Stage, double Seconds, string Outcome, string? Error);
