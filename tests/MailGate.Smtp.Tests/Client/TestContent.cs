using MailGate.Smtp.Spool;

namespace MailGate.Smtp.Tests.Client;

/// <summary>A message in blocks of a given size.</summary>
internal sealed class TestContent(byte[] octets, int blockOctets = int.MaxValue) : IMessageContent
{
    /// <summary>Fails so many octets into the message, when set.</summary>
    public int FailsAt { get; init; } = int.MaxValue;

    public long Length { get; init; } = octets.Length;

    public async IAsyncEnumerable<ReadOnlyMemory<byte>> ReadBlocksAsync([System.Runtime.CompilerServices.EnumeratorCancellation] CancellationToken cancellationToken)
    {
        await Task.CompletedTask;
        for (int start = 0; start < octets.Length; start += Math.Min(blockOctets, octets.Length - start))
        {
            if (start >= FailsAt)
            {
                throw new IOException("the spool is broken");
            }

            yield return octets.AsMemory(start, Math.Min(blockOctets, octets.Length - start));
        }
    }
}
