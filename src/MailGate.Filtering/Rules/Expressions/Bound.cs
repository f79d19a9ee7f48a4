using MailGate.Filtering.Pipeline.Facts;
using MailGate.Filtering.Rules.Expressions.Nodes;
using MailGate.Filtering.Rules.Lists;

namespace MailGate.Filtering.Rules.Expressions;

/// <summary>A part of an expression that has been compiled.</summary>
/// <param name="List">Set when this is <c>lists.NAME</c>, which only <c>in</c> can use.</param>
internal readonly record struct Bound(Node Node, FactType Type, RuleList? List = null)
{
    /// <summary>What stands for a part with an error that was reported: fits everywhere, so that no further errors follow from it.</summary>
    public static Bound Bad { get; } = new(new UnknownNode(), FactType.Dyn);

    /// <summary>True when the value is known already.</summary>
    public bool IsConstant => Node is ConstantNode;

    /// <summary>The value of a constant.</summary>
    public FactValue Constant => ((ConstantNode)Node).Value;

    /// <summary>True for a string literal.</summary>
    public bool IsText => IsConstant && Constant.Kind == FactKind.String;

    public static Bound Of(FactValue value, FactType type) => new(new ConstantNode(value), type);
}
