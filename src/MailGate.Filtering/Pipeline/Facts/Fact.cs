namespace MailGate.Filtering.Pipeline.Facts;

/// <summary>One fact of a transaction that rules can name.</summary>
/// <param name="Path">The dotted name in rules: <c>spf.result</c>.</param>
/// <param name="Check">The check that finds it out; runs only where a rule needs it. <see cref="MailFacts.Session"/> costs nothing.</param>
/// <param name="Stage">From which stage on it is known.</param>
/// <param name="Doc">One line for rule authors, with the possible values.</param>
/// <param name="Slot">Where <see cref="IFactSource.Get"/> finds it. Stable within one run of the program only: journals use <paramref name="Path"/>.</param>
public sealed record Fact(string Path, FactType Type, string Check, Stage Stage, string Doc, int Slot);
