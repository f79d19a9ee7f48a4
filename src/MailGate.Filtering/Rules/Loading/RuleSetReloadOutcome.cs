namespace MailGate.Filtering.Rules.Loading;

/// <summary>Whether a reload changed the rules in use.</summary>
public enum RuleSetReloadOutcome
{
    /// <summary>The files are as they were.</summary>
    Unchanged,

    /// <summary>The new set is in use.</summary>
    Replaced,

    /// <summary>The new set has mistakes; the old one stays.</summary>
    Refused,
}
