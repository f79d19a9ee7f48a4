using System.Globalization;
using System.IO.Compression;
using MailGate.Filtering.Pipeline;
using MailGate.Observability.History;
using Microsoft.Data.Sqlite;

namespace MailGate.Storage;

/// <summary>
/// The journal on the disk: one SQLite file with a row for each transaction, its record as compressed JSON. One writer at a time; readers do not disturb it
/// (write-ahead log). Not for several threads.
/// </summary>
internal sealed class JournalStore : IDisposable
{
    private const string FileName = "journal.db";

    // auto_vacuum has to be said before the first table: freed pages go back to the file system.
    private const string Schema = """
        PRAGMA auto_vacuum = INCREMENTAL;
        PRAGMA journal_mode = WAL;
        PRAGMA synchronous = NORMAL;
        CREATE TABLE IF NOT EXISTS transactions (id TEXT NOT NULL, time INTEGER NOT NULL, record BLOB NOT NULL, summary TEXT);
        CREATE INDEX IF NOT EXISTS transactions_id ON transactions (id);
        CREATE INDEX IF NOT EXISTS transactions_time ON transactions (time);
        """;

    private const int PruneAtOnce = 1000;

    // A search that finds nothing ends after so many rows, about a second; the next page goes on.
    private const int MaxExamined = 100_000;

    private readonly SqliteConnection _connection;

    private JournalStore(SqliteConnection connection) => _connection = connection;

    /// <summary>Where the journal of a data directory is.</summary>
    public static string PathIn(string dataDirectory) => Path.Combine(dataDirectory, FileName);

    /// <summary>Opens the journal for writing; makes it where there is none.</summary>
    /// <exception cref="IOException">The file cannot be opened.</exception>
    public static JournalStore Open(string dataDirectory)
    {
        Directory.CreateDirectory(dataDirectory);
        JournalStore store = new(Connect(dataDirectory, SqliteOpenMode.ReadWriteCreate));
        store.Run(Schema);
        store.AddMissingColumn();
        return store;
    }

    /// <summary>Opens it for reading; null when there is none.</summary>
    /// <exception cref="IOException">The file cannot be used.</exception>
    public static JournalStore? OpenToRead(string dataDirectory)
    {
        if (!File.Exists(PathIn(dataDirectory)))
        {
            return null;
        }

        JournalStore store = new(Connect(dataDirectory, SqliteOpenMode.ReadWrite));
        store.AddMissingColumn();
        return store;
    }

    /// <summary>Writes records, all or none.</summary>
    public void Add(IReadOnlyList<JournalEntry> entries)
    {
        using SqliteTransaction transaction = _connection.BeginTransaction();
        using SqliteCommand insert = Command("INSERT INTO transactions (id, time, record, summary) VALUES ($id, $time, $record, $summary)");
        insert.Transaction = transaction;
        SqliteParameter id = insert.Parameters.Add("$id", SqliteType.Text);
        SqliteParameter time = insert.Parameters.Add("$time", SqliteType.Integer);
        SqliteParameter content = insert.Parameters.Add("$record", SqliteType.Blob);
        SqliteParameter summary = insert.Parameters.Add("$summary", SqliteType.Text);
        foreach ((TransactionRecord record, TransactionSummary? account) in entries)
        {
            summary.Value = account is null ? DBNull.Value : SummaryJson.Write(account);
            id.Value = record.Id;
            time.Value = record.Time.ToUnixTimeMilliseconds();
            content.Value = Compress(TransactionJson.ToUtf8(record));
            insert.ExecuteNonQuery();
        }

        transaction.Commit();
    }

    /// <summary>Removes what is older than a time, and then the oldest until the file is no larger than a size.</summary>
    public void Prune(DateTimeOffset oldest, long maxOctets)
    {
        using (SqliteCommand old = Command("DELETE FROM transactions WHERE time < $time"))
        {
            old.Parameters.AddWithValue("$time", oldest.ToUnixTimeMilliseconds());
            old.ExecuteNonQuery();
        }

        while (UsedOctets() > maxOctets
            && Run(string.Create(CultureInfo.InvariantCulture, $"DELETE FROM transactions WHERE rowid IN (SELECT rowid FROM transactions ORDER BY time LIMIT {PruneAtOnce})")) > 0)
        {
        }

        Run("PRAGMA incremental_vacuum");
    }

