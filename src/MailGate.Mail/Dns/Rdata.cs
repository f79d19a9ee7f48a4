using System.Buffers.Binary;
using System.Net;
using System.Text;

namespace MailGate.Mail.Dns;

/// <summary>Reads the data of records. Data that is shorter or longer than its type prescribes is refused, never read in part.</summary>
internal static class Rdata
{
    private const int StackOctets = 1024;

    /// <summary>Joins the character-strings (RFC 1035 §3.3.14); at least one must be there.</summary>
    public static bool TryReadTxt(ReadOnlySpan<byte> message, int offset, int length, out TxtRecord record)
    {
        record = null!;
        ReadOnlySpan<byte> data = message.Slice(offset, length);
        Span<byte> joined = length <= StackOctets ? stackalloc byte[StackOctets] : new byte[length];
        int written = 0;
        if (data.IsEmpty)
        {
            return false;
        }

        while (!data.IsEmpty)
        {
            int octets = data[0];
            if (octets >= data.Length)
            {
                return false;
            }

            data.Slice(1, octets).CopyTo(joined[written..]);
            written += octets;
            data = data[(1 + octets)..];
        }

        record = new TxtRecord(Encoding.Latin1.GetString(joined[..written]));
        return true;
    }

    public static bool TryReadMx(ReadOnlySpan<byte> message, int offset, int length, out MxRecord record)
    {
        record = null!;
        if (length < 3 || !TryReadWholeName(message, offset + 2, length - 2, out string exchange))
        {
            return false;
        }

        record = new MxRecord(BinaryPrimitives.ReadUInt16BigEndian(message[offset..]), exchange);
        return true;
    }

    public static bool TryReadA(ReadOnlySpan<byte> message, int offset, int length, out AddressRecord record) =>
        TryReadAddress(message.Slice(offset, length), 4, out record);

    public static bool TryReadAaaa(ReadOnlySpan<byte> message, int offset, int length, out AddressRecord record) =>
        TryReadAddress(message.Slice(offset, length), 16, out record);

    public static bool TryReadName(ReadOnlySpan<byte> message, int offset, int length, out NameRecord record)
    {
        bool isName = TryReadWholeName(message, offset, length, out string name);
        record = isName ? new NameRecord(name) : null!;
        return isName;
    }

    public static bool TryReadSrv(ReadOnlySpan<byte> message, int offset, int length, out SrvRecord record)
    {
        record = null!;
        if (length < 7 || !TryReadWholeName(message, offset + 6, length - 6, out string target))
        {
            return false;
        }

        record = new SrvRecord(
            BinaryPrimitives.ReadUInt16BigEndian(message[offset..]),
            BinaryPrimitives.ReadUInt16BigEndian(message[(offset + 2)..]),
            BinaryPrimitives.ReadUInt16BigEndian(message[(offset + 4)..]),
            target);
        return true;
    }

    public static bool TryReadTlsa(ReadOnlySpan<byte> message, int offset, int length, out TlsaRecord record)
    {
        record = null!;
        if (length < 3)
        {
            return false;
        }

        ReadOnlySpan<byte> data = message.Slice(offset, length);
        record = new TlsaRecord(data[0], data[1], data[2], data[3..].ToArray());
        return true;
    }

    private static bool TryReadAddress(ReadOnlySpan<byte> data, int octets, out AddressRecord record)
    {
        record = data.Length == octets ? new AddressRecord(new IPAddress(data)) : null!;
        return record is not null;
    }

    // The name must end where the data ends.
    private static bool TryReadWholeName(ReadOnlySpan<byte> message, int offset, int length, out string name)
    {
        int at = offset;
        bool isName = DnsName.TryRead(message[..(offset + length)], ref at, out string? read) && at == offset + length;
        name = read ?? "";
        return isName;
    }
}
