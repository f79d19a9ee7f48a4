namespace MailGate.Smtp.Spool;

/// <summary>
/// Blocks of one size. The shared array pool keeps a few dozen arrays of a size and drops the rest; with more messages than that under way each of them would
/// be allocated anew, in memory that no cache holds.
/// </summary>
/// <param name="octets">Of a block.</param>
/// <param name="maxKept">More than these are left to the collector.</param>
internal sealed class BlockPool(int octets, int maxKept)
{
    private readonly Stack<byte[]> _blocks = new();
    private readonly Lock _lock = new();

    /// <summary>A block, with whatever stood in it.</summary>
    public byte[] Rent()
    {
        lock (_lock)
        {
            if (_blocks.TryPop(out byte[]? block))
            {
                return block;
            }
        }

        return GC.AllocateUninitializedArray<byte>(octets);
    }

    /// <summary>Takes a block back.</summary>
    public void Return(byte[] block)
    {
        lock (_lock)
        {
            if (_blocks.Count < maxKept)
            {
                _blocks.Push(block);
            }
        }
    }
}
