using System.Buffers;
using System.Text;
using MailGate.Configuration.Sections;
using MailGate.Mail.Messages;
using MailGate.Smtp.Grammar;
using MailGate.Smtp.Spool;

namespace MailGate.Handling;

/// <summary>Bounds on the header section, and the guard against loops.</summary>
internal static class HeaderLimits
{
    private const int FirstOctets = 8 * 1024;

    private static readonly Reply TooLarge = Reply.Of(ReplyCode.ExceededStorage, 3, 4, "The header section is larger than this server takes");
    private static readonly Reply TooManyFields = Reply.Of(ReplyCode.TransactionFailed, 6, 0, "The header section has too many fields");
    private static readonly Reply FoldedFirst = Reply.Of(ReplyCode.TransactionFailed, 6, 0, "The message begins with a continuation line");
    private static readonly Reply Loop = Reply.Of(ReplyCode.TransactionFailed, 4, 6, "Too many hops: this message is in a loop");

    /// <summary>Judges the header section of a message that has come in whole, without a copy of it where it lies together in memory.</summary>
    /// <param name="message">The message.</param>
    /// <param name="limits">The bounds.</param>
    /// <param name="wantsMessageId">True when <paramref name="messageId"/> is of use.</param>
    /// <param name="messageId">The value of the first Message-ID field, if there is one.</param>
    /// <returns>The refusal when the section is over a bound, otherwise null.</returns>
    /// <exception cref="IOException">The spool cannot be read.</exception>
    public static Reply? Judge(MessageSpool message, LimitSettings limits, bool wantsMessageId, out string? messageId)
    {
        ReadOnlySpan<byte> start = message.Start.Span;
        if (start.Length == message.Length || EndsWithin(start))
        {
            return Judge(start, limits, wantsMessageId, out messageId);
        }

        // Most header sections are in the first few KB; each further read takes four times as much, so that all of them cost a little more than one.
        for (int size = FirstOctets; ; size *= 4)
        {
            size = (int)Math.Min(Math.Min(size, limits.HeaderSize.Bytes + 4), message.Length);
            byte[] octets = ArrayPool<byte>.Shared.Rent(size);
            try
            {
                ReadOnlySpan<byte> read = octets.AsSpan(0, message.Read(0, octets.AsSpan(0, size)));
                if (EndsWithin(read) || read.Length >= message.Length)
                {
                    return Judge(read, limits, wantsMessageId, out messageId);
                }

                if (read.Length >= limits.HeaderSize.Bytes)
                {
                    messageId = null;
                    return TooLarge;
                }
            }
            finally
            {
                ArrayPool<byte>.Shared.Return(octets);
            }
        }
    }

    /// <summary>The refusal of a header section that is over a bound, or null.</summary>
    public static Reply? Judge(HeaderSection header, LimitSettings limits) => Judge(header.Raw.Span, limits, wantsMessageId: false, out _);

    private static bool EndsWithin(ReadOnlySpan<byte> octets) => octets.IndexOf("\r\n\r\n"u8) >= 0 || octets.StartsWith("\r\n"u8);

    private static Reply? Judge(ReadOnlySpan<byte> message, LimitSettings limits, bool wantsMessageId, out string? messageId)
    {
        messageId = null;
        // A continuation of nothing would become one of the field that we put above it (ATTACKS B04).
        if (message is [(byte)' ' or (byte)'\t', ..])
        {
            return FoldedFirst;
        }

        int fields = 0;
        int hops = 0;
        HeaderFieldWalk walk = new(message);
        while (walk.MoveNext())
        {
            fields++;
            hops += Ascii.EqualsIgnoreCase(walk.Name, "Received"u8) ? 1 : 0;
            if (wantsMessageId && messageId is null && Ascii.EqualsIgnoreCase(walk.Name, "Message-ID"u8))
            {
                messageId = walk.Value;
            }
        }

        return walk.Position > limits.HeaderSize.Bytes ? TooLarge
            : fields > limits.HeaderFields ? TooManyFields
            // RFC 5321 §6.3: counting Received fields is the loop detection that always works.
            : hops >= limits.ReceivedHops ? Loop
            : null;
    }
}
