namespace MailGate.Filtering.Pipeline.Facts;

/// <summary>
/// A function that asks the transaction something, such as <c>header("Subject")</c> or <c>rate("sender", mail.from.domain, "10m")</c>.
/// A check answers it, so the arguments must be known before rules run: those in <see cref="Constants"/> are literals in the rule's text, and the
/// others are computed from facts by <c>RuleSet</c> when the pipeline asks what it has to find out.
/// </summary>
/// <param name="Name">As rules write it. Several functions may share a name when their parameters differ in number.</param>
/// <param name="Parameters">Their types in order.</param>
/// <param name="Constants">How many of the arguments must be literals, and which: true where so.</param>
/// <param name="Check">The check that answers.</param>
/// <param name="Stage">From which stage on it can be asked.</param>
/// <param name="Signature">The call as documentation shows it.</param>
/// <param name="Doc">One line for rule authors.</param>
/// <param name="Id">Its place in <see cref="FactSchema.Functions"/>.</param>
public sealed record FactFunction(
    string Name,
    IReadOnlyList<FactType> Parameters,
    IReadOnlyList<bool> Constants,
    FactType Result,
    string Check,
    Stage Stage,
    string Signature,
    string Doc,
    int Id)
{
    /// <summary>Says what is wrong with a literal argument, given its place; null for nothing.</summary>
    public Func<int, FactValue, string?>? Validate { get; init; }
}
