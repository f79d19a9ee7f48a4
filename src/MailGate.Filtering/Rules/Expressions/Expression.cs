using System.Diagnostics.CodeAnalysis;
using MailGate.Filtering.Pipeline.Facts;
using MailGate.Filtering.Rules.Expressions.Nodes;
using MailGate.Filtering.Rules.Expressions.Syntax;
using MailGate.Filtering.Rules.Lists;

namespace MailGate.Filtering.Rules.Expressions;

/// <summary>
/// A parsed, type-checked and compiled expression of the rule language, a subset of CEL. Immutable and safe for several threads. Its
/// evaluation never throws, its cost is bounded, and it allocates only where it makes new strings, lists or maps.
/// </summary>
public sealed class Expression
{
    private readonly Node _root;

    private Expression(string text, Node root, FactType type, BindingState state)
    {
        _root = root;
        Text = text;
        Type = type;
        Facts = [.. state.Facts];
        Functions = [.. state.Functions];
        Lists = [.. state.Lists];
    }

    /// <summary>As it was written.</summary>
    public string Text { get; }

    /// <summary>The type of its value.</summary>
    public FactType Type { get; }

    /// <summary>The facts that it names: what must be found out before it is evaluated.</summary>
    public IReadOnlyList<Fact> Facts { get; }

    /// <summary>The functions of the schema that it calls.</summary>
    public IReadOnlyList<FactFunction> Functions { get; }

    /// <summary>The lists that it names.</summary>
    public IReadOnlyList<RuleList> Lists { get; }

    /// <summary>Compiles a text; false with all errors found, in the order of the text, when it is not an expression over this scope.</summary>
    public static bool TryCompile(
        string text, ExpressionScope scope, [NotNullWhen(true)] out Expression? expression, out IReadOnlyList<ExpressionError> errors)
    {
        ArgumentNullException.ThrowIfNull(text);
        ArgumentNullException.ThrowIfNull(scope);
        List<ExpressionError> found = [];
        expression = null;
        if (ExpressionParser.TryParse(text, out ExpressionSyntax? syntax, found))
        {
            BindingState state = new(scope, found);
            Bound root = new ExpressionBinder(state).Bind(syntax);
            if (root.List is not null)
            {
                found.Add(new ExpressionError(syntax.Offset, $"lists.{root.List.Name} can only stand after 'in'"));
            }

            expression = found.Count == 0 ? new Expression(text, root.Node, root.Type, state) : null;
        }

        found.Sort((x, y) => x.Offset.CompareTo(y.Offset));
        errors = found;
        return expression is not null;
    }

    /// <summary>The value with these facts; <see cref="FactValue.IsError"/> when a fact that decides is missing, or an operation has no result.</summary>
    public FactValue Evaluate(IFactSource facts) => Evaluate(new EvaluationContext(facts));

    internal FactValue Evaluate(EvaluationContext context)
    {
        context.Restart();
        return _root.Evaluate(context);
    }
}
