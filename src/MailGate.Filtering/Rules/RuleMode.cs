namespace MailGate.Filtering.Rules;

/// <summary>What a rule that hits may do.</summary>
public enum RuleMode
{
    /// <summary>Its score, action and edits count.</summary>
    Enforce,

    /// <summary>It is judged and reported, and changes nothing: how a new rule is tried on real mail.</summary>
    Shadow,

    /// <summary>It is checked when the file is loaded, and not judged.</summary>
    Off,
}
