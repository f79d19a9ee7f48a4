using MailGate.Filtering.Pipeline.Facts;
using MailGate.Filtering.Rules.Expressions.Nodes;
using MailGate.Filtering.Rules.Expressions.Syntax;
using MailGate.Filtering.Rules.Lists;

namespace MailGate.Filtering.Rules.Expressions;

/// <summary>Finds out what a name stands for: the variable of a macro, a fact, a list, or a type (CEL, "Name Resolution": the longest name that is known wins).</summary>
internal sealed class NameBinder(BindingState state, ExpressionBinder binder)
{
    private const string ListsName = "lists";

    private static readonly Dictionary<string, FactKind> Types = new()
    {
        ["bool"] = FactKind.Bool,
        ["int"] = FactKind.Int,
        ["uint"] = FactKind.UInt,
        ["double"] = FactKind.Double,
        ["string"] = FactKind.String,
        ["bytes"] = FactKind.Bytes,
        ["list"] = FactKind.List,
        ["map"] = FactKind.Map,
        ["null_type"] = FactKind.Null,
        ["type"] = FactKind.Type,
        ["google.protobuf.Timestamp"] = FactKind.Timestamp,
        ["google.protobuf.Duration"] = FactKind.Duration,
        ["net.IP"] = FactKind.Ip,
        ["net.CIDR"] = FactKind.Network,
    };

    /// <summary>The dotted name that a chain of selections spells, or null when it begins with something else than a name.</summary>
    public static string? PathOf(ExpressionSyntax syntax)
    {
        Stack<string> parts = new();
        while (syntax is ExpressionSyntax.Select select)
        {
            parts.Push(select.Field);
            syntax = select.Operand;
        }

        return syntax is ExpressionSyntax.Name name ? string.Join('.', parts.Prepend(name.Identifier)) : null;
    }

    /// <summary>Binds a name or a selection.</summary>
    public Bound Bind(ExpressionSyntax syntax)
    {
        if (PathOf(syntax) is { } path && !IsVariable(syntax))
        {
            if (TryBindPath(path, out Bound known))
            {
                return known;
            }

            // A field of something known, such as message.headers.size or a map's key.
            return syntax is ExpressionSyntax.Select inner && KnownPrefix(inner.Operand) ? BindField(inner) : Unknown(syntax.Offset, path);
        }

        return syntax switch
        {
            ExpressionSyntax.Name name => BindVariable(name),
            ExpressionSyntax.Select select => BindField(select),
            _ => throw new InvalidOperationException("neither a name nor a selection"),
        };
    }

    /// <summary>Binds the macro <c>has(a.b)</c>.</summary>
    public Bound BindHas(ExpressionSyntax.Has syntax)
    {
        ExpressionSyntax.Select select = new(syntax.Offset, syntax.Operand, syntax.Field);
        if (PathOf(select) is { } path && !IsVariable(select) && (state.Scope.Schema.TryFind(path, out _) || !KnownPrefix(select.Operand)))
        {
            return new Bound(new HasNode(Bind(select).Node, null), FactType.Bool);
        }

        Bound operand = binder.BindValue(syntax.Operand);
        if (operand.Type.Kind == FactKind.Object)
        {
            return new Bound(new HasNode(BindField(select).Node, null), FactType.Bool);
        }

        if (operand.Type.Kind is not (FactKind.Map or FactKind.Dyn))
        {
            state.FailType(syntax.Offset, $"has() wants a field of an object or a key of a map, and this is of type {operand.Type}");
        }

        return new Bound(new HasNode(operand.Node, syntax.Field), FactType.Bool);
    }

    /// <summary>True when the name at the root of a chain is the variable of a macro.</summary>
    public bool IsVariable(ExpressionSyntax syntax)
    {
        while (syntax is ExpressionSyntax.Select select)
        {
            syntax = select.Operand;
        }

        return syntax is ExpressionSyntax.Name { IsRoot: false } name && state.Variables.Exists(variable => variable.Name == name.Identifier);
    }

