namespace MailGate.Mail.Messages.Mime;

/// <summary>A message that lies in memory as one block.</summary>
public sealed class MemoryMessageBytes(ReadOnlyMemory<byte> octets) : IMessageBytes
{
    public long Length => octets.Length;

    public int Read(long offset, Span<byte> destination)
    {
        if (offset < 0 || offset >= octets.Length)
        {
            return 0;
        }

        ReadOnlySpan<byte> rest = octets.Span[(int)offset..];
        int count = Math.Min(rest.Length, destination.Length);
        rest[..count].CopyTo(destination);
        return count;
    }
}
