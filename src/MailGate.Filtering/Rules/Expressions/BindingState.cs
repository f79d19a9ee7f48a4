using MailGate.Filtering.Pipeline.Facts;
using MailGate.Filtering.Rules.Lists;

namespace MailGate.Filtering.Rules.Expressions;

/// <summary>What the binders of one expression share.</summary>
internal sealed class BindingState(ExpressionScope scope, List<ExpressionError> errors)
{
    public ExpressionScope Scope => scope;

    public HashSet<Fact> Facts { get; } = [];

    public HashSet<FactFunction> Functions { get; } = [];

    public HashSet<RuleList> Lists { get; } = [];

    /// <summary>Variables of the macros around, the innermost last.</summary>
    public List<(string Name, FactType Type)> Variables { get; } = [];

    /// <summary>Reports what makes the expression unusable.</summary>
    public Bound Fail(int offset, string message)
    {
        errors.Add(new ExpressionError(offset, message));
        return Bound.Bad;
    }

    /// <summary>Reports a name that does not exist, unless that is left to the evaluation.</summary>
    public Bound FailName(int offset, string message)
    {
        FailType(offset, message);
        return Bound.Bad;
    }

    /// <summary>Reports a mismatch of types, unless types are left to the evaluation.</summary>
    public void FailType(int offset, string message)
    {
        if (scope.ChecksTypes)
        {
            errors.Add(new ExpressionError(offset, message));
        }
    }

    /// <summary>Reports a value that is not of the type that stands here.</summary>
    public void Expect(FactType expected, Bound actual, int offset)
    {
        if (!TypeRules.IsAssignable(actual.Type, expected))
        {
            FailType(offset, $"expected {expected}, not {actual.Type}");
        }
    }
}
