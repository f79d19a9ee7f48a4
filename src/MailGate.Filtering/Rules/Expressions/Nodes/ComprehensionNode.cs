using MailGate.Filtering.Pipeline.Facts;
using MailGate.Filtering.Rules.Expressions.Syntax;

namespace MailGate.Filtering.Rules.Expressions.Nodes;

/// <summary>
/// A macro over a list or the keys of a map (CEL, "Macros"). The elements that all macros of an expression go through are counted against its
/// budget, so that nesting them cannot make it slow.
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

        Loop loop = new(macro);
        int count = list?.Count ?? map!.Count;
        for (int index = 0; index < count && !loop.IsDone; index++)
        {
            if (!context.TrySpend(1))
            {
                return EvaluationErrors.TooCostly;
            }

            FactValue element = list is not null ? list[index] : map!.Keys[index];
            context.Variable(variable) = element;
            FactValue chosen = filter?.Evaluate(context) ?? FactValue.True;
            if (chosen.IsTrue)
            {
                loop.Take(element, body.Evaluate(context));
            }
            else if (!chosen.IsFalse)
            {
                return chosen.IsError ? chosen : EvaluationErrors.NoOverload;
            }
        }

        return loop.Result();
    }

    // What has been found out so far.
    private struct Loop(MacroKind macro)
    {
        private FactValue _error;
        private bool _failed;
        private int _count;
        private List<FactValue>? _values;

        public bool IsDone { get; private set; }

        public void Take(FactValue element, FactValue result)
        {
            bool isBool = result.Kind == FactKind.Bool;
            if (result.IsError || (macro != MacroKind.Map && !isBool))
            {
                Fail(result.IsError ? result : EvaluationErrors.NoOverload);
                return;
            }

            switch (macro)
            {
                case MacroKind.All:
                    IsDone = result.IsFalse;
                    break;
                case MacroKind.Exists:
                    IsDone = result.IsTrue;
                    break;
                case MacroKind.ExistsOne:
                    _count += result.IsTrue ? 1 : 0;
                    break;
                case MacroKind.Filter when result.IsTrue:
                    (_values ??= []).Add(element);
                    break;
                case MacroKind.Map:
                    (_values ??= []).Add(result);
                    break;
                case MacroKind.Filter:
                    break;
                default:
                    throw new InvalidOperationException($"unknown macro {macro}");
            }
        }

        // Whatever was found decides for all and exists; the others have no result once one element has none.
        public readonly FactValue Result() => macro switch
        {
            MacroKind.All or MacroKind.Exists when IsDone => FactValue.Of(macro == MacroKind.Exists),
            _ when _failed => _error,
            MacroKind.All or MacroKind.Exists => FactValue.Of(macro == MacroKind.All),
            MacroKind.ExistsOne => FactValue.Of(_count == 1),
            _ => FactValue.Of(_values is null ? FactList.Empty : FactList.Of(_values)),
        };

        private void Fail(FactValue error)
        {
            _error = _failed ? _error : error;
            _failed = true;
            IsDone = false;
        }
    }
}
