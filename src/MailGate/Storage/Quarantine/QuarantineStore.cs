using MailGate.Smtp.Spool;
using Microsoft.Win32.SafeHandles;

namespace MailGate.Storage.Quarantine;

/// <summary>
/// Messages that rules set aside: each a file with its record beside it, and an index over them. The files are what counts; the index is made again of them
/// where it is missing or behind. For several threads, and for several processes at once: the gateway, the command line, the pages.
/// </summary>
internal sealed class QuarantineStore : IDisposable
{
    private const int ExpireAtOnce = 200;
    private static readonly TimeSpan LeftoverAge = TimeSpan.FromHours(1);

    private readonly QuarantineFolder _folder;
    private readonly QuarantineIndexFile _index;
    private readonly TimeProvider _time;
    private readonly bool _makesIndex;

    /// <param name="dataDirectory">The gateway's data directory; the quarantine is a folder in it.</param>
    /// <param name="time">The time.</param>
    /// <param name="makesIndex">True where a missing index may be made. Not for root beside a gateway that runs as somebody else, who could then not use it.</param>
    public QuarantineStore(string dataDirectory, TimeProvider time, bool makesIndex = true)
    {
        _time = time;
        _makesIndex = makesIndex;
        _folder = new QuarantineFolder(PathIn(dataDirectory));
        _index = new QuarantineIndexFile(Path.Combine(_folder.Path, "index.db"), makesIndex, Reconcile);
    }

    /// <summary>Called for each message that leaves, with the reason; for logs.</summary>
    public Action<QuarantinedMessage, RemovalReason>? Removed { get; init; }

    /// <summary>Where the quarantine of a data directory is.</summary>
    public static string PathIn(string dataDirectory) => Path.Combine(dataDirectory, "quarantine");

    /// <summary>Where its messages are, as files.</summary>
    public string MessagePath(string id) => _folder.MessagePath(id);

    /// <summary>Keeps a message: when this returns, file, folder and index survive a crash of the machine. When it fails, nothing is left.</summary>
    /// <returns>The message with its size.</returns>
    /// <exception cref="IOException">It could not be stored: the disk is full, say.</exception>
    /// <exception cref="UnauthorizedAccessException">The folder is not ours to write in.</exception>
    public async Task<QuarantinedMessage> AddAsync(QuarantinedMessage message, IMessageContent content, CancellationToken cancellationToken)
    {
        // Flushing takes the time that it takes, and callers sit on threads that others wait for.
        await Task.CompletedTask.ConfigureAwait(ConfigureAwaitOptions.ForceYielding);
        _folder.Create();
        QuarantinedMessage stored = await _folder.WriteAsync(message, content, cancellationToken);
        try
        {
            WithIndex(index => index.Put(stored));
            return stored;
        }
        catch
        {
            // The client is told to come again: what is here would be there twice.
            _folder.Remove(stored.Id);
            throw;
        }
    }

    /// <summary>Messages by a filter, the newest first.</summary>
    /// <exception cref="IOException">The index cannot be read.</exception>
    public IReadOnlyList<QuarantinedMessage> List(QuarantineFilter filter) => Exists ? WithIndex(index => index.List(filter)) : [];

    /// <summary>How many messages there are by a filter, and their size together.</summary>
    /// <exception cref="IOException">The index cannot be read.</exception>
    public QuarantineTotals Totals(QuarantineFilter filter) => Exists ? WithIndex(index => index.Totals(filter)) : default;

    /// <summary>What was released and removed so far, by all processes: <c>released</c>, <c>refused</c>, <c>unsure</c>, <c>age</c>, <c>size</c>, <c>deleted</c>, <c>missing</c>.</summary>
    /// <exception cref="IOException">The index cannot be read.</exception>
    public IReadOnlyDictionary<string, long> Counters() => Exists ? WithIndex(index => index.Counters()) : new Dictionary<string, long>();

    /// <summary>The message of this id; null when there is none.</summary>
    /// <exception cref="IOException">The index cannot be read.</exception>
    public QuarantinedMessage? Find(string id) => List(new QuarantineFilter { Id = id, Limit = 1 }).FirstOrDefault();

    /// <summary>The message's octets; null when it is gone.</summary>
    /// <exception cref="IOException">They cannot be read.</exception>
    public Stream? Open(string id)
    {
        try
        {
            return QuarantineFolder.IsId(id) ? File.OpenRead(_folder.MessagePath(id)) : null;
        }
        catch (Exception failure) when (failure is FileNotFoundException or DirectoryNotFoundException)
        {
            return null;
        }
    }

