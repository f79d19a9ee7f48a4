using System.Text.Json;
using MailGate.Filtering.Pipeline;
using MailGate.Filtering.Pipeline.Facts;
using MailGate.Filtering.Rules;
using MailGate.Handling.Policy;
using MailGate.Smtp.Grammar;

namespace MailGate.Cli.Scanning;

/// <summary>Gathers what is to be reported of one message, stage by stage: the facts of a recipient are gone when the next one comes.</summary>
internal sealed class ScanReportBuilder(string name)
{
    private const string Accepted = "250 2.0.0 OK";

    private static readonly (string Method, Fact Fact)[] AuthFacts =
    [
        ("iprev", MailFacts.IprevResult), ("spf_helo", MailFacts.SpfHeloResult), ("spf", MailFacts.SpfResult),
        ("dkim", MailFacts.DkimResult), ("dmarc", MailFacts.DmarcResult), ("arc", MailFacts.ArcResult),
    ];

    private readonly Dictionary<Rule, IReadOnlyDictionary<string, string>> _evidence = [];
    private readonly List<ScanRule> _shadowRules = [];
    private readonly List<ScanProblem> _failures = [];
    private readonly List<ScanCheck> _checks = [];

    /// <summary>A stage has ended.</summary>
    public void Note(MailContext context, StageResult result)
    {
        Verdict verdict = result.Verdict;
        foreach (RuleHit hit in verdict.Hits.Concat(verdict.ShadowHits))
        {
            _evidence.TryAdd(hit.Rule, FactEvidence.Of(hit.Rule, context.Facts));
        }

        _shadowRules.AddRange(verdict.ShadowHits.Where(hit => !_shadowRules.Exists(known => known.Name == hit.Name)).Select(ToRule));
        _failures.AddRange(verdict.Failures
            .Where(failure => !_failures.Exists(known => known.Name == failure.Rule.Name))
            .Select(failure => new ScanProblem(failure.Rule.Name, failure.Reason.Length == 0 ? "a fact that it needs is unknown" : failure.Reason)));
        _checks.AddRange(result.Checks.Select(check =>
            new ScanCheck(check.Check, Word(check.Stage), check.Duration.TotalSeconds, Word(check.Outcome), check.Error)));
    }

    /// <summary>The report.</summary>
    /// <param name="context">The transaction.</param>
    /// <param name="last">The result that decides.</param>
    /// <param name="limit">A refusal by the limits of the configuration, which nothing overrules; null without one.</param>
    /// <param name="withFacts">Report all facts.</param>
    public ScanReport Build(MailContext context, StageResult last, Reply? limit, bool withFacts)
    {
        Verdict verdict = last.Verdict;
        IEnumerable<RuleHit> hits = context.EarlierHits(verdict.Stage);
        // At the other stages the last result is among the earlier ones already.
        hits = verdict.Stage is Stage.Message or Stage.Rcpt ? hits.Where(hit => !IsOf(verdict.Stage, hit)).Concat(verdict.Hits) : hits;
        ScanRule[] rules = [.. hits.Select(ToRule)];
        Thresholds thresholds = context.Rules.Thresholds;
        return new ScanReport(name, limit is null ? WordOf(verdict) : "reject")
        {
            Reply = (limit ?? VerdictReply.RefusalOf(verdict))?.ToString() ?? Accepted,
            Stage = Word(verdict.Stage),
            Reason = limit is null ? last.Reason : "limits",
            Score = Math.Round(rules.Sum(rule => rule.Score), 3),
            Required = thresholds.Tag ?? thresholds.Quarantine ?? thresholds.Reject,
            Rules = rules,
            ShadowRules = _shadowRules,
            Failures = _failures,
            SpamProbability = context.Facts.Get(MailFacts.SpamProbability) is { Kind: FactKind.Double } probability ? probability.AsDouble : null,
            Auth = AuthFacts.Select(method => (method.Method, Value: context.Facts.Get(method.Fact)))
                .Where(method => method.Value.Kind == FactKind.String)
                .ToDictionary(method => method.Method, method => method.Value.AsString),
            Checks = _checks,
            Facts = withFacts ? FactsOf(context.Facts) : null,
        };
    }

    private static bool IsOf(Stage stage, RuleHit hit) => hit.Stage == stage;

    private static JsonElement FactsOf(FactSet facts)
    {
        using JsonDocument document = JsonDocument.Parse(FactJson.ToUtf8(facts));
        return document.RootElement.GetProperty("facts").Clone();
    }

    private static string WordOf(Verdict verdict) => verdict.Action switch
    {
        RuleAction.None or RuleAction.Accept or RuleAction.Greylist => verdict.IsTagged ? "tag" : "accept",
        RuleAction.Tag or RuleAction.Reject or RuleAction.Defer or RuleAction.Discard or RuleAction.Quarantine => RuleActionNames.NameOf(verdict.Action),
        _ => throw new ArgumentOutOfRangeException(nameof(verdict)),
    };

    private static string Word<T>(T value)
        where T : struct, Enum => JsonNamingPolicy.SnakeCaseLower.ConvertName(value.ToString());

    private ScanRule ToRule(RuleHit hit) => new(hit.Name, hit.Score, Word(hit.Stage), RuleActionNames.NameOf(hit.Action), _evidence[hit.Rule])
    {
        When = hit.Rule.When.Text,
        Description = hit.Rule.Description,
    };
}
