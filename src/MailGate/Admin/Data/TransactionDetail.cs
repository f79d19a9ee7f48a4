using MailGate.Observability.History;

namespace MailGate.Admin.Data;

/// <summary>A transaction's whole account.</summary>
internal sealed record TransactionDetail(TransactionSummary Summary, IReadOnlyList<StageAccount> Stages);
