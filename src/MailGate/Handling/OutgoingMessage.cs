using System.Runtime.CompilerServices;
using MailGate.Smtp.Spool;

namespace MailGate.Handling;

/// <summary>
/// A message as it leaves: new fields on top, the edited header section, and the rest of the spool octet for octet. The body is never encoded again.
/// </summary>
internal sealed class OutgoingMessage : IMessageContent
{
    private readonly MessageSpool _spool;
    private readonly byte[] _head;
    private readonly long _spoolOffset;

    /// <param name="head">What replaces the first <paramref name="spoolOffset"/> octets of the spool.</param>
    /// <param name="spool">The message as received.</param>
    /// <param name="spoolOffset">Where the unchanged rest begins.</param>
    public OutgoingMessage(byte[] head, MessageSpool spool, long spoolOffset)
    {
        _head = head;
        _spool = spool;
        _spoolOffset = spoolOffset;
    }

    public long Length => _head.Length + _spool.Length - _spoolOffset;

    public async IAsyncEnumerable<ReadOnlyMemory<byte>> ReadBlocksAsync([EnumeratorCancellation] CancellationToken cancellationToken)
    {
        yield return _head;
        long skip = _spoolOffset;
        await foreach (ReadOnlyMemory<byte> block in _spool.ReadBlocksAsync(cancellationToken))
        {
            if (skip >= block.Length)
            {
                skip -= block.Length;
                continue;
            }

            yield return block[(int)skip..];
            skip = 0;
        }
    }
}
