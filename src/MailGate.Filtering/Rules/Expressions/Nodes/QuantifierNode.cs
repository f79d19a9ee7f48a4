using MailGate.Filtering.Pipeline.Facts;

namespace MailGate.Filtering.Rules.Expressions.Nodes;

/// <summary>
/// The macros <c>all</c> and <c>exists</c> over a list or the keys of a map (CEL, "Macros"): like one long &amp;&amp; or ||, so an element that decides does so
/// whatever errors the others have. Apart from <see cref="ComprehensionNode"/> since most rules about attachments and links are this.
/// </summary>
internal sealed class QuantifierNode(bool isExists, Node range, int variable, Node body) : Node
{
    public override FactValue Evaluate(EvaluationContext context)
    {
        FactValue over = range.Evaluate(context);
        FactList? list = over.Kind == FactKind.List ? over.AsList : null;
        FactMap? map = over.Kind == FactKind.Map ? over.AsMap : null;
        if (list is null && map is null)
        {
            return over.IsError ? over : EvaluationErrors.NoOverload;
        }

        FactValue error = default;
        bool failed = false;
        int count = list?.Count ?? map!.Count;
        for (int index = 0; index < count; index++)
        {
            if (!context.TrySpend(1))
            {
                return EvaluationErrors.TooCostly;
            }

            context.Variable(variable) = list is not null ? list[index] : map!.Keys[index];
            FactValue value = body.Evaluate(context);
            if (isExists ? value.IsTrue : value.IsFalse)
            {
                return value;
            }

            if (value.Kind != FactKind.Bool && !failed)
            {
                failed = true;
                error = value.IsError ? value : EvaluationErrors.NoOverload;
            }
        }

        return failed ? error : FactValue.Of(!isExists);
    }
}
