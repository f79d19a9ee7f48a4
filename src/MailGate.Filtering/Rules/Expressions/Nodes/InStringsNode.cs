using MailGate.Filtering.Pipeline.Facts;

namespace MailGate.Filtering.Rules.Expressions.Nodes;

/// <summary><c>x in ["a", "b"]</c> with literals only: one look-up, however many there are.</summary>
internal sealed class InStringsNode(Node element, IEnumerable<string> strings) : Node
{
    private readonly HashSet<string> _strings = new(strings, StringComparer.Ordinal);

    public override FactValue Evaluate(EvaluationContext context)
    {
        FactValue x = element.Evaluate(context);
        return x.IsError ? x : FactValue.Of(x.Kind == FactKind.String && _strings.Contains(x.AsString));
    }
}
