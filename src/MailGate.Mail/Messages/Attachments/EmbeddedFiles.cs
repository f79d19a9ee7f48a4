using System.Buffers;
using MailGate.Mail.Messages.Decoding;
using MailGate.Mail.Messages.Mime;

namespace MailGate.Mail.Messages.Attachments;

/// <summary>Finds uuencoded and yEnc files in the text of a part, as mail from before MIME and news carry them.</summary>
internal static class EmbeddedFiles
{
    private const int Window = 32 * 1024;
    private const int LongestLine = 1000;
    private const int MaxFiles = 32;

    /// <summary>Where each begins, how it is encoded, and its name.</summary>
    public static List<(long Start, TransferEncoding Encoding, string Name)> Find(IMessageBytes text)
    {
        List<(long Start, TransferEncoding Encoding, string Name)> files = [];
        byte[] window = ArrayPool<byte>.Shared.Rent(Window);
        long position = 0;
        bool atLineStart = true;
        while (files.Count < MaxFiles)
        {
            int length = text.Read(position, window.AsSpan(0, Window));
            bool isLast = length < Window;
            Scan(window.AsSpan(0, length), position, atLineStart, isLast, files);
            if (isLast)
            {
                break;
            }

            int keep = Math.Min(LongestLine, length / 2);
            atLineStart = window[length - keep - 1] == (byte)'\n';
            position += length - keep;
        }

        ArrayPool<byte>.Shared.Return(window);
        return files;
    }

    private static void Scan(ReadOnlySpan<byte> window, long position, bool atLineStart, bool isLast, List<(long Start, TransferEncoding Encoding, string Name)> files)
    {
        Search("begin "u8, TransferEncoding.UuEncode, window, files);
        Search("=ybegin "u8, TransferEncoding.YEnc, window, files);
        Search("begin-base64 "u8, TransferEncoding.Base64, window, files);

        void Search(ReadOnlySpan<byte> mark, TransferEncoding encoding, ReadOnlySpan<byte> text, List<(long Start, TransferEncoding Encoding, string Name)> found)
        {
            int at = 0;
            while (found.Count < MaxFiles && text[at..].IndexOf(mark) is var next and >= 0)
            {
                int start = at + next;
                at = start + mark.Length;
                ReadOnlySpan<byte> line = text[start..];
                int end = line[..Math.Min(line.Length, LongestLine)].IndexOf((byte)'\n');
                if ((start == 0 ? !atLineStart : text[start - 1] != (byte)'\n') || (end < 0 && !isLast))
                {
                    continue;
                }

                line = (end < 0 ? line[..Math.Min(line.Length, LongestLine)] : line[..end]).TrimEnd("\r "u8);
                // "begin-base64 644 name" (POSIX uuencode -m): the rest of the line is as in the older form.
                ReadOnlySpan<byte> classic = encoding == TransferEncoding.Base64 ? [.. "begin "u8, .. line[mark.Length..]] : line;
                bool begins = encoding == TransferEncoding.YEnc ? YEncDecoder.IsBegin(line) : UuDecoder.IsBegin(classic);
                long data = position + start + (encoding == TransferEncoding.Base64 ? (end < 0 ? line.Length : end + 1) : 0);
                if (begins && !found.Exists(file => file.Start == data))
                {
                    found.Add((data, encoding, Name(classic, encoding)));
                }
            }
        }
    }

    private static string Name(ReadOnlySpan<byte> line, TransferEncoding encoding)
    {
        if (encoding == TransferEncoding.YEnc)
        {
            int at = line.IndexOf("name="u8);
            return at < 0 ? "" : Charsets.Decode(line[(at + 5)..], "", out _).Trim();
        }

        ReadOnlySpan<byte> rest = line[6..];
        int space = rest.IndexOf((byte)' ');
        return space < 0 ? "" : Charsets.Decode(rest[(space + 1)..], "", out _).Trim();
    }
}
