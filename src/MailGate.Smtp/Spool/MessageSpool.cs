using System.Buffers;
using System.Runtime.CompilerServices;
using Microsoft.Win32.SafeHandles;

namespace MailGate.Smtp.Spool;

/// <summary>
/// One message while its transaction lasts: in memory up to a bound, beyond it in an unlinked file. It is written once and read as often as needed;
/// memory comes from a pool and goes back on <see cref="Dispose"/>.
/// </summary>
public sealed class MessageSpool(SpoolBudget budget) : IMessageContent, IDisposable
{
    private readonly List<byte[]> _blocks = new(1);
    private SafeFileHandle? _file;
    private long _fileOctets;
    private long _taken;
    private long _diskTaken;
    private int _lastUsed;
    private bool _disposed;

    /// <inheritdoc/>
    public long Length { get; private set; }

    /// <summary>The first octets, as many as lie together in memory; empty when they are in the file. Valid until the next change.</summary>
    public ReadOnlyMemory<byte> Start => _file is null && _blocks.Count > 0 ? _blocks[0].AsMemory(0, UsedOf(0)) : default;

    /// <summary>True when <see cref="FlushAsync"/> is due before more is appended.</summary>
    public bool NeedsFlush => _blocks.Count > 0 && (_file is not null ? _blocks.Count > 4 : Length > budget.MessageOctets || budget.IsExceeded);

    /// <summary>True when part of the message is in a file.</summary>
    public bool IsOnDisk => _file is not null;

    /// <summary>Appends octets in memory. The caller looks at <see cref="NeedsFlush"/> afterwards: that is what keeps memory bounded.</summary>
    public void Append(ReadOnlySpan<byte> octets)
    {
        ObjectDisposedException.ThrowIf(_disposed, this);
        Length += octets.Length;
        while (!octets.IsEmpty)
        {
            if (_blocks.Count == 0 || _lastUsed == _blocks[^1].Length)
            {
                AddBlock();
            }

            int part = Math.Min(octets.Length, _blocks[^1].Length - _lastUsed);
            octets[..part].CopyTo(_blocks[^1].AsSpan(_lastUsed));
            _lastUsed += part;
            octets = octets[part..];
        }
    }

    /// <summary>Moves what is in memory to the file.</summary>
    /// <exception cref="IOException">The disk is full or broken. The message is then lost and must be refused with a 4xx.</exception>
    public async ValueTask FlushAsync(CancellationToken cancellationToken)
    {
        _file ??= budget.OpenFile();
        for (int i = 0; i < _blocks.Count; i++)
        {
            ReadOnlyMemory<byte> used = _blocks[i].AsMemory(0, UsedOf(i));
            budget.TakeDisk(used.Length);
            _diskTaken += used.Length;
            await RandomAccess.WriteAsync(_file, used, _fileOctets, cancellationToken);
            _fileOctets += used.Length;
        }

        ReturnBlocks();
    }

    /// <summary>Reads octets at an offset; returns how many, fewer than asked for only at the end.</summary>
    /// <exception cref="IOException">The file cannot be read.</exception>
    public int Read(long offset, Span<byte> destination)
    {
        ObjectDisposedException.ThrowIf(_disposed, this);
        int read = 0;
        if (_file is not null && offset < _fileOctets)
        {
            while (read < destination.Length && offset + read < _fileOctets)
            {
                int n = RandomAccess.Read(_file, destination[read..(int)Math.Min(destination.Length, read + _fileOctets - offset - read)], offset + read);
                if (n == 0)
                {
                    throw new IOException("the spool file is shorter than what was written to it");
                }

                read += n;
            }
        }

        long start = _fileOctets;
        for (int i = 0; i < _blocks.Count && read < destination.Length; i++)
        {
            int used = UsedOf(i);
            long inBlock = offset + read - start;
            if (inBlock < used && inBlock >= 0)
            {
                int part = (int)Math.Min(used - inBlock, destination.Length - read);
                _blocks[i].AsSpan((int)inBlock, part).CopyTo(destination[read..]);
                read += part;
            }

            start += used;
        }

        return read;
    }

    /// <inheritdoc/>
    public async IAsyncEnumerable<ReadOnlyMemory<byte>> ReadBlocksAsync([EnumeratorCancellation] CancellationToken cancellationToken)
    {
        ObjectDisposedException.ThrowIf(_disposed, this);
        if (_file is not null)
        {
            byte[] buffer = ArrayPool<byte>.Shared.Rent(SpoolBudget.BlockOctets);
            try
            {
                for (long offset = 0; offset < _fileOctets;)
                {
                    int read = await RandomAccess.ReadAsync(_file, buffer, offset, cancellationToken);
                    if (read == 0)
                    {
                        throw new IOException("the spool file is shorter than what was written to it");
                    }

                    offset += read;
                    yield return buffer.AsMemory(0, read);
                }
            }
            finally
            {
                ArrayPool<byte>.Shared.Return(buffer);
            }
        }

        for (int i = 0; i < _blocks.Count; i++)
        {
            yield return _blocks[i].AsMemory(0, UsedOf(i));
        }
    }

    /// <summary>Gives the memory back and closes the file, which has no name and so is gone.</summary>
    public void Dispose()
    {
        if (_disposed)
        {
            return;
        }

        _disposed = true;
        ReturnBlocks();
        _file?.Dispose();
        budget.GiveBackDisk(_diskTaken);
    }

    private int UsedOf(int block) => block == _blocks.Count - 1 ? _lastUsed : _blocks[block].Length;

    private void AddBlock()
    {
        byte[] block = budget.RentBlock(isFirst: Length <= SpoolBudget.FirstBlockOctets);
        budget.Take(block.Length);
        _taken += block.Length;
        _blocks.Add(block);
        _lastUsed = 0;
    }

    private void ReturnBlocks()
    {
        foreach (byte[] block in _blocks)
        {
            budget.ReturnBlock(block);
        }

        budget.GiveBack(_taken);
        _taken = 0;
        _lastUsed = 0;
        _blocks.Clear();
    }
}
