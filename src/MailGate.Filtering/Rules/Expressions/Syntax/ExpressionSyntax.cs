using MailGate.Filtering.Pipeline.Facts;

namespace MailGate.Filtering.Rules.Expressions.Syntax;

/// <summary>The syntax tree of an expression; macros are already told from calls.</summary>
/// <param name="Offset">Where it begins, or where its operator stands.</param>
internal abstract record ExpressionSyntax(int Offset)
{
    /// <summary>How many levels lie below this node; bounded by the parser.</summary>
    public int Depth { get; init; }

    public sealed record Literal(int Offset, FactValue Value) : ExpressionSyntax(Offset);

    /// <summary>A name; with <paramref name="IsRoot"/> it was written <c>.name</c> and is no macro variable.</summary>
    public sealed record Name(int Offset, string Identifier, bool IsRoot) : ExpressionSyntax(Offset);

    public sealed record Select(int Offset, ExpressionSyntax Operand, string Field) : ExpressionSyntax(Offset);

    public sealed record Index(int Offset, ExpressionSyntax Operand, ExpressionSyntax At) : ExpressionSyntax(Offset);

    /// <summary>A call <c>f(x)</c>, or with a target <c>target.f(x)</c>.</summary>
    public sealed record Call(int Offset, ExpressionSyntax? Target, string Function, IReadOnlyList<ExpressionSyntax> Arguments)
        : ExpressionSyntax(Offset);

    public sealed record List(int Offset, IReadOnlyList<ExpressionSyntax> Elements) : ExpressionSyntax(Offset);

    public sealed record Map(int Offset, IReadOnlyList<KeyValuePair<ExpressionSyntax, ExpressionSyntax>> Entries) : ExpressionSyntax(Offset);

    /// <summary>Negation of a truth value or of a number.</summary>
    public sealed record Unary(int Offset, TokenKind Operator, ExpressionSyntax Operand) : ExpressionSyntax(Offset);

    /// <summary>Arithmetic, a relation, or <c>in</c>.</summary>
    public sealed record Binary(int Offset, TokenKind Operator, ExpressionSyntax Left, ExpressionSyntax Right) : ExpressionSyntax(Offset);

    /// <summary>Operands joined by <c>&amp;&amp;</c> or by <c>||</c>: a long chain is one flat node.</summary>
    public sealed record Logical(int Offset, TokenKind Operator, IReadOnlyList<ExpressionSyntax> Operands) : ExpressionSyntax(Offset);

    public sealed record Conditional(int Offset, ExpressionSyntax Condition, ExpressionSyntax Then, ExpressionSyntax Else) : ExpressionSyntax(Offset);

    /// <summary>The macro <c>has(operand.field)</c>.</summary>
    public sealed record Has(int Offset, ExpressionSyntax Operand, string Field) : ExpressionSyntax(Offset);

    /// <summary>A macro over the elements of a list or the keys of a map. <paramref name="Filter"/> is there for the map macro with three arguments only.</summary>
    public sealed record Comprehension(
        int Offset, MacroKind Macro, ExpressionSyntax Range, string Variable, ExpressionSyntax? Filter, ExpressionSyntax Body) : ExpressionSyntax(Offset);
}
