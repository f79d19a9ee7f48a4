using System.Text;
using MailGate.Mail.Messages.Mime;

namespace MailGate.Mail.Messages.Attachments;

/// <summary>
/// Facts about PDF documents (ISO 32000-1) by the names in them, also written with hexadecimal escapes, also in object streams. The structure is not
/// followed: readers mend broken ones in ways of their own, and a name that stands anywhere can be reached.
/// </summary>
internal sealed class PdfInspector(Inspection inspection)
{
    private const int Window = 64 * 1024;
    private const int Overlap = 512;
    private const int LongestName = 40;
    private const int MaxObjectStreams = 32;
    private const int MaxAddresses = 1000;
    private const int LongestAddress = 4096;
    private const int MaxObjectStream = 1024 * 1024;

    private int _objectStreams;
    private int _addresses;

    public void Inspect(IMessageBytes content)
    {
        byte[] window = new byte[Window];
        long position = 0;
        long end = Math.Min(content.Length, inspection.Limits.DocumentBytes);
        while (position < end)
        {
            int length = content.Read(position, window);
            if (length == 0)
            {
                break;
            }

            bool isLast = position + length >= end || length < Window;
            ReadOnlySpan<byte> text = window.AsSpan(0, length);
            Scan(text, isLast ? length : length - Overlap, content, position);
            position += isLast ? length : length - Overlap;
        }

        if (content.Length > end)
        {
            inspection.Add(AttachmentFlags.Truncated);
        }
    }

    // Names that begin before the limit; what lies behind it belongs to the next window.
    private void Scan(ReadOnlySpan<byte> text, int limit, IMessageBytes? content, long offset)
    {
        int at = 0;
        Span<byte> name = stackalloc byte[LongestName];
        while (at < limit)
        {
            int slash = text[at..limit].IndexOf((byte)'/');
            if (slash < 0)
            {
                return;
            }

            at += slash + 1;
            int length = ReadName(text[at..], name, out int used);
            Judge(name[..length], text[(at + used)..], content, offset + at + used);
        }
    }

    // ISO 32000-1 §7.3.5: # and two hexadecimal digits stand for one octet.
    private static int ReadName(ReadOnlySpan<byte> text, Span<byte> name, out int used)
    {
        int length = 0, i = 0;
        for (; i < text.Length && length < name.Length; i++)
        {
            byte octet = text[i];
            if (octet <= 32 || octet is (byte)'/' or (byte)'(' or (byte)')' or (byte)'<' or (byte)'>' or (byte)'[' or (byte)']' or (byte)'{' or (byte)'}' or (byte)'%')
            {
                break;
            }

            if (octet == (byte)'#' && i + 2 < text.Length && char.IsAsciiHexDigit((char)text[i + 1]) && char.IsAsciiHexDigit((char)text[i + 2]))
            {
                octet = Convert.FromHexString(Encoding.ASCII.GetString(text.Slice(i + 1, 2)))[0];
                i += 2;
            }

            name[length++] = octet;
        }

        used = i;
        return length;
    }

    private void Judge(ReadOnlySpan<byte> name, ReadOnlySpan<byte> rest, IMessageBytes? content, long offset)
    {
        switch (name.Length)
        {
            case 2 when name.SequenceEqual("JS"u8):
            case 10 when name.SequenceEqual("JavaScript"u8):
                inspection.Add(AttachmentFlags.PdfScript);
                break;
            case 6 when name.SequenceEqual("Launch"u8):
                inspection.Add(AttachmentFlags.PdfLaunch);
                break;
            case 2 when name.SequenceEqual("AA"u8):
            case 10 when name.SequenceEqual("OpenAction"u8):
                inspection.Add(AttachmentFlags.PdfOpenAction);
                break;
            case 12 when name.SequenceEqual("EmbeddedFile"u8):
            case 13 when name.SequenceEqual("EmbeddedFiles"u8):
            case 9 when name.SequenceEqual("RichMedia"u8):
                inspection.Add(AttachmentFlags.PdfEmbeddedFile);
                break;
            case 10 when name.SequenceEqual("SubmitForm"u8):
                inspection.Add(AttachmentFlags.PdfForm);
                break;
            case 7 when name.SequenceEqual("Encrypt"u8):
                inspection.Add(AttachmentFlags.Encrypted);
                break;
            case 3 when name.SequenceEqual("URI"u8) && _addresses++ < MaxAddresses:
                ReadAddress(rest);
                break;
            case 6 when name.SequenceEqual("ObjStm"u8) && content is not null && _objectStreams++ < MaxObjectStreams:
                ReadObjectStream(rest, content, offset);
                break;
            default:
                break;
        }
    }

    // "/URI (http://...)"; a string ends at the parenthesis that is not escaped. Or "/URI <6874...>" (ISO 32000-1 §7.3.4.3).
    private void ReadAddress(ReadOnlySpan<byte> rest)
    {
        rest = rest.TrimStart(" \r\n\t"u8);
        if (rest is [(byte)'<', ..] and not [_, (byte)'<', ..])
        {
            ReadHexadecimal(rest[1..Math.Min(rest.Length, LongestAddress)]);
            return;
        }

        if (rest is not [(byte)'(', ..])
        {
            return;
        }

        StringBuilder address = new();
        for (int i = 1; i < rest.Length && rest[i] != (byte)')' && address.Length < 2048; i++)
        {
            i += rest[i] == (byte)'\\' && i + 1 < rest.Length ? 1 : 0;
            address.Append((char)rest[i]);
        }

        inspection.AddUrl(address.ToString());
    }

    private void ReadHexadecimal(ReadOnlySpan<byte> digits)
    {
        StringBuilder address = new();
        int held = -1;
        foreach (byte digit in digits)
        {
            if (digit == (byte)'>')
            {
                break;
            }

            if (!char.IsAsciiHexDigit((char)digit))
            {
                continue;
            }

            int value = char.IsAsciiDigit((char)digit) ? digit - '0' : (digit | 0x20) - 'a' + 10;
            if (held >= 0)
            {
                address.Append((char)((held << 4) | value));
            }

            held = held >= 0 ? -1 : value;
        }

        inspection.AddUrl(address.ToString());
    }

    // ISO 32000-1 §7.5.7: objects packed together, nearly always with Flate.
    private void ReadObjectStream(ReadOnlySpan<byte> rest, IMessageBytes content, long offset)
    {
        int at = rest[..Math.Min(rest.Length, Overlap)].IndexOf("stream"u8);
        if (at < 0)
        {
            return;
        }

        int skip = at + 6;
        skip += skip < rest.Length && rest[skip] == (byte)'\r' ? 1 : 0;
        skip += skip < rest.Length && rest[skip] == (byte)'\n' ? 1 : 0;
        byte[] objects = Inflating.ZLib(inspection, content, offset + skip, content.Length - offset - skip, MaxObjectStream);
        Scan(objects, objects.Length, content: null, 0);
    }
}
