namespace MailGate.Mail.Messages.Mime;

/// <summary>The octets of a message or of a decoded part, read where needed: a spool in memory, a temporary file, or a decoder over either.</summary>
public interface IMessageBytes
{
    /// <summary>Octets in all.</summary>
    long Length { get; }

    /// <summary>
    /// Copies octets from <paramref name="offset"/> on and returns how many: as many as fit and exist, 0 at or after the end.
    /// Fewer than asked for is allowed only at the end.
    /// </summary>
    int Read(long offset, Span<byte> destination);
}
