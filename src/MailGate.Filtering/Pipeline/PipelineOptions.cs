using MailGate.Filtering.Reputation;
using MailGate.Filtering.Rules;

namespace MailGate.Filtering.Pipeline;

/// <summary>How stages run.</summary>
public sealed record PipelineOptions
{
    /// <summary>Settings of checks by name; what is not here has <see cref="CheckSettings.Default"/>. <c>greylist</c> is a name, too.</summary>
    public IReadOnlyDictionary<string, CheckSettings> Checks { get; init; } = new Dictionary<string, CheckSettings>();

    /// <summary>Checks that run at stage message whether or not a rule needs them: for headers, metrics and the journal.</summary>
    public IReadOnlyList<string> AlwaysRun { get; init; } = [];

    /// <summary>Time for all checks of a stage before the message.</summary>
    public TimeSpan CommandTimeout { get; init; } = TimeSpan.FromSeconds(20);

    /// <summary>Time for all checks of stage message: senders give up minutes after their final dot (SEMANTICS 3.2).</summary>
    public TimeSpan MessageTimeout { get; init; } = TimeSpan.FromSeconds(60);

    /// <summary>Hears what rules cost, in one of <see cref="FilterPipeline.EvaluationsPerTiming"/> evaluations; null where nobody measures.</summary>
    public Action<Rule, TimeSpan>? RuleTimed { get; init; }

    public GreylistOptions Greylist { get; init; } = new();

    public TimeSpan TimeoutOf(Stage stage) => stage == Stage.Message ? MessageTimeout : CommandTimeout;
}
