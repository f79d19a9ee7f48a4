namespace MailGate.Filtering.Rules;

/// <summary>Measures what rules cost.</summary>
/// <param name="Time">The clock.</param>
/// <param name="Note">Hears a rule and the time that judging it took.</param>
public sealed record RuleTiming(TimeProvider Time, Action<Rule, TimeSpan> Note);