    /// <summary>The message for this caller alone; null when it is gone.</summary>
    /// <exception cref="IOException">Somebody else works with it now.</exception>
    public QuarantineHold? Hold(string id)
    {
        SafeFileHandle? record = _folder.TryLock(id);
        if (record is null)
        {
            return null;
        }

        // It may have been deleted while this waited for it.
        if (_folder.Has(id) && QuarantineFolder.ReadRecord(record) is { } message)
        {
            return new QuarantineHold(message, record);
        }

        record.Dispose();
        return null;
    }

    /// <summary>Writes an attempt to release into the record.</summary>
    /// <exception cref="IOException">It could not be written.</exception>
    public void Note(QuarantineHold hold, QuarantineRelease release)
    {
        hold.Append(release);
        WithIndex(index =>
        {
            index.Put(hold.Message);
            index.Count(release.Outcome.ToString().ToLowerInvariant());
        });
    }

    /// <summary>Deletes a message; false when it is gone already.</summary>
    /// <exception cref="IOException">Somebody else works with it now.</exception>
    public bool Delete(string id) => Remove(id, RemovalReason.Deleted);

    /// <summary>
    /// Removes what is older than <paramref name="keep"/>, and then the oldest until the rest is no larger than <paramref name="maxOctets"/>. A message that
    /// is being released stays.
    /// </summary>
    /// <returns>How many were removed.</returns>
    /// <exception cref="IOException">The index cannot be used.</exception>
    public int Expire(TimeSpan keep, long maxOctets)
    {
        if (!Exists)
        {
            return 0;
        }

        DateTimeOffset oldest = _time.GetUtcNow() - keep;
        int removed = 0;
        while (true)
        {
            long excess = Totals(new QuarantineFilter()).Octets - maxOctets;
            int before = removed;
            foreach ((string id, DateTimeOffset stored, long octets) in WithIndex(index => index.Oldest(ExpireAtOnce)))
            {
                bool isOld = stored < oldest;
                if (!isOld && excess <= 0)
                {
                    return removed;
                }

                if (TryRemove(id, isOld ? RemovalReason.Age : RemovalReason.Size))
                {
                    removed++;
                    excess -= octets;
                }
            }

            if (removed == before)
            {
                return removed;
            }
        }
    }

    /// <summary>Makes the index agree with the files: after a crash, after somebody removed files, after the index was lost.</summary>
    /// <exception cref="IOException">The index cannot be used.</exception>
    public void Reconcile()
    {
        if (!Exists)
        {
            return;
        }

        WithIndex(Reconcile);
        _folder.RemoveLeftovers(_time.GetUtcNow() - LeftoverAge);
    }

    public void Dispose() => _index.Dispose();

    private bool Exists => Directory.Exists(_folder.Path);

    private void Reconcile(QuarantineIndex index)
    {
        IReadOnlySet<string> indexed = index.Ids();
        foreach (string id in _folder.Ids().Where(id => !indexed.Contains(id)))
        {
            if ((_folder.ReadRecord(id) ?? (_makesIndex ? _folder.RestoreRecord(id) : null)) is { } message)
            {
                index.PutIf(message, () => _folder.Has(id));
            }
        }

        foreach (string id in indexed.Where(id => !_folder.Has(id)))
        {
            QuarantinedMessage? lost = index.List(new QuarantineFilter { Id = id }).FirstOrDefault();
            if (lost is not null && index.Remove(id))
            {
                index.Count(nameof(RemovalReason.Missing).ToLowerInvariant());
                Removed?.Invoke(lost, RemovalReason.Missing);
            }
        }
    }

    private bool TryRemove(string id, RemovalReason reason)
    {
        try
        {
            return Remove(id, reason);
        }
        catch (IOException)
        {
            return false;
        }
    }

    private bool Remove(string id, RemovalReason reason)
    {
        using QuarantineHold? hold = Hold(id);
        if (hold is null)
        {
            // A row without its message, if there is one.
            if (QuarantineFolder.IsId(id) && Exists && !_folder.Has(id))
            {
                WithIndex(index => index.Remove(id));
            }

            return false;
        }

        _folder.Remove(id);
        WithIndex(index =>
        {
            index.Remove(id);
            index.Count(reason.ToString().ToLowerInvariant());
        });
        Removed?.Invoke(hold.Message, reason);
        return true;
    }

    private void WithIndex(Action<QuarantineIndex> use) => WithIndex(index =>
    {
        use(index);
        return true;
    });

    private T WithIndex<T>(Func<QuarantineIndex, T> use) => _index.Use(use);
}
