using MailGate.Filtering.Pipeline.Facts;
using MailGate.Filtering.Rules.Expressions.Nodes;
using MailGate.Filtering.Rules.Expressions.Syntax;

namespace MailGate.Filtering.Rules.Expressions;

/// <summary>
/// Checks a syntax tree against the schema of facts and compiles it, in one walk. An error is reported and the walk goes on, so that all errors
/// of an expression are found at once. The tree's depth is bounded by the parser.
/// </summary>
internal sealed class ExpressionBinder
{
    private readonly BindingState _state;
    private readonly NameBinder _names;
    private readonly OperatorBinder _operators;
    private readonly CallBinder _calls;

    public ExpressionBinder(BindingState state)
    {
        _state = state;
        _names = new NameBinder(state, this);
        _operators = new OperatorBinder(state, this);
        _calls = new CallBinder(state, this);
    }

    /// <summary>Binds a part of which a value is wanted: a list of <c>lists</c> is an error.</summary>
    public Bound BindValue(ExpressionSyntax syntax)
    {
        Bound bound = Bind(syntax);
        return bound.List is null ? bound : _state.Fail(syntax.Offset, $"lists.{bound.List.Name} can only stand after 'in'");
    }

    public Bound Bind(ExpressionSyntax syntax) => syntax switch
    {
        ExpressionSyntax.Literal literal => Bound.Of(literal.Value, TypeOf(literal.Value)),
        ExpressionSyntax.Name or ExpressionSyntax.Select => _names.Bind(syntax),
        ExpressionSyntax.Has has => _names.BindHas(has),
        ExpressionSyntax.Index index => BindIndex(index),
        ExpressionSyntax.Call call => _calls.Bind(call),
        ExpressionSyntax.List list => BindList(list),
        ExpressionSyntax.Map map => BindMap(map),
        ExpressionSyntax.Unary unary => _operators.BindUnary(unary),
        ExpressionSyntax.Binary binary => _operators.BindBinary(binary),
        ExpressionSyntax.Logical logical => BindLogical(logical),
        ExpressionSyntax.Conditional conditional => BindConditional(conditional),
        ExpressionSyntax.Comprehension comprehension => BindComprehension(comprehension),
        _ => throw new InvalidOperationException($"unknown syntax {syntax.GetType().Name}"),
    };

    private static FactType TypeOf(FactValue literal) => literal.Kind switch
    {
        FactKind.Bool => FactType.Bool,
        FactKind.Int => FactType.Int,
        FactKind.UInt => FactType.UInt,
        FactKind.Double => FactType.Double,
        FactKind.String => FactType.String,
        FactKind.Bytes => FactType.Bytes,
        _ => FactType.Null,
    };

    private Bound BindIndex(ExpressionSyntax.Index syntax)
    {
        Bound operand = BindValue(syntax.Operand);
        Bound index = BindValue(syntax.At);
        FactType type = FactType.Dyn;
        switch (operand.Type.Kind)
        {
            case FactKind.List:
                _state.Expect(FactType.Int, index, syntax.At.Offset);
                type = operand.Type.Element!;
                break;
            case FactKind.Map:
                _state.Expect(operand.Type.Key!, index, syntax.At.Offset);
                type = operand.Type.Element!;
                break;
            case FactKind.Dyn:
                break;
            default:
                _state.FailType(syntax.Offset, $"[] wants a list or a map, not {operand.Type}");
                break;
        }

        return new Bound(new IndexNode(operand.Node, index.Node), type);
    }

    private Bound BindList(ExpressionSyntax.List syntax)
    {
        Bound[] elements = [.. syntax.Elements.Select(BindValue)];
        return new Bound(
            new ListNode([.. elements.Select(element => element.Node)]),
            FactType.List(TypeRules.JoinAll(elements.Select(element => element.Type))));
    }

    private Bound BindMap(ExpressionSyntax.Map syntax)
    {
        (Bound Key, Bound Value)[] entries = [.. syntax.Entries.Select(entry => (BindValue(entry.Key), BindValue(entry.Value)))];
        return new Bound(
            new MapNode([.. entries.Select(entry => (entry.Key.Node, entry.Value.Node))]),
            FactType.Map(TypeRules.JoinAll(entries.Select(entry => entry.Key.Type)), TypeRules.JoinAll(entries.Select(entry => entry.Value.Type))));
    }

    private Bound BindLogical(ExpressionSyntax.Logical syntax)
    {
        List<Node> operands = [];
        foreach (ExpressionSyntax operandSyntax in syntax.Operands)
        {
            Bound operand = BindValue(operandSyntax);
            _state.Expect(FactType.Bool, operand, operandSyntax.Offset);
            operands.Add(operand.Node);
        }

        return new Bound(new LogicalNode(syntax.Operator == TokenKind.And, [.. operands]), FactType.Bool);
    }

    private Bound BindConditional(ExpressionSyntax.Conditional syntax)
    {
        Bound condition = BindValue(syntax.Condition);
        _state.Expect(FactType.Bool, condition, syntax.Condition.Offset);
        Bound then = BindValue(syntax.Then);
        Bound otherwise = BindValue(syntax.Else);
        if (!TypeRules.IsComparable(then.Type, otherwise.Type))
        {
            _state.FailType(syntax.Offset, $"both branches of ?: must have one type, not {then.Type} and {otherwise.Type}");
        }

        return new Bound(new ConditionalNode(condition.Node, then.Node, otherwise.Node), TypeRules.Join(then.Type, otherwise.Type));
    }

    private Bound BindComprehension(ExpressionSyntax.Comprehension syntax)
    {
        Bound range = BindValue(syntax.Range);
        if (range.Type.Kind is not (FactKind.List or FactKind.Map or FactKind.Dyn))
        {
            _state.FailType(syntax.Offset, $"{syntax.Macro.ToString().ToLowerInvariant()}() wants a list or a map, not {range.Type}");
        }

        int variable = _state.Variables.Count;
        if (variable >= EvaluationContext.MaxVariables)
        {
            return _state.Fail(syntax.Offset, $"macros are nested deeper than {EvaluationContext.MaxVariables} levels");
        }

        FactType element = range.Type.Kind == FactKind.List ? range.Type.Element! : range.Type.Key ?? FactType.Dyn;
        _state.Variables.Add((syntax.Variable, element));
        Bound? filter = syntax.Filter is null ? null : BindValue(syntax.Filter);
        Bound body = BindValue(syntax.Body);
        _state.Variables.RemoveAt(variable);
        if (filter is { } condition)
        {
            _state.Expect(FactType.Bool, condition, syntax.Filter!.Offset);
        }

        if (syntax.Macro != MacroKind.Map)
        {
            _state.Expect(FactType.Bool, body, syntax.Body.Offset);
        }

        FactType type = syntax.Macro switch
        {
            MacroKind.Map => FactType.List(body.Type),
            MacroKind.Filter => FactType.List(element),
            MacroKind.All or MacroKind.Exists or MacroKind.ExistsOne => FactType.Bool,
            _ => throw new InvalidOperationException($"unknown macro {syntax.Macro}"),
        };
        Node node = syntax.Macro is MacroKind.All or MacroKind.Exists
            ? new QuantifierNode(syntax.Macro == MacroKind.Exists, range.Node, variable, body.Node)
            : new ComprehensionNode(syntax.Macro, range.Node, variable, filter?.Node, body.Node);
        return new Bound(node, type);
    }
}
