using MailGate.Filtering.Checks;
using MailGate.Filtering.Pipeline.Facts;
using MailGate.Filtering.Reputation;
using MailGate.Filtering.Rules;

namespace MailGate.Filtering.Pipeline;

/// <summary>
/// Runs the stages of a transaction. One object serves all of them at once.
/// <code>
/// 1. what the rules of the stage need and nobody has found out yet   -> checks, in parallel, under one deadline
/// 2. what they ask beyond that (dnsbl, rate), given those facts      -> checks, until there are no more questions
/// 3. rules, in order                                                 -> Verdict
/// 4. a check in doubt (on_error) and greylisting may turn it
/// </code>
/// Never throws for what a message, a client or a server does: trouble is in the result, and a failure of the pipeline itself is a deferral.
/// </summary>
public sealed class FilterPipeline
{
    /// <summary>Of so many evaluations the rules of one are timed: a clock costs as much as a simple rule.</summary>
    public const int EvaluationsPerTiming = 16;

    // An answer may lead to further questions; more rounds than this are no honest rule's.
    private const int MaxRounds = 4;

    private static readonly HashSet<string> ChecksWithFacts = [.. MailFacts.Schema.Facts.Select(fact => fact.Check)];

    private readonly PipelineOptions _options;
    private readonly TimeProvider _time;
    private readonly CheckRunner _runner;
    private readonly Greylist _greylist;
    private readonly RuleTiming? _timing;
    private readonly int[] _evaluations = new int[Enum.GetValues<Stage>().Length];

    public FilterPipeline(MailEnvironment environment, PipelineOptions options)
    {
        ArgumentNullException.ThrowIfNull(environment);
        ArgumentNullException.ThrowIfNull(options);
        _options = options;
        _time = environment.Time;
        _runner = new CheckRunner(environment.Time, options.Checks);
        _timing = options.RuleTimed is { } note ? new RuleTiming(environment.Time, note) : null;
        _greylist = new Greylist(environment.Reputation, options.Greylist, environment.Time);
    }

    /// <summary>What has to be worked out while the message of this transaction streams in.</summary>
    public MessageNeeds NeedsFor(MailContext context)
    {
        ArgumentNullException.ThrowIfNull(context);
        return CheckCatalog.NeedsOf(WantedAt(context, Stage.Message));
    }

    /// <summary>
    /// An analysis to feed with the message of this transaction. Look-ups that need no message begin now, so that their answers are there when it has
    /// been received; the checks of stage message await them.
    /// </summary>
    public MessageAnalysis BeginMessage(MailContext context, Action<MessageAnalysis>? headerRead = null)
    {
        ArgumentNullException.ThrowIfNull(context);
        HashSet<string> wanted = [.. WantedAt(context, Stage.Message)];
        if (wanted.Contains("spf") || wanted.Contains("dmarc"))
        {
            _ = context.Authentication.SpfAsync();
        }

        if (wanted.Contains("iprev"))
        {
            _ = context.Authentication.Client.IprevAsync();
        }

        return new MessageAnalysis(NeedsFor(context), context.Environment.Limits, context.Environment.Authentication.Options.Dkim) { HeaderRead = headerRead };
    }

    /// <summary>Runs a stage and notes its result in the context.</summary>
    public async ValueTask<StageResult> RunAsync(MailContext context, Stage stage)
    {
        ArgumentNullException.ThrowIfNull(context);
        long start = _time.GetTimestamp();
        List<CheckReport> reports = [];
        StageResult result;
        try
        {
            result = await JudgeAsync(context, stage, reports);
        }
        catch (Exception exception)
        {
            // ATTACKS D04: what could not be judged is neither let through nor refused for good.
            reports.Add(new CheckReport("pipeline", stage, CheckOutcome.Failed, _time.GetElapsedTime(start), $"{exception.GetType().Name}: {exception.Message}", ErrorPolicy.Defer));
            result = Deferred(new Verdict { Stage = stage }, reports, "pipeline");
        }

        result = result with
        {
            Duration = _time.GetElapsedTime(start),
            Recipient = stage == Stage.Rcpt && context.Recipient is { } recipient ? SessionFacts.AddressOf(recipient) : null,
        };
        context.Add(result);
        return result;
    }

    private static StageResult Deferred(Verdict verdict, IReadOnlyList<CheckReport> reports, string decidedBy) =>
        new(verdict with { Action = RuleAction.Defer, Reply = PolicyReplies.CheckFailed }, reports, default) { DecidedBy = decidedBy };

