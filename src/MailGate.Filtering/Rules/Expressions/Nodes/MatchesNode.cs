using System.Text.RegularExpressions;
using MailGate.Filtering.Pipeline.Facts;

namespace MailGate.Filtering.Rules.Expressions.Nodes;

/// <summary><c>x.matches("regex")</c> with a pattern that was compiled when the rule was loaded; linear in the text (ATTACKS C08).</summary>
internal sealed class MatchesNode(Node text, Regex regex) : Node
{
    // A regular expression goes through text more slowly than a plain search does.
    private const int TextPerStep = EvaluationContext.TextPerStep / 4;

    public override FactValue Evaluate(EvaluationContext context)
    {
        FactValue value = text.Evaluate(context);
        if (value.Kind != FactKind.String)
        {
            return value.IsError ? value : EvaluationErrors.NoOverload;
        }

        return context.TrySpend(value.AsString.Length / TextPerStep)
            ? FactValue.Of(regex.IsMatch(value.AsString))
            : EvaluationErrors.TooCostly;
    }
}
