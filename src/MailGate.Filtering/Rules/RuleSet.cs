using MailGate.Filtering.Pipeline;
using MailGate.Filtering.Pipeline.Facts;
using MailGate.Filtering.Rules.Lists;

namespace MailGate.Filtering.Rules;

/// <summary>
/// All rules of a configuration, compiled. Immutable: a reload makes another set, and a transaction keeps the one that it began with. Judging is pure,
/// synchronous and cheap; what the rules need to know is asked for before.
/// <code>
/// // once a stage, before its rules:
/// run the checks in set.ChecksFor(stage);                 // facts by name
/// while (set.Ask(stage, facts) is { Count: > 0 } calls)    // questions with arguments, such as dnsbl("zone")
///     foreach call: facts.SetAnswer(call, answer or FactValue.Missing);
/// Verdict verdict = set.Evaluate(stage, facts, hits of the earlier stages);
/// </code>
/// </summary>
public sealed class RuleSet
{
    private static readonly int StageCount = Enum.GetValues<Stage>().Length;

    private readonly Rule[][] _rules = new Rule[StageCount][];
    private readonly Rule[][] _asking = new Rule[StageCount][];
    private readonly string[][] _checks = new string[StageCount][];
    private readonly Fact[][] _facts = new Fact[StageCount][];

    internal RuleSet(IReadOnlyList<Rule> rules, Thresholds thresholds, IReadOnlyDictionary<string, RuleList> lists, string hash)
    {
        Rules = rules;
        Thresholds = thresholds;
        Lists = lists;
        Hash = hash;
        foreach (Stage stage in Enum.GetValues<Stage>())
        {
            Rule[] judged = [.. rules.Where(rule => rule.Stage == stage && rule.Mode != RuleMode.Off)];
            _rules[(int)stage] = judged;
            _asking[(int)stage] = [.. judged.Where(rule => rule.Functions.Any(QuestionRecorder.IsQuestion))];
            _checks[(int)stage] = [.. judged.SelectMany(rule => rule.Checks).Distinct().Order(StringComparer.Ordinal)];
            _facts[(int)stage] = [.. judged.SelectMany(rule => rule.Facts).Distinct()];
        }
    }

    /// <summary>A set without rules, which lets everything through.</summary>
    public static RuleSet Empty { get; } = new([], new Thresholds(), new Dictionary<string, RuleList>(), "");

    /// <summary>The rules in the order of evaluation, those that are off included.</summary>
    public IReadOnlyList<Rule> Rules { get; }

    public Thresholds Thresholds { get; }

    /// <summary>The lists by name.</summary>
    public IReadOnlyDictionary<string, RuleList> Lists { get; }

    /// <summary>SHA-256 of all files, in lower-case hex: two sets with the same hash judge alike.</summary>
    public string Hash { get; }

    /// <summary>The names of the checks whose facts or answers the rules of this stage need. What no rule needs is not in it, and need not run.</summary>
    public IReadOnlyList<string> ChecksFor(Stage stage) => _checks[(int)stage];

    /// <summary>The facts that the rules of this stage name.</summary>
    public IReadOnlyList<Fact> FactsFor(Stage stage) => _facts[(int)stage];

    /// <summary>True when the stage has rules to judge. The last stage counts also for thresholds.</summary>
    public bool HasRules(Stage stage) => _rules[(int)stage].Length > 0;

    /// <summary>
    /// The questions that the rules of this stage have, given what is known, and that have no answer yet; at most <see cref="QuestionRecorder.MaxQuestions"/>
    /// at once. An answer can lead to further questions, so ask until there are none. A question that cannot be answered gets
    /// <see cref="FactValue.Missing"/> as its answer.
    /// </summary>
    public IReadOnlyCollection<FactCall> Ask(Stage stage, FactSet facts)
    {
        if (_asking[(int)stage].Length == 0)
        {
            return [];
        }

        QuestionRecorder recorder = new(facts);
        Expressions.EvaluationContext context = new(recorder);
        foreach (Rule rule in _asking[(int)stage])
        {
            if (RuleSampling.Includes(rule, facts) && rule.When.Evaluate(context) is { IsFalse: false } && rule.Score is not null)
            {
                rule.Score.Evaluate(context);
            }
        }

        return recorder.Questions;
    }

    /// <summary>Judges the facts by the rules of this stage. Does not throw, whatever the facts are.</summary>
    /// <param name="earlier">The <see cref="Verdict.Hits"/> of the transaction's earlier stages: their scores count towards the thresholds and the caps of groups.</param>
    /// <param name="timing">Hears what each rule cost; null where nobody measures.</param>
    public Verdict Evaluate(Stage stage, IFactSource facts, IReadOnlyList<RuleHit>? earlier = null, RuleTiming? timing = null)
    {
        Judgement judgement = new(stage, facts, Thresholds, earlier);
        foreach (Rule rule in _rules[(int)stage])
        {
            long start = timing?.Time.GetTimestamp() ?? 0;
            bool goesOn = judgement.Apply(rule);
            timing?.Note(rule, timing.Time.GetElapsedTime(start));
            if (!goesOn)
            {
                break;
            }
        }

        return judgement.Conclude();
    }
}
