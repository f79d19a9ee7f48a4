using System.Globalization;
using System.Text;
using MailGate.Smtp.Grammar;

namespace MailGate.Smtp.Session.Verbs;

/// <summary>BDAT (RFC 3030 §2): a message in chunks of told sizes. The verdict comes with the reply to the last one.</summary>
internal static class BdatVerb
{
    private static readonly Reply Syntax = Reply.Of(ReplyCode.ParameterSyntaxError, 5, 4, "Syntax: BDAT size [LAST]");
    private static readonly Reply NotOffered = Reply.Of(ReplyCode.CommandNotImplemented, 5, 1, "CHUNKING is not offered");
    private static readonly Reply TooLarge = Reply.Of(ReplyCode.ExceededStorage, 3, 4, "Message is larger than this server takes");

    public static async ValueTask<Reply> HandleAsync(SmtpSession session, ReadOnlyMemory<byte> argument)
    {
        if ((HelloVerb.OfferedBy(session) & Extensions.Chunking) == 0)
        {
            return NotOffered;
        }

        if (!TryParse(argument.Span, out long octets, out bool isLast))
        {
            // Where the chunk ends is unknown, so what follows cannot be told from commands.
            session.IsEnding = true;
            return Syntax;
        }

        Transaction transaction = session.Transaction!;
        if (session.Chunks is null)
        {
            Reply? refusal = await session.Handler.OnDataAsync(session.Info, transaction, session.Cut);
            session.Chunks = new MessageReceiver(session, refusal is null ? session.Handler.Observe(session.Info, transaction) : null, isDotStuffed: false);
            if (refusal is not null)
            {
                session.Chunks.Refuse(refusal);
            }
        }

        MessageReceiver receiver = session.Chunks;
        if (octets > session.Settings.Limits.MaxMessageOctets - receiver.Spool.Length)
        {
            receiver.Refuse(TooLarge);
            session.IsEnding = octets > MaxSkippedOctets(session);
        }

        ReceiveStatus status = session.IsEnding ? ReceiveStatus.Refused : await receiver.ReceiveChunkAsync(octets, isLast);
        if (status != ReceiveStatus.Complete || isLast)
        {
            bool isEnding = session.IsEnding;
            Reply reply = await DataVerb.AnswerAsync(session, transaction, receiver, status);
            session.IsEnding |= isEnding;
            return reply;
        }

        return Reply.Of(ReplyCode.Ok, 0, 0, string.Create(CultureInfo.InvariantCulture, $"{octets} octets received"));
    }

    /// <summary>Reads and drops the chunk of a BDAT that was refused for its place: it is on its way in any case.</summary>
    public static async ValueTask SkipChunkAsync(SmtpSession session, CommandLine command)
    {
        if (command.Verb != Verb.Bdat)
        {
            return;
        }

        if (!TryParse(command.Argument.Span, out long octets, out _) || octets > MaxSkippedOctets(session))
        {
            session.IsEnding = true;
            return;
        }

        using MessageReceiver receiver = new(session, observer: null, isDotStuffed: false);
        receiver.Refuse(Syntax);
        if (await receiver.ReceiveChunkAsync(octets, isLast: false) is ReceiveStatus.Closed or ReceiveStatus.Interrupted)
        {
            session.IsEnding = true;
        }
    }

    // A chunk that cannot be a message is not worth the wait.
    private static long MaxSkippedOctets(SmtpSession session) => 2 * session.Settings.Limits.MaxMessageOctets;

    private static bool TryParse(ReadOnlySpan<byte> argument, out long octets, out bool isLast)
    {
        int space = argument.IndexOf((byte)' ');
        ReadOnlySpan<byte> size = space < 0 ? argument : argument[..space];
        ReadOnlySpan<byte> rest = space < 0 ? default : argument[space..].Trim((byte)' ');
        isLast = Ascii.EqualsIgnoreCase(rest, "LAST"u8);
        return long.TryParse(size, NumberStyles.None, CultureInfo.InvariantCulture, out octets) && (isLast || rest.IsEmpty);
    }
}
