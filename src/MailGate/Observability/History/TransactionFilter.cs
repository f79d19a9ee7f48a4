namespace MailGate.Observability.History;

/// <summary>What a search asks for. Everything given must match; nothing given matches everything.</summary>
/// <param name="Text">Part of the id, an address, the HELO name, the subject or the Message-ID, in any case.</param>
/// <param name="Verdict">As in <see cref="TransactionSummary.Verdict"/>.</param>
/// <param name="Rule">The name of a rule that hit, or in shadow mode would have.</param>
internal sealed record TransactionFilter(string Text = "", string Verdict = "", string Rule = "")
{
    public bool IsEmpty => Text.Length == 0 && Verdict.Length == 0 && Rule.Length == 0;

    public bool Matches(TransactionSummary transaction) =>
        (Verdict.Length == 0 || transaction.Verdict == Verdict)
        && (Rule.Length == 0 || transaction.Rules.Contains(Rule, StringComparer.OrdinalIgnoreCase) || transaction.ShadowRules.Contains(Rule, StringComparer.OrdinalIgnoreCase))
        && (Text.Length == 0 || Has(transaction.Id) || Has(transaction.From) || Has(transaction.Client) || Has(transaction.Helo) || Has(transaction.User)
            || Has(transaction.Subject) || Has(transaction.MessageId) || transaction.Recipients.Any(Has));

    private bool Has(string? value) => value is not null && value.Contains(Text, StringComparison.OrdinalIgnoreCase);
}
