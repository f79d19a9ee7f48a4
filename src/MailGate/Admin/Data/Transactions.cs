using System.Globalization;
using MailGate.Cli.Scanning;
using MailGate.Configuration;
using MailGate.Filtering.Pipeline;
using MailGate.Filtering.Pipeline.Facts;
using MailGate.Observability.History;
using MailGate.Storage;

namespace MailGate.Admin.Data;

/// <summary>Finds transactions: in the journal where one is kept, else among the last ones in memory.</summary>
internal sealed class Transactions(AdminSources sources)
{
    /// <summary>Most on one page.</summary>
    public const int MaxPage = 200;

    /// <summary>True when a search covers more than the last transactions in memory.</summary>
    public bool IsJournalled => sources.Settings().Journal.Enabled;

    /// <summary>The newest of those that match.</summary>
    /// <param name="cursor">From <see cref="TransactionPage.Next"/>; empty for the newest. What is no cursor counts as empty.</param>
    /// <exception cref="IOException">The journal cannot be read.</exception>
    public TransactionPage Search(TransactionFilter filter, string cursor, int limit)
    {
        long? before = long.TryParse(cursor, NumberStyles.None, CultureInfo.InvariantCulture, out long number) ? number : null;
        limit = Math.Clamp(limit, 1, MaxPage);
        using JournalStore? journal = OpenJournal();
        if (journal is not null)
        {
            JournalPage page = journal.Search(filter, before, limit);
            return new TransactionPage(page.Transactions, page.Older?.ToString(CultureInfo.InvariantCulture));
        }

        List<TransactionSummary> found = [];
        foreach (FinishedTransaction transaction in sources.History.Newest(before ?? long.MaxValue))
        {
            TransactionSummary summary = TransactionSummary.Of(transaction);
            if (filter.IsEmpty || filter.Matches(summary))
            {
                found.Add(summary);
                if (found.Count == limit)
                {
                    return new TransactionPage(found, transaction.Sequence.ToString(CultureInfo.InvariantCulture));
                }
            }
        }

        return new TransactionPage(found, null);
    }

    /// <summary>The last ones in memory, the newest first.</summary>
    public IReadOnlyList<TransactionSummary> Latest(int count) => [.. sources.History.Newest().Take(count).Select(TransactionSummary.Of)];

    /// <summary>The account of a transaction; null when it is not known any more.</summary>
    /// <exception cref="IOException">The journal cannot be read.</exception>
    public TransactionDetail? Find(string id)
    {
        if (sources.History.Find(id) is { } recent)
        {
            return new TransactionDetail(
                TransactionSummary.Of(recent), [.. recent.Stages.Select(StageRecord.Of).Select(stage => StageAccount.Of(stage, fact => recent.Evidence.GetValueOrDefault(fact)))]);
        }

        using JournalStore? journal = OpenJournal();
        return journal?.FindSummary(id) is { } summary && journal.Find(id) is { } json && TransactionJson.Read(json, out _) is { } record
            ? new TransactionDetail(summary, [.. record.Results.Select(stage => StageAccount.Of(stage, fact => EvidenceIn(record.Facts, fact)))])
            : null;
    }

    private static string? EvidenceIn(FactSet facts, string path) =>
        MailFacts.Schema.TryFind(path, out Fact? fact) && facts.Get(fact) is { IsError: false } value ? FactEvidence.Shortened(value) : null;

    private JournalStore? OpenJournal()
    {
        GatewaySettings settings = sources.Settings();
        return settings.Journal.Enabled ? JournalStore.OpenToRead(settings.DataDirectory) : null;
    }
}
