using MailGate.Filtering.Pipeline;
using MailGate.Filtering.Pipeline.Facts;

namespace MailGate.Filtering.Rules.Testing;

/// <summary>One case of a rule test file: facts or a message in, verdict out. What it does not expect is not looked at.</summary>
public sealed class RuleTestCase
{
    public required string Name { get; init; }

    public required SourcePlace Place { get; init; }

    /// <summary>The last stage that is judged; the ones before it are judged, too.</summary>
    public Stage Stage { get; init; } = Stage.Message;

    /// <summary>The facts; those that are not named have the default of their type, those named as <c>~</c> are unknown.</summary>
    public required FactSet Facts { get; init; }

    /// <summary>The message that facts are found out from; null when they are all given.</summary>
    public RuleTestMessage? Message { get; init; }

    /// <summary>Rules that must hit, in shadow mode or not.</summary>
    public IReadOnlyList<string> Hits { get; init; } = [];

    /// <summary>Rules that must not hit.</summary>
    public IReadOnlyList<string> Misses { get; init; } = [];

    public RuleAction? Action { get; init; }

    public double? Score { get; init; }

    public bool? IsTagged { get; init; }

    /// <summary>The whole reply: <c>550 5.7.1 Text</c>.</summary>
    public string? Reply { get; init; }
}
