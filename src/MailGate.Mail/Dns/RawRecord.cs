using System.Buffers.Binary;

namespace MailGate.Mail.Dns;

/// <summary>Where the parts of a record are in a message (RFC 1035 §4.1.3).</summary>
/// <param name="Owner">Where its name starts.</param>
/// <param name="Type">Its type, any number.</param>
/// <param name="Class">Its class; in OPT, the payload size.</param>
/// <param name="TimeToLive">Seconds; in OPT, extended flags.</param>
/// <param name="Data">Where its data starts.</param>
/// <param name="Length">Octets of data, all inside the message.</param>
internal readonly record struct RawRecord(int Owner, int Type, int Class, uint TimeToLive, int Data, int Length)
{
    private const int FixedOctets = 10;

    /// <summary>Reads a record; false when it runs off the message.</summary>
    public static bool TryRead(ReadOnlySpan<byte> message, ref int offset, out RawRecord record)
    {
        record = default;
        int owner = offset;
        if (!TrySkipName(message, ref offset) || offset + FixedOctets > message.Length)
        {
            return false;
        }

        ReadOnlySpan<byte> head = message.Slice(offset, FixedOctets);
        int length = BinaryPrimitives.ReadUInt16BigEndian(head[8..]);
        int data = offset + FixedOctets;
        if (data + length > message.Length)
        {
            return false;
        }

        record = new RawRecord(
            owner,
            BinaryPrimitives.ReadUInt16BigEndian(head),
            BinaryPrimitives.ReadUInt16BigEndian(head[2..]),
            BinaryPrimitives.ReadUInt32BigEndian(head[4..]),
            data,
            length);
        offset = data + length;
        return true;
    }

    /// <summary>Steps over a name without following its pointer; false when it runs off the message.</summary>
    public static bool TrySkipName(ReadOnlySpan<byte> message, ref int offset)
    {
        while (offset < message.Length)
        {
            int length = message[offset];
            if (length is 0 or >= 0xC0)
            {
                offset += length == 0 ? 1 : 2;
                return offset <= message.Length;
            }

            if (length >= 0x40)
            {
                return false;
            }

            offset += 1 + length;
        }

        return false;
    }
}
