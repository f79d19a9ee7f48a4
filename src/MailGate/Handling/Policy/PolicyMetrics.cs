using MailGate.Filtering.Pipeline;
using MailGate.Filtering.Pipeline.Facts;
using MailGate.Filtering.Rules;
using MailGate.Observability.Metrics;

namespace MailGate.Handling.Policy;

/// <summary>Counts what checks and rules did.</summary>
internal sealed class PolicyMetrics(GatewayMetrics metrics)
{
    private static readonly string[] StageNames = [.. Enum.GetNames<Stage>().Select(name => name.ToLowerInvariant())];
    private static readonly string[] ActionNames = [.. Enum.GetNames<RuleAction>().Select(name => name.ToLowerInvariant())];

    private const string Enforce = "enforce";
    private const string Shadow = "shadow";

    /// <summary>A stage has ended.</summary>
    public void Note(MailContext context, StageResult result)
    {
        Verdict verdict = result.Verdict;
        metrics.Verdicts.With(StageNames[(int)verdict.Stage], ActionNames[(int)verdict.Action], ReasonOf(result)).Add();
        foreach (RuleHit hit in verdict.Hits)
        {
            metrics.RuleHits.With(hit.Name, Enforce).Add();
        }

        foreach (RuleHit hit in verdict.ShadowHits)
        {
            metrics.RuleHits.With(hit.Name, Shadow).Add();
            if (hit.Action == RuleAction.Reject)
            {
                metrics.WouldReject.With(hit.Name).Add();
            }
        }

        foreach (RuleFailure failure in verdict.Failures)
        {
            metrics.RuleErrors.With(failure.Rule.Name).Add();
        }

        foreach (CheckReport check in result.Checks)
        {
            metrics.CheckDuration.With(check.Check).Observe(check.Duration.TotalSeconds);
            if (check.IsInDoubt)
            {
                metrics.CheckErrors.With(check.Check, WordOf(check.Outcome)).Add();
            }
        }

        if (verdict.Stage == Stage.Message)
        {
            metrics.Score.With().Observe(verdict.Score);
            NoteAuthentication(context.Facts);
        }
    }

    private static string ReasonOf(StageResult result) =>
        result.DecidedBy is { } decided ? (decided.StartsWith("check:", StringComparison.Ordinal) ? "check" : decided)
        : result.Verdict.DecidedBy is not null ? "rule"
        : result.Verdict.DecidedByThreshold is not null ? "score"
        : result.Verdict.Action == RuleAction.None ? "none" : "rule";

    private static string WordOf(CheckOutcome outcome) => outcome switch
    {
        CheckOutcome.InDoubt => "in_doubt",
        CheckOutcome.TimedOut => "timed_out",
        CheckOutcome.Completed or CheckOutcome.Failed => "failed",
        _ => throw new ArgumentOutOfRangeException(nameof(outcome)),
    };

    private void NoteAuthentication(FactSet facts)
    {
        Note("iprev", facts.Get(MailFacts.IprevResult));
        Note("spf", facts.Get(MailFacts.SpfResult));
        Note("dkim", facts.Get(MailFacts.DkimResult));
        Note("dmarc", facts.Get(MailFacts.DmarcResult));
        Note("arc", facts.Get(MailFacts.ArcResult));
    }

    private void Note(string method, FactValue result)
    {
        if (result.Kind == FactKind.String)
        {
            metrics.AuthResults.With(method, result.AsString).Add();
        }
    }
}
