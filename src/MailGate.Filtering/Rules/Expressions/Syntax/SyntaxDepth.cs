namespace MailGate.Filtering.Rules.Expressions.Syntax;

/// <summary>Bounds the depth of the tree, and so the stack of whatever walks it.</summary>
internal sealed class SyntaxDepth(TokenCursor tokens)
{
    /// <summary>Levels of the tree. CEL asks for 12 levels of nesting and 24 to 32 repetitions.</summary>
    public const int Max = 96;

    /// <summary>The node, a level above the deepest of its children; null with an error when that is too deep.</summary>
    public ExpressionSyntax? Deepen(ExpressionSyntax node, params ReadOnlySpan<ExpressionSyntax> children)
    {
        int depth = 0;
        foreach (ExpressionSyntax child in children)
        {
            depth = Math.Max(depth, child.Depth + 1);
        }

        return Checked(node with { Depth = depth });
    }

    /// <summary>The node, unless it is too deep.</summary>
    public ExpressionSyntax? Checked(ExpressionSyntax? node) =>
        node is { Depth: > Max } ? tokens.Fail(node.Offset, $"nested deeper than {Max} levels") : node;
}
