using System.Threading.Channels;
using MailGate.Configuration.Sections;
using MailGate.Filtering.Pipeline;
using MailGate.Observability.History;
using MailGate.Observability.Metrics;

namespace MailGate.Storage;

/// <summary>
/// Writes finished transactions into the journal, behind the back of the sessions: they never wait for it. When it cannot keep up or cannot write,
/// records are dropped and counted; mail goes on.
/// </summary>
internal sealed class Journal : IAsyncDisposable
{
    private const int Capacity = 1024;
    private const int MaxBatch = 128;
    private static readonly TimeSpan PruneInterval = TimeSpan.FromMinutes(1);

    private readonly Channel<(TransactionRecord Record, FinishedTransaction Finished)> _records;
    private readonly string _dataDirectory;
    private readonly GatewayMetrics _metrics;
    private readonly ILogger _logger;
    private readonly TimeProvider _time;
    private readonly Task _writer;
    private volatile JournalSettings _settings;

    public Journal(string dataDirectory, JournalSettings settings, GatewayMetrics metrics, ILogger logger, TimeProvider time)
    {
        _dataDirectory = dataDirectory;
        _settings = settings;
        _metrics = metrics;
        _logger = logger;
        _time = time;
        _records = Channel.CreateBounded<(TransactionRecord, FinishedTransaction)>(new BoundedChannelOptions(Capacity) { SingleReader = true });
        _writer = Task.Run(WriteAllAsync);
    }

    /// <summary>Other bounds, after a reload.</summary>
    public void Apply(JournalSettings settings) => _settings = settings;

    /// <summary>Notes a transaction.</summary>
    public void Note(TransactionRecord record, FinishedTransaction finished)
    {
        if (!_records.Writer.TryWrite((record, finished)))
        {
            _metrics.JournalDropped.With().Add();
        }
    }

    /// <summary>Writes what is left.</summary>
    public async ValueTask DisposeAsync()
    {
        _records.Writer.TryComplete();
        await _writer;
    }

    private async Task WriteAllAsync()
    {
        JournalStore? store = null;
        List<JournalEntry> batch = [];
        long pruned = 0;
        while (await _records.Reader.WaitToReadAsync())
        {
            batch.Clear();
            while (batch.Count < MaxBatch && _records.Reader.TryRead(out (TransactionRecord Record, FinishedTransaction Finished) next))
            {
                batch.Add(new JournalEntry(next.Record, TransactionSummary.Of(next.Finished)));
            }

            try
            {
                store ??= JournalStore.Open(_dataDirectory);
                store.Add(batch);
                _metrics.JournalWritten.With().Add(batch.Count);
                if (pruned == 0 || _time.GetElapsedTime(pruned) >= PruneInterval)
                {
                    pruned = _time.GetTimestamp();
                    JournalSettings settings = _settings;
                    store.Prune(_time.GetUtcNow() - settings.Keep, settings.MaxSize.Bytes);
                }
            }
            catch (Exception failure)
            {
                // The file may be gone or the disk full: the next batch opens it anew. Nothing ends the journal but the program's end.
                store?.Dispose();
                store = null;
                _metrics.JournalDropped.With().Add(batch.Count);
                StorageLog.JournalFailed(_logger, failure);
            }
        }

        store?.Dispose();
    }
}
