using System.Text;
using MailGate.Smtp.Spool;

namespace MailGate.Smtp.Client;

/// <summary>Which extensions a message needs by its octets.</summary>
/// <param name="HasNonAsciiHeader">An octet above 127 before the first empty line (RFC 6532).</param>
/// <param name="HasEightBitBody">An octet above 127 after it (RFC 6152).</param>
public readonly record struct ContentFacts(bool HasNonAsciiHeader, bool HasEightBitBody)
{
    /// <summary>Reads a message through; of the body no further than the first octet above 127.</summary>
    /// <exception cref="IOException">The message cannot be read back.</exception>
    public static async ValueTask<ContentFacts> ReadAsync(IMessageContent content, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(content);
        bool hasHeader = false;
        bool isInBody = false;
        // Octets of CRLF CRLF seen at the end of what was read; a message that begins with CRLF has no header.
        int matched = 2;
        await foreach (ReadOnlyMemory<byte> block in content.ReadBlocksAsync(cancellationToken))
        {
            int start = isInBody ? 0 : FindBody(block.Span, ref matched);
            hasHeader |= !Ascii.IsValid(block.Span[..start]);
            isInBody |= start < block.Length || matched == 4;
            if (!Ascii.IsValid(block.Span[start..]))
            {
                return new ContentFacts(hasHeader, HasEightBitBody: true);
            }
        }

        return new ContentFacts(hasHeader, HasEightBitBody: false);
    }

    private static int FindBody(ReadOnlySpan<byte> block, ref int matched)
    {
        for (int i = 0; i < block.Length; i++)
        {
            matched = block[i] == "\r\n\r\n"u8[matched] ? matched + 1 : block[i] == (byte)'\r' ? 1 : 0;
            if (matched == 4)
            {
                return i + 1;
            }
        }

        return block.Length;
    }
}