    /// <summary>The record as JSON in UTF-8, the latest of this id; null when there is none.</summary>
    public byte[]? Find(string id)
    {
        using SqliteCommand command = Command("SELECT record FROM transactions WHERE id = $id ORDER BY time DESC LIMIT 1");
        command.Parameters.AddWithValue("$id", id);
        return command.ExecuteScalar() is byte[] content ? Decompress(content) : null;
    }

    /// <summary>The summary of the latest transaction of this id; null when there is none.</summary>
    public TransactionSummary? FindSummary(string id)
    {
        using SqliteCommand command = Command("SELECT summary FROM transactions WHERE id = $id ORDER BY time DESC LIMIT 1");
        command.Parameters.AddWithValue("$id", id);
        return command.ExecuteScalar() is string json ? SummaryJson.Read(json) : null;
    }

    /// <summary>Transactions that match, the newest first.</summary>
    /// <param name="before">From where: <see cref="JournalPage.Older"/> of the page before, or null for the newest.</param>
    public JournalPage Search(TransactionFilter filter, long? before, int limit)
    {
        using SqliteCommand command = Command("SELECT rowid, summary FROM transactions WHERE rowid < $before AND summary IS NOT NULL ORDER BY rowid DESC LIMIT $examined");
        command.Parameters.AddWithValue("$before", before ?? long.MaxValue);
        command.Parameters.AddWithValue("$examined", MaxExamined);
        using SqliteDataReader reader = command.ExecuteReader();
        List<TransactionSummary> found = [];
        long last = 0;
        int examined = 0;
        while (found.Count < limit && reader.Read())
        {
            examined++;
            last = reader.GetInt64(0);
            string json = reader.GetString(1);
            if (SummaryJson.MayMatch(json, filter) && SummaryJson.Read(json) is { } summary && filter.Matches(summary))
            {
                found.Add(summary);
            }
        }

        return new JournalPage(found, found.Count == limit || examined == MaxExamined ? last : null);
    }

    /// <summary>The records since a time as JSON in UTF-8, the oldest first, read one by one.</summary>
    public IEnumerable<byte[]> Since(DateTimeOffset time)
    {
        using SqliteCommand command = Command("SELECT record FROM transactions WHERE time >= $time ORDER BY time");
        command.Parameters.AddWithValue("$time", time.ToUnixTimeMilliseconds());
        using SqliteDataReader reader = command.ExecuteReader();
        while (reader.Read())
        {
            yield return Decompress(reader.GetFieldValue<byte[]>(0));
        }
    }

    public void Dispose() => _connection.Dispose();

    private static SqliteConnection Connect(string dataDirectory, SqliteOpenMode mode)
    {
        SqliteConnection connection = new(new SqliteConnectionStringBuilder { DataSource = PathIn(dataDirectory), Mode = mode, Pooling = false }.ConnectionString);
        try
        {
            connection.Open();
            return connection;
        }
        catch (SqliteException failure)
        {
            connection.Dispose();
            throw new IOException($"{PathIn(dataDirectory)}: {failure.Message}", failure);
        }
    }

    private static byte[] Compress(byte[] octets)
    {
        using MemoryStream target = new();
        using (BrotliStream compressed = new(target, CompressionLevel.Fastest))
        {
            compressed.Write(octets);
        }

        return target.ToArray();
    }

    private static byte[] Decompress(byte[] octets)
    {
        using BrotliStream compressed = new(new MemoryStream(octets), CompressionMode.Decompress);
        using MemoryStream target = new();
        compressed.CopyTo(target);
        return target.ToArray();
    }

    // A journal of a version that kept no summaries.
    private void AddMissingColumn()
    {
        if (Number("SELECT COUNT(*) FROM pragma_table_info('transactions') WHERE name = 'summary'") == 0)
        {
            Run("ALTER TABLE transactions ADD COLUMN summary TEXT");
        }
    }

    private long UsedOctets() => (Number("PRAGMA page_count") - Number("PRAGMA freelist_count")) * Number("PRAGMA page_size");

    private long Number(string sql)
    {
        using SqliteCommand command = Command(sql);
        return Convert.ToInt64(command.ExecuteScalar(), CultureInfo.InvariantCulture);
    }

    private int Run(string sql)
    {
        using SqliteCommand command = Command(sql);
        return command.ExecuteNonQuery();
    }

#pragma warning disable CA2100 // All statements are constants of this file; values are parameters.
    private SqliteCommand Command(string sql)
    {
        SqliteCommand command = _connection.CreateCommand();
        command.CommandText = sql;
        return command;
    }
#pragma warning restore CA2100
}
