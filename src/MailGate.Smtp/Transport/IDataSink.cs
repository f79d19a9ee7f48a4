namespace MailGate.Smtp.Transport;

/// <summary>Takes a message's octets as they arrive: CRLF line ends, dots unstuffed, in pieces of any size.</summary>
public interface IDataSink
{
    /// <summary>Takes the next octets; they are valid only during the call.</summary>
    void Append(ReadOnlySpan<byte> octets);
}
