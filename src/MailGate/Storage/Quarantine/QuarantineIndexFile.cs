using Microsoft.Data.Sqlite;

namespace MailGate.Storage.Quarantine;

/// <summary>
/// Keeps the index open, and opens it anew after a failure. One that is damaged is put out of the way and made again, as is one that is missing. For several
/// threads, one at a time.
/// </summary>
/// <param name="file">Where it is.</param>
/// <param name="mayMake">False: a missing one is an error.</param>
/// <param name="fill">Puts into a new one what it should hold.</param>
internal sealed class QuarantineIndexFile(string file, bool mayMake, Action<QuarantineIndex> fill) : IDisposable
{
    // SQLite's result codes of a file that is damaged or is none of its own.
    private const int Damaged = 11;
    private const int NoDatabase = 26;

    private readonly Lock _gate = new();
    private QuarantineIndex? _index;

    /// <summary>Uses it.</summary>
    /// <exception cref="IOException">It cannot be used.</exception>
    public T Use<T>(Func<QuarantineIndex, T> use)
    {
        lock (_gate)
        {
            if (TryUse(use, out T? result, out SqliteException? failure))
            {
                return result;
            }

            if (failure.SqliteErrorCode is not (Damaged or NoDatabase))
            {
                throw new IOException($"{file}: {failure.Message}", failure);
            }

            PutAside();
            return TryUse(use, out result, out failure) ? result : throw new IOException($"{file}: {failure.Message}", failure);
        }
    }

    public void Dispose()
    {
        lock (_gate)
        {
            Close();
        }
    }

    private bool TryUse<T>(
        Func<QuarantineIndex, T> use, [System.Diagnostics.CodeAnalysis.MaybeNullWhen(false)] out T result, [System.Diagnostics.CodeAnalysis.NotNullWhen(false)] out SqliteException? failure)
    {
        try
        {
            result = use(_index ??= Open());
            failure = null;
            return true;
        }
        catch (SqliteException problem)
        {
            Close();
            (result, failure) = (default, problem);
            return false;
        }
    }

    private void Close()
    {
        _index?.Dispose();
        _index = null;
    }

    private void PutAside()
    {
        // Its log and what processes share of it belong to it.
        foreach (string part in new[] { file, file + "-wal", file + "-shm" }.Where(File.Exists))
        {
            File.Move(part, part + ".damaged", overwrite: true);
        }
    }

    private QuarantineIndex Open()
    {
        bool isNew = !File.Exists(file);
        if (isNew && !mayMake)
        {
            throw new IOException($"{file}: there is no index; the gateway makes it anew when it starts, or run this as the gateway's user");
        }

        QuarantineIndex index = QuarantineIndex.Open(file);
        try
        {
            if (isNew)
            {
                fill(index);
            }

            return index;
        }
        catch
        {
            index.Dispose();
            throw;
        }
    }
}
