namespace MailGate.Filtering.Rules.Expressions.Syntax;

/// <summary>Turns calls that have the form of a macro into their own nodes (CEL, "Macros").</summary>
internal static class MacroParser
{
    private static readonly Dictionary<string, MacroKind> Macros = new()
    {
        ["all"] = MacroKind.All,
        ["exists"] = MacroKind.Exists,
        ["exists_one"] = MacroKind.ExistsOne,
        ["existsOne"] = MacroKind.ExistsOne,
        ["filter"] = MacroKind.Filter,
        ["map"] = MacroKind.Map,
    };

    /// <summary>The names that stand after a dot.</summary>
    public static IEnumerable<string> Names => Macros.Keys;

    public static bool IsMacro(string name, int arguments) =>
        Macros.TryGetValue(name, out MacroKind kind) && (arguments == 2 || (kind == MacroKind.Map && arguments == 3));

    public static ExpressionSyntax? Parse(Token name, ExpressionSyntax range, List<ExpressionSyntax> arguments, List<ExpressionError> errors)
    {
        if (arguments[0] is not ExpressionSyntax.Name { IsRoot: false } variable)
        {
            errors.Add(new ExpressionError(arguments[0].Offset, $"the first argument of {name.Text}() is the name of a variable"));
            return null;
        }

        ExpressionSyntax? filter = arguments.Count == 3 ? arguments[1] : null;
        ExpressionSyntax body = arguments[^1];
        return new ExpressionSyntax.Comprehension(name.Offset, Macros[name.Text], range, variable.Identifier, filter, body)
        {
            Depth = 1 + Math.Max(range.Depth, Math.Max(filter?.Depth ?? 0, body.Depth)),
        };
    }

    public static ExpressionSyntax? ParseHas(Token name, List<ExpressionSyntax> arguments, List<ExpressionError> errors)
    {
        if (arguments is [ExpressionSyntax.Select select])
        {
            return new ExpressionSyntax.Has(name.Offset, select.Operand, select.Field) { Depth = 1 + select.Operand.Depth };
        }

        errors.Add(new ExpressionError(name.Offset, "has() takes one argument of the form a.b"));
        return null;
    }
}