    private bool TryBindPath(string path, out Bound bound)
    {
        bound = default;
        if (state.Scope.Schema.TryFind(path, out Fact? fact))
        {
            state.Facts.Add(fact);
            bound = new Bound(new FactNode(fact), fact.Type);
        }
        else if (path.StartsWith(ListsName + ".", StringComparison.Ordinal)
            && state.Scope.Lists.TryGetValue(path[(ListsName.Length + 1)..], out RuleList? list))
        {
            state.Lists.Add(list);
            bound = Bound.Bad with { List = list };
        }
        else if (Types.TryGetValue(path, out FactKind kind))
        {
            bound = Bound.Of(FactValue.TypeOf(kind), FactType.Type);
        }

        return bound.Node is not null;
    }

    // A fact stands somewhere at the beginning of the chain.
    private bool KnownPrefix(ExpressionSyntax syntax)
    {
        for (; PathOf(syntax) is { } path; syntax = ((ExpressionSyntax.Select)syntax).Operand)
        {
            if (state.Scope.Schema.TryFind(path, out _))
            {
                return true;
            }

            if (syntax is not ExpressionSyntax.Select)
            {
                break;
            }
        }

        return false;
    }

    private Bound BindVariable(ExpressionSyntax.Name name)
    {
        int index = state.Variables.FindLastIndex(variable => variable.Name == name.Identifier);
        return new Bound(new VariableNode(index), state.Variables[index].Type);
    }

    private Bound BindField(ExpressionSyntax.Select syntax)
    {
        Bound operand = binder.BindValue(syntax.Operand);
        switch (operand.Type.Kind)
        {
            case FactKind.Object:
                FactObjectType type = operand.Type.Fields!;
                return type.Find(syntax.Field) is { } field
                    ? new Bound(operand.Node is VariableNode variable ? new VariableFieldNode(variable.Index, field) : new FieldNode(operand.Node, field), field.Type)
                    : state.Fail(
                        syntax.Offset,
                        $"'{syntax.Field}' is no field of {type.Name}{NearestName.Suggest(syntax.Field, type.Fields.Select(known => known.Name))}");
            case FactKind.Map:
                return new Bound(new SelectNode(operand.Node, syntax.Field), operand.Type.Element!);
            case FactKind.Dyn:
                break;
            case FactKind.List when operand.Type.Element!.Kind == FactKind.Object:
                state.FailType(syntax.Offset, $"this is a list; ask for one of its elements: .exists(x, x.{syntax.Field} == ...)");
                break;
            default:
                state.FailType(syntax.Offset, $"a {operand.Type} has no field '{syntax.Field}'");
                break;
        }

        return new Bound(new SelectNode(operand.Node, syntax.Field), FactType.Dyn);
    }

    private Bound Unknown(int offset, string path)
    {
        FactSchema schema = state.Scope.Schema;
        if (path == ListsName || path.StartsWith(ListsName + ".", StringComparison.Ordinal))
        {
            string listName = path.Length > ListsName.Length ? path[(ListsName.Length + 1)..] : "";
            return state.Fail(offset, $"no list '{listName}'{NearestName.Suggest(listName, state.Scope.Lists.Keys)}");
        }

        if (schema.IsGroup(path))
        {
            return state.Fail(offset, $"'{path}' is a group of facts; name one of them: {string.Join(", ", schema.NamesBelow(path))}");
        }

        // Where the beginning is a known group, the last part is what was mistyped.
        int dot = path.LastIndexOf('.');
        string group = dot < 0 ? "" : path[..dot];
        if (dot > 0 && schema.IsGroup(group) && NearestName.Find(path[(dot + 1)..], schema.NamesBelow(group)) is { } name)
        {
            return state.FailName(offset, $"unknown fact '{path}' (did you mean '{group}.{name}'?)");
        }

        IEnumerable<string> known = schema.Facts.Select(fact => fact.Path).Concat(state.Variables.Select(variable => variable.Name)).Concat(Types.Keys);
        return state.FailName(offset, $"unknown fact '{path}'{NearestName.Suggest(path, known)}");
    }
}
