namespace MailGate.Filtering.Scoring.Site;

/// <summary>What became of a message that was to be learnt.</summary>
public enum SiteLearning
{
    /// <summary>It was learnt.</summary>
    Learned,

    /// <summary>It was learnt as the other before, and now as this.</summary>
    Relearned,

    /// <summary>It was taken back.</summary>
    Unlearned,

    /// <summary>Nothing had to be done.</summary>
    Unchanged,
}
