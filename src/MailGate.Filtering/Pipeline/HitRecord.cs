using MailGate.Filtering.Rules;

namespace MailGate.Filtering.Pipeline;

/// <summary>A rule that hit, as the journal keeps it.</summary>
/// <param name="Score">What it added.</param>
/// <param name="RawScore">Its score before the cap of its group.</param>
/// <param name="Facts">The facts that its condition names; their values are in <see cref="TransactionRecord.Facts"/>.</param>
public sealed record HitRecord(string Rule, double Score, double RawScore, IReadOnlyList<string> Facts)
{
    public static HitRecord Of(RuleHit hit)
    {
        ArgumentNullException.ThrowIfNull(hit);
        return new HitRecord(hit.Name, hit.Score, hit.RawScore, [.. hit.Rule.When.Facts.Select(fact => fact.Path)]);
    }
}
