using System.Buffers;
using System.Buffers.Text;
using System.Diagnostics.CodeAnalysis;

namespace MailGate.Mail.TagLists;

/// <summary>Base64 as tag values hold it (RFC 6376 §2.10): folding white space anywhere, padding optional.</summary>
public static class Base64Value
{
    /// <summary>Decodes; false for anything outside the alphabet, misplaced padding, or nothing at all.</summary>
    public static bool TryDecode(ReadOnlySpan<byte> value, [NotNullWhen(true)] out byte[]? octets)
    {
        octets = null;
        byte[] rented = ArrayPool<byte>.Shared.Rent(value.Length + 3);
        try
        {
            int length = 0;
            foreach (byte octet in value)
            {
                if (octet is not ((byte)' ' or (byte)'\t' or (byte)'\r' or (byte)'\n'))
                {
                    rented[length++] = octet;
                }
            }

            // The grammar makes the padding optional, the decoder does not.
            while (length > 0 && length % 4 != 0 && rented.AsSpan(0, length).IndexOf((byte)'=') < 0)
            {
                rented[length++] = (byte)'=';
            }

            byte[] decoded = new byte[Base64.GetMaxDecodedFromUtf8Length(length)];
            if (length == 0
                || Base64.DecodeFromUtf8(rented.AsSpan(0, length), decoded, out int consumed, out int written) != OperationStatus.Done
                || consumed != length)
            {
                return false;
            }

            octets = written == decoded.Length ? decoded : decoded[..written];
            return true;
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(rented);
        }
    }
}
