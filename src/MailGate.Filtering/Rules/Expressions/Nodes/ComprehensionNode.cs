using MailGate.Filtering.Pipeline.Facts;
using MailGate.Filtering.Rules.Expressions.Syntax;

namespace MailGate.Filtering.Rules.Expressions.Nodes;

/// <summary>
/// The macros <c>exists_one</c>, <c>filter</c> and <c>map</c> over a list or the keys of a map (CEL, "Macros"): one element without a result leaves the whole without
/// one. The elements that all macros of an expression go through are counted against its budget, so that nesting them cannot make it slow.
/// </summary>
internal sealed class ComprehensionNode(MacroKind macro, Node range, int variable, Node? filter, Node body) : Node
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

        List<FactValue> taken = [];
        int count = list?.Count ?? map!.Count;
        for (int index = 0; index < count; index++)
        {
            if (!context.TrySpend(1))
            {
                return EvaluationErrors.TooCostly;
            }

            FactValue element = list is not null ? list[index] : map!.Keys[index];
            context.Variable(variable) = element;
            FactValue result = Take(element, taken, context);
            if (result.IsError)
            {
                return result;
            }
        }

        return macro == MacroKind.ExistsOne ? FactValue.Of(taken.Count == 1) : FactValue.Of(FactList.Of(taken));
    }

    // What the element comes to; an error ends the macro.
    private FactValue Take(FactValue element, List<FactValue> taken, EvaluationContext context)
    {
        FactValue chosen = filter?.Evaluate(context) ?? FactValue.True;
        FactValue result = chosen.IsTrue ? body.Evaluate(context) : chosen;
        bool maps = macro == MacroKind.Map && chosen.IsTrue;
        if (!result.IsError && !maps && result.Kind != FactKind.Bool)
        {
            return EvaluationErrors.NoOverload;
        }

        if (!result.IsError && chosen.IsTrue && (maps || result.IsTrue))
        {
            taken.Add(maps ? result : element);
        }

        return result;
    }
}
