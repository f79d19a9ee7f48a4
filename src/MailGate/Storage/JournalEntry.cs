using MailGate.Filtering.Pipeline;
using MailGate.Observability.History;

namespace MailGate.Storage;

/// <summary>What the journal keeps of a transaction: the record by which it can be judged again, and how it went.</summary>
/// <param name="Summary">Null in entries of versions that kept none; these are found by their id alone.</param>
internal sealed record JournalEntry(TransactionRecord Record, TransactionSummary? Summary);
