using System.IO.Compression;
using MailGate.Mail.Messages.Mime;

namespace MailGate.Mail.Messages.Attachments;

/// <summary>Inflates files within archives into memory, within what may be spent.</summary>
internal static class Inflating
{
    /// <summary>
    /// Reads up to <paramref name="limit"/> octets out of a packed stretch; what cannot be unpacked ends it and is noted as malformed.
    /// </summary>
    public static byte[] Deflate(Inspection inspection, IMessageBytes source, long start, long length, int limit) =>
        Read(inspection, new DeflateStream(new MessageBytesStream(source, start, length), CompressionMode.Decompress), limit);

    public static byte[] ZLib(Inspection inspection, IMessageBytes source, long start, long length, int limit) =>
        Read(inspection, new ZLibStream(new MessageBytesStream(source, start, length), CompressionMode.Decompress), limit);

    public static byte[] Gzip(Inspection inspection, IMessageBytes source, int limit) =>
        Read(inspection, new GZipStream(new MessageBytesStream(source, 0, source.Length), CompressionMode.Decompress), limit);

    private static byte[] Read(Inspection inspection, Stream stream, int limit)
    {
        limit = (int)Math.Min(limit, inspection.InflateLeft);
        byte[] octets = new byte[Math.Min(limit, 16 * 1024)];
        int length = 0;
        using (stream)
        {
            try
            {
                while (length < limit)
                {
                    if (length == octets.Length)
                    {
                        Array.Resize(ref octets, Math.Min(limit, octets.Length * 4));
                    }

                    int count = stream.Read(octets, length, octets.Length - length);
                    if (count == 0)
                    {
                        break;
                    }

                    length += count;
                }
            }
            catch (InvalidDataException)
            {
                inspection.Add(AttachmentFlags.Malformed);
            }
        }

        inspection.Spend(length);
        if (inspection.InflateLeft == 0)
        {
            inspection.Add(AttachmentFlags.Bomb);
        }

        return length == octets.Length ? octets : octets[..length];
    }
}
