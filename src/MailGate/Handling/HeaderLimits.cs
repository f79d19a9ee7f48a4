using System.Diagnostics.CodeAnalysis;
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

    /// <summary>Reads the header section of a message that has come in whole; false with the refusal when it is over a bound.</summary>
    /// <exception cref="IOException">The spool cannot be read.</exception>
    public static bool TryRead(MessageSpool message, LimitSettings limits, [NotNullWhen(true)] out HeaderSection? header, [NotNullWhen(false)] out Reply? refusal)
    {
        header = null;
        int size = FirstOctets;
        byte[] octets = [];
        int length = 0;
        // Most header sections are in the first few KB; each further read takes four times as much, so that all of them cost a little more than one.
        do
        {
            size = (int)Math.Min(size, limits.HeaderSize.Bytes + 4);
            octets = new byte[(int)Math.Min(size, message.Length)];
            length = message.Read(0, octets);
            size *= 4;
        }
        while (!EndsWithin(octets.AsSpan(0, length)) && length < message.Length && length < limits.HeaderSize.Bytes);

        if (!EndsWithin(octets.AsSpan(0, length)) && length < message.Length)
        {
            refusal = TooLarge;
            return false;
        }

        header = HeaderSection.Parse(octets.AsMemory(0, length));
        refusal = Judge(header, limits);
        return refusal is null;
    }

    private static bool EndsWithin(ReadOnlySpan<byte> octets) => octets.IndexOf("\r\n\r\n"u8) >= 0 || octets.StartsWith("\r\n"u8);

    /// <summary>The refusal of a header section that is over a bound, or null.</summary>
    public static Reply? Judge(HeaderSection header, LimitSettings limits)
    {
        // A continuation of nothing would become one of the field that we put above it (ATTACKS B04).
        if (header.Raw.Span is [(byte)' ' or (byte)'\t', ..])
        {
            return FoldedFirst;
        }

        if (header.Raw.Length > limits.HeaderSize.Bytes)
        {
            return TooLarge;
        }

        if (header.Fields.Count > limits.HeaderFields)
        {
            return TooManyFields;
        }

        int hops = 0;
        foreach (HeaderField field in header.Fields)
        {
            hops += field.Is("Received"u8) ? 1 : 0;
        }

        // RFC 5321 §6.3: counting Received fields is the loop detection that always works.
        return hops >= limits.ReceivedHops ? Loop : null;
    }
}
