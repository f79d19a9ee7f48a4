using MailGate.Filtering.Pipeline;
using TransactionRecord = MailGate.Observability.Logs.TransactionRecord;

namespace MailGate.Observability.History;

/// <summary>A transaction that has ended, with all that its account needs. Made once, at its end, and only when somebody can ask for it.</summary>
internal sealed record FinishedTransaction
{
    /// <summary>Counts up from 1 in the order in which transactions ended; 0 before it is noted.</summary>
    public long Sequence { get; init; }

    public required DateTimeOffset Time { get; init; }

    public required TransactionRecord Record { get; init; }

    /// <summary>From the connection to MAIL.</summary>
    public TimeSpan BeforeMail { get; init; }

    /// <summary>Decoded, cut to a bounded length; null before a message came.</summary>
    public string? Subject { get; init; }

    /// <summary>What came of each stage; empty where nothing is judged.</summary>
    public IReadOnlyList<StageResult> Stages { get; init; } = [];

    /// <summary>The facts behind the rules that hit, as text, by path.</summary>
    public IReadOnlyDictionary<string, string> Evidence { get; init; } = new Dictionary<string, string>();

    /// <summary>What the server behind took for each phase.</summary>
    public IReadOnlyList<PhaseDuration> Downstream { get; init; } = [];
}

/// <summary>A phase of the dialogue with a server behind.</summary>
/// <param name="Phase">As in the label <c>phase</c> of the metrics.</param>
internal readonly record struct PhaseDuration(string Phase, TimeSpan Duration);
