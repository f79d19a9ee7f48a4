using System.Globalization;
using Microsoft.Data.Sqlite;

namespace MailGate.Storage.Quarantine;

/// <summary>
/// The index of the quarantine: a SQLite file with a row for each message. It holds nothing that the record files do not, so it can be made again of them.
/// Several processes may use it at once, several threads may not.
/// </summary>
internal sealed class QuarantineIndex : IDisposable
{
    private const int Version = 1;

    // FULL: a row is on the disk before the client is told 250.
    private const string Schema = """
        PRAGMA journal_mode = WAL;
        PRAGMA synchronous = FULL;
        CREATE TABLE IF NOT EXISTS messages (
            id TEXT PRIMARY KEY, time INTEGER NOT NULL, octets INTEGER NOT NULL, released INTEGER NOT NULL, addresses TEXT NOT NULL, rules TEXT NOT NULL, record BLOB NOT NULL);
        CREATE INDEX IF NOT EXISTS messages_time ON messages (time, octets);
        CREATE TABLE IF NOT EXISTS counters (name TEXT PRIMARY KEY, value INTEGER NOT NULL);
        """;

    private const string Where = """
         WHERE ($id IS NULL OR id = $id) AND ($since IS NULL OR time >= $since) AND ($before IS NULL OR time < $before)
         AND ($address IS NULL OR instr(addresses, $address) > 0) AND ($rule IS NULL OR instr(rules, $rule) > 0) AND ($released IS NULL OR released = $released)
        """;

    private readonly SqliteConnection _connection;

    private QuarantineIndex(SqliteConnection connection) => _connection = connection;

    /// <summary>Opens it; makes it where there is none.</summary>
    /// <exception cref="SqliteException">It cannot be used.</exception>
    public static QuarantineIndex Open(string file)
    {
        SqliteConnection connection = new(new SqliteConnectionStringBuilder { DataSource = file, Pooling = false }.ConnectionString);
        QuarantineIndex index = new(connection);
        try
        {
            connection.Open();
            if (index.Number("PRAGMA user_version") is not (0 or Version))
            {
                index.Run("DROP TABLE IF EXISTS messages");
            }

            index.Run(Schema);
            index.Run(string.Create(CultureInfo.InvariantCulture, $"PRAGMA user_version = {Version}"));
            return index;
        }
        catch
        {
            connection.Dispose();
            throw;
        }
    }

    /// <summary>Adds a message or replaces its row.</summary>
    public void Put(QuarantinedMessage message)
    {
        using SqliteCommand command = Command(
            "INSERT OR REPLACE INTO messages (id, time, octets, released, addresses, rules, record) VALUES ($id, $time, $octets, $released, $addresses, $rules, $record)");
        command.Parameters.AddWithValue("$id", message.Id);
        command.Parameters.AddWithValue("$time", message.Time.ToUnixTimeMilliseconds());
        command.Parameters.AddWithValue("$octets", message.Octets);
        command.Parameters.AddWithValue("$released", message.IsReleased);
        command.Parameters.AddWithValue("$addresses", AddressesOf(message));
        command.Parameters.AddWithValue("$rules", ' ' + string.Join(' ', message.Rules.Select(rule => rule.Name)) + ' ');
        command.Parameters.AddWithValue("$record", QuarantineRecord.ToUtf8(message));
        command.ExecuteNonQuery();
    }

    /// <summary>As <see cref="Put"/>, when a condition holds that nobody can change meanwhile who removes messages.</summary>
    public void PutIf(QuarantinedMessage message, Func<bool> isThere)
    {
        using SqliteTransaction transaction = _connection.BeginTransaction(deferred: false);
        if (isThere())
        {
            Put(message);
        }

        transaction.Commit();
    }

    /// <summary>Removes a row; false when there was none.</summary>
    public bool Remove(string id)
    {
        using SqliteCommand command = Command("DELETE FROM messages WHERE id = $id");
        command.Parameters.AddWithValue("$id", id);
        return command.ExecuteNonQuery() > 0;
    }

    /// <summary>Adds one to a counter that all processes share.</summary>
    public void Count(string counter)
    {
        using SqliteCommand command = Command("INSERT INTO counters (name, value) VALUES ($name, 1) ON CONFLICT (name) DO UPDATE SET value = value + 1");
        command.Parameters.AddWithValue("$name", counter);
        command.ExecuteNonQuery();
    }

