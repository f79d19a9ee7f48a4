using MailGate.Smtp.Spool;
using MailGate.Smtp.Transport;

namespace MailGate.Smtp.Session;

/// <summary>Puts a message's octets where they belong: into the spool and before the observer's eyes.</summary>
internal sealed class MessageSink(MessageSpool spool, IDataSink? observer) : IDataSink
{
    public void Append(ReadOnlySpan<byte> octets)
    {
        spool.Append(octets);
        observer?.Append(octets);
    }
}
