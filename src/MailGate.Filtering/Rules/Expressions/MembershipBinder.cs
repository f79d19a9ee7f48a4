using System.Net;
using MailGate.Filtering.Pipeline.Facts;
using MailGate.Filtering.Rules.Expressions.Nodes;
using MailGate.Filtering.Rules.Expressions.Syntax;
using MailGate.Filtering.Rules.Lists;

namespace MailGate.Filtering.Rules.Expressions;

/// <summary>Binds <c>x in y</c>: lists and maps, lists of literals, address ranges, and the lists of files.</summary>
internal sealed class MembershipBinder(BindingState state)
{
    public Bound Bind(ExpressionSyntax.Binary syntax, Bound element, Bound container)
    {
        if (container.List is { } list)
        {
            return BindListFile(syntax, element, list);
        }

        if (element.Type.Kind == FactKind.Ip && TextsOf(syntax.Right) is { } ranges)
        {
            return BindNetworks(element, ranges);
        }

        if (element.Type.IsText && syntax.Right is ExpressionSyntax.List && TextsOf(syntax.Right) is { Count: > 0 } texts)
        {
            return BindTexts(element, texts);
        }

        FactType? wanted = container.Type.Kind switch
        {
            FactKind.List => container.Type.Element,
            FactKind.Map => container.Type.Key,
            FactKind.Network => FactType.Ip,
            FactKind.Dyn => FactType.Dyn,
            _ => null,
        };
        if (wanted is null)
        {
            state.FailType(syntax.Offset, $"'in' wants a list or a map on its right, not {container.Type}");
        }
        else if (!TypeRules.IsAssignable(element.Type, wanted))
        {
            state.FailType(syntax.Offset, $"{element.Type} cannot be in a {container.Type}");
        }

        element = wanted is null ? element : LiteralReading.As(wanted, element, syntax.Left.Offset, state);
        return new Bound(new InNode(element.Node, container.Node), FactType.Bool);
    }

    // The string literals of a list, or a single one; null when there is anything else.
    private static List<ExpressionSyntax.Literal>? TextsOf(ExpressionSyntax syntax)
    {
        IReadOnlyList<ExpressionSyntax> parts = syntax is ExpressionSyntax.List list ? list.Elements : [syntax];
        List<ExpressionSyntax.Literal> texts = [.. parts.OfType<ExpressionSyntax.Literal>().Where(part => part.Value.Kind == FactKind.String)];
        return texts.Count == parts.Count ? texts : null;
    }

    private Bound BindListFile(ExpressionSyntax.Binary syntax, Bound element, RuleList list)
    {
        if (!element.Type.IsText && element.Type.Kind is not (FactKind.Ip or FactKind.Dyn))
        {
            state.FailType(syntax.Offset, $"lists hold strings, domains and addresses; this is of type {element.Type}");
        }

        if (element.Type.Kind == FactKind.Ip && list.FirstOther is { } other)
        {
            return state.Fail(syntax.Offset, $"lists.{list.Name} holds more than addresses and ranges: '{other.Text}' in its line {other.Line}");
        }

        return new Bound(new InListFileNode(element.Node, list, element.Type.Kind == FactKind.Domain), FactType.Bool);
    }

    private Bound BindNetworks(Bound element, List<ExpressionSyntax.Literal> literals)
    {
        List<(IPAddress Address, int PrefixLength)> ranges = [];
        foreach (ExpressionSyntax.Literal literal in literals)
        {
            string text = literal.Value.AsString;
            if (Networks.TryParseRange(text, out IPAddress address, out int prefixLength))
            {
                ranges.Add((address, prefixLength));
            }
            else if (Networks.TryParseAddress(text, out address))
            {
                ranges.Add((address, Networks.BitsOf(address)));
            }
            else
            {
                state.Fail(literal.Offset, $"'{text}' is neither an IP address nor a range such as 10.0.0.0/8");
            }
        }

        return new Bound(new InNetworksNode(element.Node, new NetworkSet(ranges)), FactType.Bool);
    }

    private Bound BindTexts(Bound element, List<ExpressionSyntax.Literal> literals)
    {
        List<string> texts = [];
        foreach (ExpressionSyntax.Literal literal in literals)
        {
            Bound text = LiteralReading.As(element.Type, Bound.Of(literal.Value, FactType.String), literal.Offset, state);
            if (text.IsText)
            {
                texts.Add(text.Constant.AsString);
            }
        }

        return new Bound(new InStringsNode(element.Node, texts), FactType.Bool);
    }
}