    /// <summary>The counters by name.</summary>
    public IReadOnlyDictionary<string, long> Counters()
    {
        using SqliteCommand command = Command("SELECT name, value FROM counters");
        using SqliteDataReader reader = command.ExecuteReader();
        Dictionary<string, long> counters = [];
        while (reader.Read())
        {
            counters[reader.GetString(0)] = reader.GetInt64(1);
        }

        return counters;
    }

    /// <summary>Messages, the newest first.</summary>
    public IReadOnlyList<QuarantinedMessage> List(QuarantineFilter filter)
    {
        using SqliteCommand command = Filtered("SELECT record FROM messages" + Where + " ORDER BY time DESC, id DESC LIMIT $limit OFFSET $offset", filter);
        command.Parameters.AddWithValue("$limit", filter.Limit);
        command.Parameters.AddWithValue("$offset", filter.Offset);
        using SqliteDataReader reader = command.ExecuteReader();
        List<QuarantinedMessage> messages = [];
        while (reader.Read())
        {
            if (QuarantineRecord.Read(reader.GetFieldValue<byte[]>(0)) is { } message)
            {
                messages.Add(message);
            }
        }

        return messages;
    }

    /// <summary>How many messages there are, and their size together.</summary>
    public QuarantineTotals Totals(QuarantineFilter filter)
    {
        using SqliteCommand command = Filtered("SELECT COUNT(*), COALESCE(SUM(octets), 0) FROM messages" + Where, filter);
        using SqliteDataReader reader = command.ExecuteReader();
        reader.Read();
        return new QuarantineTotals(reader.GetInt64(0), reader.GetInt64(1));
    }

    /// <summary>All ids.</summary>
    public IReadOnlySet<string> Ids()
    {
        using SqliteCommand command = Command("SELECT id FROM messages");
        using SqliteDataReader reader = command.ExecuteReader();
        HashSet<string> ids = [];
        while (reader.Read())
        {
            ids.Add(reader.GetString(0));
        }

        return ids;
    }

    /// <summary>The oldest messages: id, time and size.</summary>
    public IReadOnlyList<(string Id, DateTimeOffset Time, long Octets)> Oldest(int count)
    {
        using SqliteCommand command = Command("SELECT id, time, octets FROM messages ORDER BY time LIMIT $count");
        command.Parameters.AddWithValue("$count", count);
        using SqliteDataReader reader = command.ExecuteReader();
        List<(string, DateTimeOffset, long)> oldest = [];
        while (reader.Read())
        {
            oldest.Add((reader.GetString(0), DateTimeOffset.FromUnixTimeMilliseconds(reader.GetInt64(1)), reader.GetInt64(2)));
        }

        return oldest;
    }

    public void Dispose() => _connection.Dispose();

    // Each between line feeds, so that a whole address or a domain can be looked for as text.
    private static string AddressesOf(QuarantinedMessage message)
    {
        IEnumerable<string> addresses = message.Recipients.SelectMany(recipient => new[] { recipient.Address, recipient.Original })
            .Concat([message.ReversePath, message.From, InBrackets(message.From)]);
        return '\n' + string.Join('\n', addresses.Where(text => text.Length > 0).Distinct()).ToLowerInvariant() + '\n';
    }

    private static string InBrackets(string from) =>
        from.LastIndexOf('<') is var start and >= 0 && from.IndexOf('>', start) is var end and >= 0 ? from[(start + 1)..end] : "";

    private SqliteCommand Filtered(string sql, QuarantineFilter filter)
    {
        SqliteCommand command = Command(sql);
        string? address = filter.Address?.ToLowerInvariant();
        Add("$id", filter.Id);
        Add("$since", filter.Since?.ToUnixTimeMilliseconds());
        Add("$before", filter.Before?.ToUnixTimeMilliseconds());
        Add("$address", address?.IndexOf('@') switch { null or -1 => address, 0 => address + '\n', _ => '\n' + address + '\n' });
        Add("$rule", filter.Rule is { } rule ? ' ' + rule + ' ' : null);
        Add("$released", filter.IsReleased);
        return command;

        void Add(string name, object? value) => command.Parameters.AddWithValue(name, value ?? DBNull.Value);
    }

    private long Number(string sql)
    {
        using SqliteCommand command = Command(sql);
        return Convert.ToInt64(command.ExecuteScalar(), CultureInfo.InvariantCulture);
    }

    private void Run(string sql)
    {
        using SqliteCommand command = Command(sql);
        command.ExecuteNonQuery();
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
