using System.Globalization;
using MailGate.Filtering.Pipeline;
using MailGate.Filtering.Pipeline.Facts;

namespace MailGate.Filtering.Rules.Testing;

/// <summary>Runs rule tests against a rule set.</summary>
/// <param name="factsOf">
/// Finds out the facts of a message, given the facts that the test sets itself, which win; null where there are no checks to do so, and tests with messages are
/// skipped.
/// </param>
public sealed class RuleTestRunner(RuleSet rules, Func<RuleTestMessage, FactSet, FactSet>? factsOf = null)
{
    /// <summary>Judges stage by stage up to the test's last one, as a transaction would, and compares.</summary>
    public RuleTestResult Run(RuleTestCase test)
    {
        ArgumentNullException.ThrowIfNull(test);
        FactSet facts = test.Facts;
        if (test.Message is { } message)
        {
            if (factsOf is null)
            {
                return new RuleTestResult(test, [], "needs the checks to read its message");
            }

            facts = factsOf(message, facts);
        }

        List<RuleHit> hits = [];
        List<RuleHit> shadowHits = [];
        Verdict verdict = rules.Evaluate(Stage.Connect, facts);
        for (Stage stage = Stage.Connect; ; stage++)
        {
            verdict = stage == Stage.Connect ? verdict : rules.Evaluate(stage, facts, hits);
            hits.AddRange(verdict.Hits);
            shadowHits.AddRange(verdict.ShadowHits);
            if (stage == test.Stage || verdict.IsFinal)
            {
                break;
            }
        }

        return new RuleTestResult(test, [.. Differences(test, verdict, [.. hits.Concat(shadowHits).Select(hit => hit.Name)])]);
    }

    private IEnumerable<string> Differences(RuleTestCase test, Verdict verdict, HashSet<string> hits)
    {
        HashSet<string> known = [.. rules.Rules.Select(rule => rule.Name)];
        foreach (string name in test.Hits.Concat(test.Misses).Where(name => !known.Contains(name)))
        {
            yield return $"there is no rule {name}{Expressions.NearestName.Suggest(name, known)}";
        }

        foreach (string name in test.Hits.Where(name => known.Contains(name) && !hits.Contains(name)))
        {
            yield return $"{name} did not hit{Why(verdict, name)}";
        }

        foreach (string name in test.Misses.Where(hits.Contains))
        {
            yield return $"{name} hit";
        }

        if (test.Action is { } action && action != verdict.Action)
        {
            yield return $"the action is {RuleActionNames.NameOf(verdict.Action)}, not {RuleActionNames.NameOf(action)}";
        }

        if (test.Score is { } score && Math.Abs(score - verdict.Score) > 0.0005)
        {
            yield return string.Create(CultureInfo.InvariantCulture, $"the score is {verdict.Score}, not {score}");
        }

        if (test.IsTagged is { } tagged && tagged != verdict.IsTagged)
        {
            yield return tagged ? "the message is not tagged" : "the message is tagged";
        }

        if (test.Reply is { } reply && reply != verdict.Reply?.ToString())
        {
            yield return $"the reply is '{verdict.Reply}', not '{reply}'";
        }
    }

    private static string Why(Verdict verdict, string name) =>
        verdict.Failures.Where(failure => failure.Rule.Name == name)
            .Select(failure => failure.Reason.Length == 0 ? ": a fact that it needs is unknown" : $": {failure.Reason}")
            .FirstOrDefault() ?? "";
}
