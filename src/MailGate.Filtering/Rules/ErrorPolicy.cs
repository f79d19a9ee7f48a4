namespace MailGate.Filtering.Rules;

/// <summary>What a rule does when it cannot be judged: a fact that decides is unknown, or an operation failed.</summary>
public enum ErrorPolicy
{
    /// <summary>It does not hit; the failure is reported.</summary>
    Ignore,

    /// <summary>The transaction is answered with 4xx, so that it is tried again.</summary>
    Defer,

    /// <summary>The message is tagged.</summary>
    Tag,
}
