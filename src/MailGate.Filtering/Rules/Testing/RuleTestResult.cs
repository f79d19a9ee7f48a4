namespace MailGate.Filtering.Rules.Testing;

/// <summary>What came of a rule test.</summary>
/// <param name="Problems">How the verdict differs from what was expected; empty when the test passes.</param>
/// <param name="Skipped">Why it could not run; null when it ran.</param>
public sealed record RuleTestResult(RuleTestCase Case, IReadOnlyList<string> Problems, string? Skipped = null)
{
    public bool Passes => Problems.Count == 0 && Skipped is null;
}
