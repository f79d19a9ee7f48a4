using MailGate.Filtering.Pipeline;
using MailGate.Filtering.Pipeline.Facts;
using MailGate.Filtering.Rules.Expressions;
using MailGate.Filtering.Rules.Templates;

namespace MailGate.Filtering.Rules;

/// <summary>The judging of one stage: takes rules in their order until one is final, then concludes. A rule that does not hit costs no memory.</summary>
internal struct Judgement(Stage stage, IFactSource facts, Thresholds thresholds, IReadOnlyList<RuleHit>? earlier)
{
    /// <summary>Points beyond which a single score means nothing; an expression cannot make the sum infinite.</summary>
    public const double MaxScore = 1000;

    private static readonly PolicyReply RejectReply = new(550, "5.7.1", "Rejected by policy");
    private static readonly PolicyReply ScoreReply = new(550, "5.7.1", "Rejected as spam");
    private static readonly PolicyReply DeferReply = new(451, "4.7.1", "Try again later");
    private static readonly PolicyReply FailureReply = new(451, "4.3.0", "A check could not be completed, try again later");

    private readonly EvaluationContext _context = EvaluationContext.Take(facts);
    private List<RuleHit>? _hits;
    private List<RuleHit>? _shadowHits;
    private List<RuleFailure>? _failures;
    private List<MessageEffect>? _effects;
    private Rule? _decidedBy;
    private RuleAction _action;
    private PolicyReply? _reply;
    private bool _isTagged;
    private bool _isGreylisted;

    /// <summary>Judges a rule; false when nothing after it is to be judged.</summary>
    public bool Apply(Rule rule)
    {
        if (!RuleSampling.Includes(rule, facts))
        {
            return true;
        }

        FactValue value = rule.When.Evaluate(_context);
        if (value.IsFalse)
        {
            return true;
        }

        return value.IsTrue ? Hit(rule) : Fail(rule, value);
    }

    /// <summary>The verdict on what has been judged.</summary>
    public Verdict Conclude()
    {
        EvaluationContext.Give(_context);
        double score = Math.Round(Sum(earlier) + Sum(_hits), 3);
        double? reached = null;
        if (_decidedBy is null && stage == Stage.Message)
        {
            (_action, reached) = thresholds.ActionFor(score);
            _reply = _action == RuleAction.Reject ? ScoreReply : null;
            _isTagged |= score >= thresholds.Tag;
        }

        if (_action is RuleAction.None or RuleAction.Tag)
        {
            _action = _isGreylisted ? RuleAction.Greylist : _isTagged ? RuleAction.Tag : RuleAction.None;
        }

        return new Verdict
        {
            Stage = stage,
            Action = _action,
            IsTagged = _isTagged,
            DecidedBy = _decidedBy,
            DecidedByThreshold = reached,
            Reply = _reply,
            Score = score,
            Hits = _hits ?? [],
            ShadowHits = _shadowHits ?? [],
            Failures = _failures ?? [],
            Effects = _effects ?? [],
        };
    }

    private static double Sum(IReadOnlyList<RuleHit>? hits)
    {
        double sum = 0;
        for (int index = 0; index < hits?.Count; index++)
        {
            sum += hits[index].Score;
        }

        return sum;
    }

    private static double PositiveSumOf(RuleGroup group, IReadOnlyList<RuleHit>? hits)
    {
        double sum = 0;
        for (int index = 0; index < hits?.Count; index++)
        {
            sum += hits[index].Rule.Group == group ? Math.Max(0, hits[index].Score) : 0;
        }

        return sum;
    }

    private bool Hit(Rule rule)
    {
        double raw = rule.Score is null ? rule.Points : Points(rule);
        if (rule.Mode == RuleMode.Shadow)
        {
            (_shadowHits ??= []).Add(new RuleHit(rule, raw, raw));
            return true;
        }

        (_hits ??= []).Add(new RuleHit(rule, Capped(rule, raw), raw));
        foreach (EffectTemplate template in rule.Effects)
        {
            if (template.Expand(facts) is { } effect)
            {
                (_effects ??= []).Add(effect);
            }
        }

        return Act(rule, rule.Action, rule.Reply?.Expand(facts));
    }

    private double Points(Rule rule)
    {
        FactValue value = rule.Score!.Evaluate(_context);
        double points = value.Kind switch
        {
            FactKind.Double => value.AsDouble,
            FactKind.Int => value.AsInt,
            FactKind.UInt => value.AsUInt,
            _ => double.NaN,
        };
        if (double.IsNaN(points))
        {
            (_failures ??= []).Add(new RuleFailure(rule, value.IsError ? $"score: {value.Reason}" : "the score is not a number"));
            return 0;
        }

        return Math.Round(Math.Clamp(points, -MaxScore, MaxScore), 3);
    }

    private readonly double Capped(Rule rule, double score)
    {
        if (rule.Group?.MaxScore is not { } cap || score <= 0)
        {
            return score;
        }

        double left = cap - PositiveSumOf(rule.Group, earlier) - PositiveSumOf(rule.Group, _hits);
        return Math.Round(Math.Clamp(left, 0, score), 3);
    }

    private bool Act(Rule rule, RuleAction action, PolicyReply? reply)
    {
        _isTagged |= action == RuleAction.Tag;
        _isGreylisted |= action == RuleAction.Greylist;
        if (action < RuleAction.Accept)
        {
            return true;
        }

        _decidedBy = rule;
        _action = action;
        _reply = action switch
        {
            RuleAction.Reject => reply ?? RejectReply,
            RuleAction.Defer => reply ?? DeferReply,
            _ => null,
        };
        return false;
    }

    // A rule in shadow mode fails in the shadow, too.
    private bool Fail(Rule rule, FactValue value)
    {
        string reason = value.IsError ? value.Reason : $"the condition is a {value.Kind}, not true or false";
        (_failures ??= []).Add(new RuleFailure(rule, reason));
        return rule.Mode == RuleMode.Shadow || rule.OnError switch
        {
            ErrorPolicy.Defer => Act(rule, RuleAction.Defer, FailureReply),
            ErrorPolicy.Tag => Act(rule, RuleAction.Tag, null),
            _ => true,
        };
    }
}
