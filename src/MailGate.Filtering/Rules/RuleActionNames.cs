namespace MailGate.Filtering.Rules;

/// <summary>Actions as rule files write them, with the names that rspamd's users know.</summary>
public static class RuleActionNames
{
    private static readonly Dictionary<string, RuleAction> Actions = new(StringComparer.Ordinal)
    {
        ["accept"] = RuleAction.Accept,
        ["reject"] = RuleAction.Reject,
        ["defer"] = RuleAction.Defer,
        ["discard"] = RuleAction.Discard,
        ["quarantine"] = RuleAction.Quarantine,
        ["tag"] = RuleAction.Tag,
        ["greylist"] = RuleAction.Greylist,
        ["add_header"] = RuleAction.Tag,
        ["add header"] = RuleAction.Tag,
        ["soft_reject"] = RuleAction.Defer,
        ["soft reject"] = RuleAction.Defer,
        ["no_action"] = RuleAction.None,
        ["no action"] = RuleAction.None,
    };

    /// <summary>All names.</summary>
    public static IReadOnlyCollection<string> All => Actions.Keys;

    public static bool TryParse(string name, out RuleAction action) => Actions.TryGetValue(name, out action);

    /// <summary>The action's own name in rule files; <c>none</c> for <see cref="RuleAction.None"/>.</summary>
    public static string NameOf(RuleAction action) => action.ToString().ToLowerInvariant();

    /// <summary>The action in rspamd's words.</summary>
    public static string RspamdNameOf(RuleAction action) => action switch
    {
        RuleAction.None or RuleAction.Accept => "no action",
        RuleAction.Tag => "add header",
        RuleAction.Defer => "soft reject",
        RuleAction.Greylist or RuleAction.Reject or RuleAction.Discard or RuleAction.Quarantine => NameOf(action),
        _ => throw new ArgumentOutOfRangeException(nameof(action)),
    };
}
