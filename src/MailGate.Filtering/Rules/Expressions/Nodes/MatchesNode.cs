using MailGate.Filtering.Pipeline.Facts;

namespace MailGate.Filtering.Rules.Expressions.Nodes;

/// <summary><c>x.matches("regex")</c> with a pattern that was checked when the rule was loaded; linear in the text (ATTACKS C08).</summary>
internal sealed class MatchesNode(Node text, LinearRegex regex) : Node
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

        return !context.TrySpend(value.AsString.Length / TextPerStep) ? EvaluationErrors.TooCostly
            : regex.IsMatch(value.AsString) is { } isMatch ? FactValue.Of(isMatch)
            : EvaluationErrors.BadRegex;
    }
}
