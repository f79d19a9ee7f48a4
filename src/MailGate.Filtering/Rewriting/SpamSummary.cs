namespace MailGate.Filtering.Rewriting;

/// <summary>What the spam headers say about a message.</summary>
/// <param name="Score">The sum of all rules that hit.</param>
/// <param name="Required">The score from which it is called spam.</param>
/// <param name="RejectScore">The score from which it is rejected.</param>
/// <param name="RspamdAction">The action in rspamd's words, such as <c>add header</c>.</param>
/// <param name="Hits">The rules that hit.</param>
public sealed record SpamSummary(double Score, double Required, double RejectScore, string RspamdAction, IReadOnlyList<SpamSymbol> Hits)
{
    /// <summary>Whether it is called spam: by its score, unless a rule says otherwise.</summary>
    public bool IsSpam { get; init; } = Score >= Required;
}

/// <summary>A rule that hit.</summary>
/// <param name="Name">Its name, such as <c>R_SPF_FAIL</c>.</param>
/// <param name="Score">What it added.</param>
/// <param name="Options">What it found; may come from the message.</param>
public sealed record SpamSymbol(string Name, double Score, IReadOnlyList<string> Options);
