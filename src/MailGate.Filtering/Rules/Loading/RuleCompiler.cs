using MailGate.Filtering.Pipeline;
using MailGate.Filtering.Pipeline.Facts;
using MailGate.Filtering.Rules.Expressions;
using MailGate.Filtering.Rules.Syntax;
using MailGate.Filtering.Rules.Templates;
using MailGate.Filtering.Rules.Yaml;

namespace MailGate.Filtering.Rules.Loading;

/// <summary>Compiles one rule: its expressions, its texts, and what they mean for its stage.</summary>
internal sealed class RuleCompiler(ExpressionScope scope, IReadOnlyDictionary<string, RuleGroup> groups, List<RuleError> errors)
{
    private const int MaxNameLength = 64;

    private static readonly Dictionary<string, Stage> Stages =
        Enum.GetValues<Stage>().ToDictionary(stage => stage.ToString().ToLowerInvariant());

    private readonly EffectCompiler _effects = new(scope.Schema, errors);

    /// <summary>The rule; null after a mistake. Everything in it is checked all the same.</summary>
    public Rule? Compile(RuleSyntax syntax)
    {
        int before = errors.Count;
        string name = CheckName(syntax);
        Expression? when = CompileWhen(syntax);
        (double points, Expression? score) = CompileScore(syntax.Score);
        ReplyTemplate? reply = CompileReply(syntax);
        IReadOnlyList<EffectTemplate> effects = _effects.Compile(syntax);
        RuleGroup? group = FindGroup(syntax);
        List<Fact> facts = [.. FactsOf(when, score, reply, effects).Distinct()];
        List<FactFunction> functions = [.. (when?.Functions ?? []).Concat(score?.Functions ?? []).Distinct()];
        Stage stage = FindStage(syntax, facts, functions);
        CheckAction(syntax, stage);
        if (errors.Count > before || when is null)
        {
            return null;
        }

        return new Rule(name, syntax.Place, stage, when)
        {
            Mode = syntax.Mode,
            Action = syntax.Action,
            Description = syntax.Description,
            Tags = syntax.Tags,
            Group = group,
            OnError = syntax.OnError,
            Sample = syntax.Sample,
            ScoreText = syntax.Score?.Value ?? "",
            Points = points,
            Score = score,
            Reply = reply,
            Effects = effects,
            Facts = facts,
            Functions = functions,
        };
    }

    private static IEnumerable<Fact> FactsOf(Expression? when, Expression? score, ReplyTemplate? reply, IReadOnlyList<EffectTemplate> effects) =>
        (when?.Facts ?? []).Concat(score?.Facts ?? []).Concat(reply?.Facts ?? []).Concat(effects.SelectMany(effect => effect.Text.Facts));

    private string CheckName(RuleSyntax syntax)
    {
        if (syntax.Name is not { } name)
        {
            errors.Add(syntax.Place.Error("the rule has no name"));
            return "";
        }

        if (name.Value.Length is 0 or > MaxNameLength || !name.Value.All(c => char.IsAsciiLetterOrDigit(c) || c is '_' or '-' or '.'))
        {
            errors.Add(name.Place.Error($"a rule's name has up to {MaxNameLength} letters, digits, '_', '-' and '.'"));
        }

        return name.Value;
    }

    private Expression? CompileWhen(RuleSyntax syntax)
    {
        if (syntax.When is not { } text)
        {
            errors.Add(syntax.Place.Error($"rule '{syntax.Name?.Value}' has no 'when'"));
            return null;
        }

        Expression? when = CompileExpression(text);
        if (when is not null && when.Type.Kind is not (FactKind.Bool or FactKind.Dyn))
        {
            errors.Add(text.Place.Error($"'when' must be true or false, and this is of type {when.Type}"));
        }

        return when;
    }

    private Expression? CompileExpression(YamlScalar text)
    {
        if (Expression.TryCompile(text.Value, scope, out Expression? expression, out IReadOnlyList<ExpressionError> found))
        {
            return expression;
        }

        errors.AddRange(found.Select(error => text.PlaceOf(error.Offset).Error(error.Message)));
        return null;
    }

