using System.Globalization;
using Microsoft.Win32.SafeHandles;

namespace MailGate.Storage;

/// <summary>
/// A Maildir that is only written to: each message is written to <c>tmp/</c>, made durable, and moved to <c>new/</c>, so that a reader
/// never sees half of one, and what was said to be stored is there after a power cut.
/// </summary>
internal sealed class Maildir
{
    private readonly string _root;
    private readonly TimeProvider _time;
    private long _sequence;

    /// <param name="root">Made with its three folders when it is not there.</param>
    /// <exception cref="IOException">The folders cannot be made.</exception>
    public Maildir(string root, TimeProvider time)
    {
        _root = root;
        _time = time;
        foreach (string folder in (string[])["tmp", "new", "cur"])
        {
            CreateFolder(Path.Combine(root, folder));
        }
    }

    /// <summary>Stores one message, durably.</summary>
    /// <param name="id">Letters and digits that no other message has: the transaction's.</param>
    /// <param name="blocks">The message as it shall be in the file.</param>
    /// <returns>The path of the file.</returns>
    /// <exception cref="IOException">It could not be stored; nothing is left behind.</exception>
    public async Task<string> StoreAsync(string id, IAsyncEnumerable<ReadOnlyMemory<byte>> blocks, CancellationToken cancellationToken)
    {
        string name = UniqueName(id);
        string temporary = Path.Combine(_root, "tmp", name);
        string final = Path.Combine(_root, "new", name);
        try
        {
            using (SafeFileHandle file = File.OpenHandle(temporary, FileMode.CreateNew, FileAccess.Write, FileShare.None, FileOptions.Asynchronous))
            {
                long offset = 0;
                await foreach (ReadOnlyMemory<byte> block in blocks.WithCancellation(cancellationToken))
                {
                    await RandomAccess.WriteAsync(file, block, offset, cancellationToken);
                    offset += block.Length;
                }

                RandomAccess.FlushToDisk(file);
            }

            File.Move(temporary, final);
            // The name must be durable too, or the file is there and nobody finds it.
            FolderSync.Flush(Path.Combine(_root, "new"));
            return final;
        }
        catch
        {
            File.Delete(temporary);
            throw;
        }
    }

    // Mail is for nobody else on this machine.
    private static void CreateFolder(string path)
    {
        if (OperatingSystem.IsWindows())
        {
            Directory.CreateDirectory(path);
        }
        else
        {
            Directory.CreateDirectory(path, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        }
    }

    // Seconds, something unique, host: what every Maildir reader expects. '/' and ':' have a meaning in these names.
    private string UniqueName(string id) => string.Create(
        CultureInfo.InvariantCulture,
        $"{_time.GetUtcNow().ToUnixTimeSeconds()}.P{Environment.ProcessId}Q{Interlocked.Increment(ref _sequence)}_{string.Concat(id.Where(char.IsAsciiLetterOrDigit))}.{Environment.MachineName.Replace('/', '_').Replace(':', '_')}");
}
