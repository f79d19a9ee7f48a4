using System.Buffers;
using System.Buffers.Text;

namespace MailGate.Smtp.Grammar;

/// <summary>Puts replies on the wire (RFC 5321 §4.2.1, RFC 2034 §4). The one place where a reply becomes bytes, so the one where it is made safe.</summary>
public static class ReplyWriter
{
    /// <summary>Most octets of a reply line, CRLF included (RFC 5321 §4.5.3.1.5).</summary>
    public const int MaxLineOctets = 512;

    /// <summary>
    /// Writes a reply. Each line repeats the codes. A negative reply ends in <paramref name="id"/>, so that whoever reads a bounce can name the
    /// transaction. Control characters and what is not ASCII become question marks; lines over the limit are cut, the id never is.
    /// </summary>
    public static void Write(IBufferWriter<byte> output, Reply reply, string? id)
    {
        ArgumentNullException.ThrowIfNull(output);
        ArgumentNullException.ThrowIfNull(reply);
        ReadOnlySpan<char> rest = reply.Text;
        bool withId = id is not null && reply.Class >= 4;
        while (true)
        {
            int end = rest.IndexOf('\n');
            ReadOnlySpan<char> line = end < 0 ? rest : rest[..end];
            WriteLine(output, reply, line, isLast: end < 0, withId && end < 0 ? id : null);
            if (end < 0)
            {
                return;
            }

            rest = rest[(end + 1)..];
        }
    }

    private static void WriteLine(IBufferWriter<byte> output, Reply reply, ReadOnlySpan<char> text, bool isLast, string? id)
    {
        Span<byte> line = output.GetSpan(MaxLineOctets);
        Utf8Formatter.TryFormat((int)reply.Code, line, out int length);
        line[length++] = isLast ? (byte)' ' : (byte)'-';
        if (!reply.Status.IsNone)
        {
            length += Format(reply.Status, line[length..]);
            line[length++] = (byte)' ';
        }

        // Room for " [id]" and CRLF.
        int idOctets = id is null ? 0 : id.Length + 3;
        int room = MaxLineOctets - length - idOctets - 2;
        text = text.Length > room ? text[..room] : text;
        foreach (char c in text)
        {
            line[length++] = c is >= ' ' and <= '~' ? (byte)c : (byte)'?';
        }

        if (id is not null)
        {
            line[length++] = (byte)' ';
            line[length++] = (byte)'[';
            foreach (char c in id)
            {
                line[length++] = (byte)c;
            }

            line[length++] = (byte)']';
        }

        line[length++] = (byte)'\r';
        line[length++] = (byte)'\n';
        output.Advance(length);
    }

    private static int Format(EnhancedStatusCode status, Span<byte> destination)
    {
        destination[0] = (byte)('0' + status.Class);
        destination[1] = (byte)'.';
        Utf8Formatter.TryFormat(status.Subject, destination[2..], out int subject);
        destination[2 + subject] = (byte)'.';
        Utf8Formatter.TryFormat(status.Detail, destination[(3 + subject)..], out int detail);
        return 3 + subject + detail;
    }
}
