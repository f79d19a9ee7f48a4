using MailGate.Filtering.Rules;

namespace MailGate.Filtering.Pipeline;

/// <summary>Replies that no rule wrote.</summary>
internal static class PolicyReplies
{
    public static PolicyReply CheckFailed { get; } = new(451, "4.3.0", "A check could not be completed, try again later");

    public static PolicyReply Greylisted { get; } = new(451, "4.7.1", "Greylisted, try again later");

    // RFC 3463 §3.4: X.3.4 is "message too big for system".
    public static PolicyReply HeaderTooLarge { get; } = new(552, "5.3.4", "Message header exceeds the limit");
}
