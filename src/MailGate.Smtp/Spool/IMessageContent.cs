namespace MailGate.Smtp.Spool;

/// <summary>
/// A message as it will go to the downstream: CRLF line ends, no dot-stuffing, no final dot. It can be read more than once, from the start each time.
/// </summary>
public interface IMessageContent
{
    /// <summary>Octets in all, as counted by SIZE (RFC 1870 §3).</summary>
    long Length { get; }

    /// <summary>
    /// The octets in blocks, in order. A block is valid until the next one is asked for. Fails with <see cref="IOException"/> when stored octets
    /// cannot be read back.
    /// </summary>
    IAsyncEnumerable<ReadOnlyMemory<byte>> ReadBlocksAsync(CancellationToken cancellationToken);
}
