using MailGate.Mail.Messages.Mime;
using MailGate.Smtp.Spool;

namespace MailGate.Handling.Policy;

/// <summary>Lets content checks read the spool.</summary>
internal sealed class SpoolBytes(MessageSpool spool) : IMessageBytes
{
    public long Length => spool.Length;

    public int Read(long offset, Span<byte> destination) => spool.Read(offset, destination);
}
