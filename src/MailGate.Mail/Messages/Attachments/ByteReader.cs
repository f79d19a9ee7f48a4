using System.Buffers.Binary;
using MailGate.Mail.Messages.Mime;

namespace MailGate.Mail.Messages.Attachments;

/// <summary>Small reads from a file's octets, little-endian, that never fail: what lies outside reads as nothing.</summary>
internal static class ByteReader
{
    /// <summary>Exactly <paramref name="length"/> octets, or null.</summary>
    public static byte[]? ReadExactly(this IMessageBytes source, long offset, int length)
    {
        if (offset < 0 || length < 0 || offset > source.Length - length)
        {
            return null;
        }

        byte[] octets = new byte[length];
        return source.Read(offset, octets) == length ? octets : null;
    }

    /// <summary>Up to <paramref name="length"/> octets.</summary>
    public static byte[] ReadUpTo(this IMessageBytes source, long offset, int length)
    {
        byte[] octets = new byte[(int)Math.Clamp(source.Length - offset, 0, length)];
        int count = source.Read(offset, octets);
        return count == octets.Length ? octets : octets[..count];
    }

    public static ushort U16(this ReadOnlySpan<byte> octets, int offset) => BinaryPrimitives.ReadUInt16LittleEndian(octets[offset..]);

    public static uint U32(this ReadOnlySpan<byte> octets, int offset) => BinaryPrimitives.ReadUInt32LittleEndian(octets[offset..]);

    public static long I64(this ReadOnlySpan<byte> octets, int offset) => BinaryPrimitives.ReadInt64LittleEndian(octets[offset..]);
}
