using MailGate.Observability.History;

namespace MailGate.Admin.Data;

/// <summary>Some of the transactions that a search found.</summary>
/// <param name="Next">The cursor of older ones; null at the end.</param>
internal sealed record TransactionPage(IReadOnlyList<TransactionSummary> Items, string? Next);
