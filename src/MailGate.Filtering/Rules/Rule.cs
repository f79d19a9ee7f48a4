using MailGate.Filtering.Pipeline;
using MailGate.Filtering.Pipeline.Facts;
using MailGate.Filtering.Rules.Expressions;
using MailGate.Filtering.Rules.Templates;

namespace MailGate.Filtering.Rules;

/// <summary>A compiled rule.</summary>
public sealed class Rule
{
    internal Rule(string name, SourcePlace place, Stage stage, Expression when)
    {
        Name = name;
        Place = place;
        Stage = stage;
        When = when;
    }

    public string Name { get; }

    /// <summary>Where it stands.</summary>
    public SourcePlace Place { get; }

    /// <summary>The stage at which it is judged: the one in the file, or the first at which everything that it names is known.</summary>
    public Stage Stage { get; }

    /// <summary>Its condition.</summary>
    public Expression When { get; }

    public RuleMode Mode { get; internal init; }

    public RuleAction Action { get; internal init; }

    public string Description { get; internal init; } = "";

    public IReadOnlyList<string> Tags { get; internal init; } = [];

    /// <summary>The group whose cap holds for its score; null for none.</summary>
    public RuleGroup? Group { get; internal init; }

    public ErrorPolicy OnError { get; internal init; }

    /// <summary>Share of the traffic, by client and sender, for which it is judged at all: 0 to 1.</summary>
    public double Sample { get; internal init; } = 1;

    /// <summary>The score as it was written, a number or an expression; empty without one.</summary>
    public string ScoreText { get; internal init; } = "";

    /// <summary>The score when it is a number; null when it is an expression, 0 without one.</summary>
    public double? FixedScore => Score is null ? Points : null;

    /// <summary>The facts that its condition, its score and its texts name.</summary>
    public IReadOnlyList<Fact> Facts { get; internal init; } = [];

    /// <summary>The functions of the schema that it calls.</summary>
    public IReadOnlyList<FactFunction> Functions { get; internal init; } = [];

    /// <summary>The checks that must have run before it can be judged.</summary>
    public IEnumerable<string> Checks =>
        Facts.Select(fact => fact.Check).Concat(Functions.Select(function => function.Check)).Where(check => check != MailFacts.Session).Distinct();

    internal double Points { get; init; }

    internal Expression? Score { get; init; }

    internal ReplyTemplate? Reply { get; init; }

    internal IReadOnlyList<EffectTemplate> Effects { get; init; } = [];
}
