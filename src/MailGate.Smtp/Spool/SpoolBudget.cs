namespace MailGate.Smtp.Spool;

/// <summary>How much memory all spooled messages together may hold, and where the rest of a message goes.</summary>
/// <param name="totalOctets">Memory for all messages at once.</param>
/// <param name="messageOctets">Memory for one message; what is longer goes to a file.</param>
/// <param name="diskOctets">Disk for all messages at once.</param>
/// <param name="directory">Folder of the files. They have no name as soon as they are open, so that a crash leaves nothing behind.</param>
public sealed class SpoolBudget(long totalOctets, long messageOctets, long diskOctets, string directory)
{
    /// <summary>Octets of a block; below the large-object heap.</summary>
    internal const int BlockOctets = 64 * 1024;

    /// <summary>Octets of the first block of a message, which holds a usual one.</summary>
    internal const int FirstBlockOctets = 16 * 1024;

    private readonly BlockPool _firstBlocks = new(FirstBlockOctets, maxKept: 512);
    private readonly BlockPool _blocks = new(BlockOctets, maxKept: 320);
    private long _used;
    private long _diskUsed;

    /// <summary>Memory for one message.</summary>
    public long MessageOctets => messageOctets;

    /// <summary>Octets of memory in use, for a gauge.</summary>
    public long UsedOctets => Interlocked.Read(ref _used);

    /// <summary>Octets of disk in use, for a gauge.</summary>
    public long UsedDiskOctets => Interlocked.Read(ref _diskUsed);

    /// <summary>A block, with whatever stood in it.</summary>
    internal byte[] RentBlock(bool isFirst) => (isFirst ? _firstBlocks : _blocks).Rent();

    /// <summary>Takes a block back.</summary>
    internal void ReturnBlock(byte[] block) => (block.Length == FirstBlockOctets ? _firstBlocks : _blocks).Return(block);

    /// <summary>Takes disk.</summary>
    /// <exception cref="IOException">There is none left within the bound.</exception>
    internal void TakeDisk(long octets)
    {
        if (Interlocked.Add(ref _diskUsed, octets) > diskOctets)
        {
            Interlocked.Add(ref _diskUsed, -octets);
            throw new IOException("the disk that is configured for spooled messages is used up");
        }
    }

    internal void GiveBackDisk(long octets) => Interlocked.Add(ref _diskUsed, -octets);

    /// <summary>Takes memory, beyond the bound if it must be: the spool that asked is told by <see cref="IsExceeded"/> to write to its file.</summary>
    internal void Take(long octets) => Interlocked.Add(ref _used, octets);

    internal void GiveBack(long octets) => Interlocked.Add(ref _used, -octets);

    internal bool IsExceeded => Interlocked.Read(ref _used) > totalOctets;

    /// <summary>Opens a file that has no name.</summary>
    /// <exception cref="IOException">The folder is missing, full or not ours to write to.</exception>
    internal Microsoft.Win32.SafeHandles.SafeFileHandle OpenFile()
    {
        string path = Path.Combine(directory, $"mailgate-spool-{Guid.NewGuid():N}");
        Microsoft.Win32.SafeHandles.SafeFileHandle handle =
            File.OpenHandle(path, FileMode.CreateNew, FileAccess.ReadWrite, FileShare.Delete, FileOptions.Asynchronous);
        File.Delete(path);
        return handle;
    }
}
