using System.Security.Cryptography;
using System.Text;
using MailGate.Mail.Addresses;
using MailGate.Mail.Messages;
using MailGate.Smtp.Spool;

namespace MailGate.Handling.Duplicates;

/// <summary>What two attempts at the same message have in common, and no other message has.</summary>
internal static class MessageFingerprint
{
    // Added or made anew between two attempts: Exim signs each time it sends.
    private static readonly string[] TraceFields =
        ["Received", "Return-Path", "DKIM-Signature", "ARC-Seal", "ARC-Message-Signature", "ARC-Authentication-Results", "Authentication-Results"];

    /// <summary>
    /// SHA-256 of the reverse-path, the header section without trace fields, and the body. Null for a message that cannot be told from its like: without
    /// Message-ID (RFC 5322 §3.6.4), or with lines in its header that are no fields.
    /// </summary>
    /// <exception cref="IOException">The spool cannot be read.</exception>
    public static async ValueTask<string?> OfAsync(ReversePath reversePath, HeaderSection header, MessageSpool message, CancellationToken cancellationToken)
    {
        if (header.MalformedLines > 0 || !header.Fields.Any(field => field.Is("Message-ID"u8)))
        {
            return null;
        }

        using IncrementalHash hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        hash.AppendData(Encoding.UTF8.GetBytes(reversePath.ToString()));
        hash.AppendData("\r\n"u8);
        foreach (HeaderField field in header.Fields)
        {
            if (!TraceFields.Contains(field.Name, StringComparer.OrdinalIgnoreCase))
            {
                hash.AppendData(field.Raw.Span);
            }
        }

        long skip = header.BodyOffset;
        await foreach (ReadOnlyMemory<byte> block in message.ReadBlocksAsync(cancellationToken))
        {
            int start = (int)Math.Min(skip, block.Length);
            skip -= start;
            hash.AppendData(block.Span[start..]);
        }

        return Convert.ToHexString(hash.GetHashAndReset());
    }
}
