namespace MailGate.Filtering.Rules;

/// <summary>What is done when a rule cannot be judged (a fact that decides is unknown, an operation failed) or a check cannot find out.</summary>
public enum ErrorPolicy
{
    /// <summary>It does not hit; the failure is reported.</summary>
    Ignore,

    /// <summary>The transaction is answered with 4xx, so that it is tried again.</summary>
    Defer,

    /// <summary>The message is tagged.</summary>
    Tag,
}