    private async ValueTask<StageResult> JudgeAsync(MailContext context, Stage stage, List<CheckReport> reports)
    {
        if (stage == Stage.Message && context.Message?.IsHeaderTooLarge == true)
        {
            Verdict refusal = new() { Stage = stage, Action = RuleAction.Reject, Reply = PolicyReplies.HeaderTooLarge };
            return new StageResult(refusal, reports, default) { DecidedBy = "header_too_large" };
        }

        Verdict? settled = context.SettledBefore(stage);
        await RunChecksAsync(context, stage, settled is not null, reports);
        if (settled is not null)
        {
            return new StageResult(settled, reports, default);
        }

        await AnswerQuestionsAsync(context, stage, reports);
        long start = _time.GetTimestamp();
        Verdict verdict = context.Rules.Evaluate(stage, context.Facts, context.EarlierHits(stage), TimingOfNext(stage));
        TimeSpan ruleTime = _time.GetElapsedTime(start);
        return (verdict.IsFinal ? new StageResult(verdict, reports, default) : await ConcludeAsync(context, verdict, reports)) with { RuleTime = ruleTime };
    }

    // Counted for each stage, or one that comes at a steady beat would be timed always or never.
    private RuleTiming? TimingOfNext(Stage stage) =>
        _timing is not null && (Interlocked.Increment(ref _evaluations[(int)stage]) - 1) % EvaluationsPerTiming == 0 ? _timing : null;

    private async ValueTask RunChecksAsync(MailContext context, Stage stage, bool isSettled, List<CheckReport> reports)
    {
        List<ICheck> checks = [];
        foreach (string name in isSettled ? AlwaysAt(stage) : WantedAt(context, stage))
        {
            if (ChecksWithFacts.Contains(name) && !context.RanChecks.Contains(name) && CheckCatalog.Find(name) is { } check && !checks.Contains(check))
            {
                checks.Add(check);
            }
        }

        reports.AddRange(await _runner.RunAsync(context, stage, checks, [], _options.TimeoutOf(stage)));
    }

    private async ValueTask AnswerQuestionsAsync(MailContext context, Stage stage, List<CheckReport> reports)
    {
        for (int round = 0; round < MaxRounds && context.Rules.Ask(stage, context.Facts) is { Count: > 0 } questions; round++)
        {
            // What no check answers is unknown, and is not asked again.
            foreach (FactCall question in questions)
            {
                context.Facts.SetAnswer(question, FactValue.Missing);
            }

            List<ICheck> checks = [.. questions.Select(question => CheckCatalog.Find(question.Function.Check)).OfType<ICheck>().Distinct()];
            reports.AddRange(await _runner.RunAsync(context, stage, checks, [.. questions], _options.TimeoutOf(stage)));
        }
    }

    private async ValueTask<StageResult> ConcludeAsync(MailContext context, Verdict verdict, List<CheckReport> reports)
    {
        if (reports.Find(report => report is { IsInDoubt: true, OnError: ErrorPolicy.Defer }) is { } doubtful)
        {
            return Deferred(verdict, reports, $"check:{doubtful.Check}");
        }

        if (verdict.Action == RuleAction.Greylist && !await PassesGreylistAsync(context, verdict.Stage, reports))
        {
            return new StageResult(verdict with { Action = RuleAction.Defer, Reply = PolicyReplies.Greylisted }, reports, default) { DecidedBy = "greylist" };
        }

        string? tagger = reports.Find(report => report is { IsInDoubt: true, OnError: ErrorPolicy.Tag })?.Check;
        bool isTagged = verdict.IsTagged || tagger is not null || context.IsTaggedBefore(verdict.Stage);
        return new StageResult(verdict with { Action = isTagged ? RuleAction.Tag : RuleAction.None, IsTagged = isTagged }, reports, default)
        {
            DecidedBy = !verdict.IsTagged && tagger is not null ? $"check:{tagger}" : null,
        };
    }

    private async ValueTask<bool> PassesGreylistAsync(MailContext context, Stage stage, List<CheckReport> reports)
    {
        CheckSettings settings = _options.Checks.GetValueOrDefault("greylist", CheckSettings.Default);
        long start = _time.GetTimestamp();
        using CancellationTokenSource timeout = new(settings.Timeout, _time);
        try
        {
            string reversePath = context.Envelope?.ReversePath.ToString() ?? "";
            IEnumerable<string> recipients = stage == Stage.Message ? context.Recipients.Select(recipient => recipient.Mailbox.Text) : [context.Recipient?.Text ?? ""];
            bool passes = true;
            foreach (string recipient in recipients)
            {
                // Each is noted, so that all have waited when the message comes again.
                passes &= (await _greylist.CheckAsync(context.Client.Address, reversePath, recipient, timeout.Token)).Passes;
            }

            return passes;
        }
        catch (Exception exception)
        {
            string error = $"{exception.GetType().Name}: {exception.Message}";
            reports.Add(new CheckReport("greylist", stage, CheckOutcome.Failed, _time.GetElapsedTime(start), error, settings.OnError));
            return settings.OnError != ErrorPolicy.Defer;
        }
    }

    private IEnumerable<string> WantedAt(MailContext context, Stage stage) => context.Rules.ChecksFor(stage).Concat(AlwaysAt(stage));

    private IReadOnlyList<string> AlwaysAt(Stage stage) => stage == Stage.Message ? _options.AlwaysRun : [];
}
