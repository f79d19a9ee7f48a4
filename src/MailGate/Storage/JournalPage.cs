using MailGate.Observability.History;

namespace MailGate.Storage;

/// <summary>What a search of the journal found.</summary>
/// <param name="Older">Where to go on; null at the end of the journal. A page can be short, or empty, and still have more after it: a search looks at a bounded number of entries.</param>
internal sealed record JournalPage(IReadOnlyList<TransactionSummary> Transactions, long? Older);
