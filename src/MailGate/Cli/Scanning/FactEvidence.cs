using MailGate.Filtering.Pipeline.Facts;
using MailGate.Filtering.Rules;

namespace MailGate.Cli.Scanning;

/// <summary>The facts that made a rule true, in short.</summary>
internal static class FactEvidence
{
    private const int MaxCharacters = 160;

    /// <summary>The facts that the rule's condition names, and the answers to its questions, as text.</summary>
    public static IReadOnlyDictionary<string, string> Of(Rule rule, FactSet facts)
    {
        Dictionary<string, string> evidence = [];
        foreach (Fact fact in rule.When.Facts)
        {
            evidence[fact.Path] = Shortened(facts.Get(fact));
        }

        foreach ((FactCall call, FactValue value) in facts.Answers)
        {
            if (rule.When.Functions.Contains(call.Function))
            {
                evidence[call.ToString()] = Shortened(value);
            }
        }

        return evidence;
    }

    /// <summary>The value as text of bounded length.</summary>
    public static string Shortened(FactValue value)
    {
        string text = FactText.Of(value);
        return text.Length <= MaxCharacters ? text : string.Concat(text.AsSpan(0, MaxCharacters), "...");
    }
}
