namespace MailGate.Mail.Messages.Mime;

/// <summary>A stretch of other octets, read as if it were all there is.</summary>
internal sealed class MessageRange(IMessageBytes source, long start, long length) : IMessageBytes
{
    public long Length { get; } = Math.Clamp(source.Length - start, 0, length);

    public int Read(long offset, Span<byte> destination)
    {
        if (offset < 0 || offset >= Length)
        {
            return 0;
        }

        int count = (int)Math.Min(destination.Length, Length - offset);
        return source.Read(start + offset, destination[..count]);
    }
}