    private (double Points, Expression? Score) CompileScore(YamlScalar? text)
    {
        if (text is null)
        {
            return (0, null);
        }

        if (ScoreText.TryParse(text.Value, out double points))
        {
            return (points, null);
        }

        Expression? score = CompileExpression(text);
        bool isNumeric = score is null || score.Type.IsNumeric || score.Type.Kind == FactKind.Dyn;
        // A constant that is no score is a slip, and not an expression.
        if (score is not null && (!isNumeric || score.Facts.Count + score.Functions.Count == 0))
        {
            string what = isNumeric ? $"'{text.Value}'" : score.Type.ToString();
            errors.Add(text.Place.Error(
                $"'score' is a number from -{Judgement.MaxScore} to {Judgement.MaxScore} or an expression over facts that gives one, not {what}"));
        }

        return (0, score);
    }

    private ReplyTemplate? CompileReply(RuleSyntax syntax)
    {
        if (syntax.Reply is not { } text)
        {
            return null;
        }

        if (syntax.Action is not (RuleAction.Reject or RuleAction.Defer))
        {
            errors.Add(text.Place.Error("'reply' wants action: reject or action: defer"));
            return null;
        }

        if (!ReplyTemplate.TryParse(text.Value, syntax.Action, scope.Schema, out ReplyTemplate? reply, out ExpressionError error))
        {
            errors.Add(text.PlaceOf(error.Offset).Error(error.Message));
        }

        return reply;
    }

    private RuleGroup? FindGroup(RuleSyntax syntax)
    {
        if (syntax.Group is not { } name)
        {
            return null;
        }

        if (!groups.TryGetValue(name.Value, out RuleGroup? group))
        {
            errors.Add(name.Place.Error($"no group '{name.Value}' under 'groups:'{NearestName.Suggest(name.Value, groups.Keys)}"));
        }

        return group;
    }

    private Stage FindStage(RuleSyntax syntax, List<Fact> facts, List<FactFunction> functions)
    {
        Fact? latest = facts.MaxBy(fact => fact.Stage);
        FactFunction? asked = functions.MaxBy(function => function.Stage);
        Stage known = (Stage)Math.Max((int)(latest?.Stage ?? Stage.Connect), (int)(asked?.Stage ?? Stage.Connect));
        // A rule that names nothing is about every message.
        Stage stage = facts.Count + functions.Count == 0 ? Stage.Message : known;
        if (syntax.Stage is { } written)
        {
            if (!Stages.TryGetValue(written.Value, out stage))
            {
                errors.Add(written.Place.Error($"'stage' is one of {string.Join(", ", Stages.Keys)}, not '{written.Value}'{NearestName.Suggest(written.Value, Stages.Keys)}"));
                return known;
            }

            if (stage < known)
            {
                string name = latest is not null && latest.Stage == known ? latest.Path : asked!.Name + "()";
                errors.Add(written.Place.Error($"stage {written.Value} is too early: {name} is known from stage {known.ToString().ToLowerInvariant()} on"));
            }
        }

        if (stage == Stage.Message && facts.Find(fact => fact.Path.StartsWith("rcpt.", StringComparison.Ordinal)) is { } recipient)
        {
            errors.Add(syntax.Place.Error($"{recipient.Path} is known only at stage rcpt, and this rule is judged at stage message; use rcpts.exists(r, ...)"));
        }

        return stage;
    }

    private void CheckAction(RuleSyntax syntax, Stage stage)
    {
        bool needsRecipient = syntax.Action is RuleAction.Greylist or RuleAction.Quarantine or RuleAction.Discard;
        if (needsRecipient && stage < Stage.Rcpt)
        {
            errors.Add(syntax.Place.Error(
                $"{RuleActionNames.NameOf(syntax.Action)} wants a recipient; rule '{syntax.Name?.Value}' is judged at stage {stage.ToString().ToLowerInvariant()}: add stage: rcpt or stage: message"));
        }

        if (syntax.Effects.Find(effect => effect.Kind == EffectKind.RewriteRcpt) is { } rewrite && stage != Stage.Rcpt)
        {
            errors.Add(rewrite.Text.Place.Error("'rewrite: rcpt' works at stage rcpt only"));
        }

        bool doesNothing = syntax.Score is null && syntax.Action == RuleAction.None && syntax.Effects.Count == 0;
        if (doesNothing && syntax.Reply is null)
        {
            errors.Add(syntax.Place.Error($"rule '{syntax.Name?.Value}' does nothing: it wants a score, an action or an edit; score: 0 only reports"));
        }
    }
}
