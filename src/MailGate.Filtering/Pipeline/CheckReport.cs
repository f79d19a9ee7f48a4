using MailGate.Filtering.Rules;

namespace MailGate.Filtering.Pipeline;

/// <summary>How a check ended.</summary>
public enum CheckOutcome
{
    /// <summary>It found out what there is.</summary>
    Completed,

    /// <summary>It ended in time, but something could not be found out.</summary>
    InDoubt,

    /// <summary>Its time was over.</summary>
    TimedOut,

    /// <summary>It threw.</summary>
    Failed,
}

/// <summary>What running a check cost, and how it went.</summary>
/// <param name="Check">The check's name.</param>
/// <param name="Duration">Time from its start to its end, or to its time-out.</param>
/// <param name="Error">What went wrong, for the log and the account of a transaction; null when nothing did.</param>
/// <param name="OnError">What the configuration says to that.</param>
public sealed record CheckReport(string Check, Stage Stage, CheckOutcome Outcome, TimeSpan Duration, string? Error, ErrorPolicy OnError)
{
    /// <summary>True when what it should have found is not all known.</summary>
    public bool IsInDoubt => Outcome != CheckOutcome.Completed;
}
