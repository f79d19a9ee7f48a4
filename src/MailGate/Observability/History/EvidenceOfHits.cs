using MailGate.Cli.Scanning;
using MailGate.Filtering.Pipeline;
using MailGate.Filtering.Pipeline.Facts;
using MailGate.Filtering.Rules;

namespace MailGate.Observability.History;

/// <summary>The facts behind the rules that hit, while the transaction still has them.</summary>
internal static class EvidenceOfHits
{
    private const int MaxSubject = 200;

    /// <summary>Their values as short text, by path. Nothing of a body.</summary>
    public static IReadOnlyDictionary<string, string> In(MailContext mail)
    {
        Dictionary<string, string> evidence = [];
        foreach (StageResult stage in mail.Results)
        {
            Add(evidence, stage.Verdict.Hits, mail.Facts);
            Add(evidence, stage.Verdict.ShadowHits, mail.Facts);
        }

        return evidence;
    }

    /// <summary>The subject, cut to a bounded length; null where there is none.</summary>
    public static string? SubjectOf(FactSet facts) =>
        facts.Get(MailFacts.MessageSubject) is { Kind: FactKind.String } subject ? subject.AsString[..Math.Min(MaxSubject, subject.AsString.Length)] : null;

    private static void Add(Dictionary<string, string> evidence, IReadOnlyList<RuleHit> hits, FactSet facts)
    {
        foreach (RuleHit hit in hits)
        {
            foreach (Fact fact in hit.Rule.When.Facts)
            {
                if (fact != MailFacts.TextPlain && fact != MailFacts.TextHtmlText && !evidence.ContainsKey(fact.Path) && facts.Get(fact) is { IsError: false } value)
                {
                    evidence[fact.Path] = FactEvidence.Shortened(value);
                }
            }
        }
    }
}
