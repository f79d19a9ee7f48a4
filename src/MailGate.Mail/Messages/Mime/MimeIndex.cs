namespace MailGate.Mail.Messages.Mime;

/// <summary>Where everything is in a message: made by <see cref="MimeIndexer"/> in one pass, a few hundred octets for each part.</summary>
public sealed class MimeIndex
{
    internal MimeIndex(HeaderSection headers, IReadOnlyList<MimePart> parts, MimeFlags flags, long length)
    {
        Headers = headers;
        Parts = parts;
        Flags = flags;
        Length = length;
    }

    /// <summary>The message's own header section, as far as <see cref="MimeLimits"/> lets it be kept.</summary>
    public HeaderSection Headers { get; }

    /// <summary>The parts in the order in which they stand; the first is the message itself.</summary>
    public IReadOnlyList<MimePart> Parts { get; }

    /// <summary>What is odd or notable anywhere in the message.</summary>
    public MimeFlags Flags { get; }

    /// <summary>Octets of the message.</summary>
    public long Length { get; }

    /// <summary>Reads a message that lies in memory.</summary>
    public static MimeIndex Read(ReadOnlySpan<byte> message, MimeLimits? limits = null)
    {
        MimeIndexer indexer = new(limits);
        indexer.Append(message);
        return indexer.Complete();
    }
}
