using MailGate.Filtering.Reputation;
using MailGate.Filtering.Rules;
using MailGate.Filtering.Scoring;
using MailGate.Mail.Authentication;
using MailGate.Mail.Dns;
using MailGate.Mail.PublicSuffix;

namespace MailGate.Filtering.Pipeline;

/// <summary>What the checks of all transactions share.</summary>
public sealed record MailEnvironment
{
    public required IDnsResolver Resolver { get; init; }

    public required TimeProvider Time { get; init; }

    public required SenderAuthentication Authentication { get; init; }

    public required IReputationStore Reputation { get; init; }

    /// <summary>The rules in force at the moment it is called.</summary>
    public Func<RuleSet> Rules { get; init; } = () => RuleSet.Empty;

    /// <summary>The model in force, or null without one.</summary>
    public ISpamModel? SpamModel { get; init; }

    /// <summary>Which names are registries', for the domains of links; null: the last two labels.</summary>
    public PublicSuffixList? PublicSuffixes { get; init; }

    /// <summary>Bounds of what is read of a message.</summary>
    public MessageAnalysisLimits Limits { get; init; } = MessageAnalysisLimits.Default;
}
