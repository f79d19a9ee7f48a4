using MailGate.Filtering.Pipeline.Facts;
using MailGate.Filtering.Rules.Lists;

namespace MailGate.Filtering.Rules.Expressions;

/// <summary>What an expression may name.</summary>
public sealed record ExpressionScope(FactSchema Schema)
{
    /// <summary>The lists behind <c>lists.NAME</c>.</summary>
    public IReadOnlyDictionary<string, RuleList> Lists { get; init; } = new Dictionary<string, RuleList>();

    /// <summary>
    /// False leaves all questions of type to the evaluation, as CEL allows (its "Gradual Type Checking"): for its test cases, which ask for that.
    /// </summary>
    internal bool ChecksTypes { get; init; } = true;
}
