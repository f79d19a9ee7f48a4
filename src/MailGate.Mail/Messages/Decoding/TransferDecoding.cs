using System.Buffers;
using MailGate.Mail.Messages.Mime;

namespace MailGate.Mail.Messages.Decoding;

/// <summary>Decodes the beginning of a part in one go.</summary>
internal static class TransferDecoding
{
    /// <summary>
    /// Up to <paramref name="limit"/> decoded octets, in a buffer that goes back to <see cref="ArrayPool{T}.Shared"/>; the count of them is returned.
    /// </summary>
    public static int DecodeHead(IMessageBytes source, long start, long end, TransferEncoding encoding, int limit, out byte[] buffer, out MimeFlags problems, out bool truncated)
    {
        // Base64 takes 4 octets for 3 and a line break; quoted-printable up to 3 for 1.
        long most = encoding switch { TransferEncoding.Identity => limit, TransferEncoding.Base64 => (limit * 7L / 5) + 4, _ => limit * 3L };
        int wanted = (int)Math.Min(end - start, most);
        byte[] encoded = ArrayPool<byte>.Shared.Rent(Math.Max(wanted, 1));
        int available = source.Read(start, encoded.AsSpan(0, wanted));
        problems = MimeFlags.None;
        truncated = end - start > wanted;
        if (encoding == TransferEncoding.Identity)
        {
            buffer = encoded;
            return available;
        }

        buffer = ArrayPool<byte>.Shared.Rent(Math.Min(wanted, limit) + 64);
        TransferDecoder decoder = new(encoding);
        int written = 0, read = 0;
        while (read < available && written < limit)
        {
            int decoded = decoder.Decode(encoded.AsSpan(read, available - read), buffer.AsSpan(written), isLast: !truncated, out int consumed);
            written += decoded;
            read += consumed;
            if (consumed == 0 && decoded == 0)
            {
                break;
            }
        }

        ArrayPool<byte>.Shared.Return(encoded);
        problems = decoder.Problems;
        truncated |= written > limit || read < available;
        return Math.Min(written, limit);
    }
}
