using MailGate.Filtering.Pipeline;
using MailGate.Filtering.Rules;

namespace MailGate.Cli.Journal;

/// <summary>Verdicts in one word, those of then and those of other rules, so that they can be compared.</summary>
internal static class ReplayVerdict
{
    /// <summary>It was refused then and would go on now: nobody knows to what end.</summary>
    public const string Open = "open";

    private const string Greylist = "greylist";

    /// <summary>What came of a transaction.</summary>
    public static string Of(TransactionRecord record) => record.Final is { } final ? Word(final) : Word(RuleAction.None);

    /// <summary>What came of a stage.</summary>
    public static string Word(StageRecord result) => result.Reason == Greylist ? Greylist : Word(result.Action);

    /// <summary>What other rules make of it, given what came of it then.</summary>
    public static string Of(TransactionRecord record, ReplayResult replayed)
    {
        string before = Of(record);
        bool wasDecidedByRules = record.Final is not { IsRefusal: true } final || !(final.Reason.StartsWith("check:", StringComparison.Ordinal) || final.Reason is "pipeline" or "header_too_large");
        string after = replayed.Final is { } last ? Word(last.Action) : Word(RuleAction.None);
        return replayed.IsOpen ? before is "reject" or "defer" or Greylist ? Open : before
            // What a failed check or a limit refused, other rules would not let through.
            : !wasDecidedByRules && after != "reject" ? before
            : after;
    }

    /// <summary>The rules that hit in one and not in the other, or whose score differs.</summary>
    public static IReadOnlyList<string> Responsible(TransactionRecord record, ReplayResult replayed)
    {
        Dictionary<string, double> before = Scores(record.Results), after = Scores(replayed.Results);
        return
        [
            .. after.Where(hit => !before.ContainsKey(hit.Key)).Select(hit => "+" + hit.Key),
            .. before.Where(hit => !after.ContainsKey(hit.Key)).Select(hit => "-" + hit.Key),
            .. after.Where(hit => before.TryGetValue(hit.Key, out double score) && score != hit.Value).Select(hit => FormattableString.Invariant($"{hit.Key} {before[hit.Key]} -> {hit.Value}")),
        ];
    }

    private static Dictionary<string, double> Scores(IReadOnlyList<StageRecord> results) =>
        results.SelectMany(result => result.Hits).GroupBy(hit => hit.Rule).ToDictionary(group => group.Key, group => group.Max(hit => hit.Score));

    private static string Word(RuleAction action) => action == RuleAction.None ? RuleActionNames.NameOf(RuleAction.Accept) : RuleActionNames.NameOf(action);
}
