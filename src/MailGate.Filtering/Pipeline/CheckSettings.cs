using MailGate.Filtering.Rules;

namespace MailGate.Filtering.Pipeline;

/// <summary>Settings of one check.</summary>
public sealed record CheckSettings
{
    public static CheckSettings Default { get; } = new();

    /// <summary>How long the check may take.</summary>
    public TimeSpan Timeout { get; init; } = TimeSpan.FromSeconds(20);

    /// <summary>What happens when it fails, unless a rule decides: nothing, 451, or a mark.</summary>
    public ErrorPolicy OnError { get; init; } = ErrorPolicy.Ignore;
}
