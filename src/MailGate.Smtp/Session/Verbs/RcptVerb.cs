using System.Runtime.CompilerServices;
using MailGate.Mail.Addresses;
using MailGate.Smtp.Grammar;

namespace MailGate.Smtp.Session.Verbs;

/// <summary>RCPT (RFC 5321 §4.1.1.3).</summary>
internal static class RcptVerb
{
    private static readonly Reply Syntax = Reply.Of(ReplyCode.ParameterSyntaxError, 5, 4, "Syntax: RCPT TO:<address>");
    private static readonly Reply TooMany = Reply.Of(ReplyCode.InsufficientStorage, 5, 3, "Too many recipients, send the rest in another transaction");
    private static readonly Reply NeedsUtf8 = Reply.Of(ReplyCode.MailboxNameNotAllowed, 6, 7, "Address is not ASCII: say SMTPUTF8 in MAIL");

    public static ValueTask<Reply> HandleAsync(SmtpSession session, ReadOnlyMemory<byte> argument)
    {
        Reply? refusal = Parse(session, argument.Span, out Recipient? recipient);
        return refusal is null ? AskAsync(session, recipient!) : new ValueTask<Reply>(refusal);
    }

    private static Reply? Parse(SmtpSession session, ReadOnlySpan<byte> argument, out Recipient? recipient)
    {
        recipient = null;
        if (!MailVerb.TrySkipKeyword(ref argument, "TO:"u8))
        {
            return Syntax;
        }

        if (!AddressParser.TryParseForwardPath(argument, allowUtf8: true, out ForwardPath? path, out int consumed, out AddressError error))
        {
            return MailVerb.RefusalOf(error, isSender: false);
        }

        Reply? refusal = ParameterReader.ReadRcpt(argument[consumed..], HelloVerb.OfferedBy(session), out RcptParameters parameters);
        if (refusal is not null)
        {
            return refusal;
        }

        if (!path.Mailbox.IsAscii && !session.Transaction!.Parameters.SmtpUtf8)
        {
            return NeedsUtf8;
        }

        recipient = new Recipient(path, parameters);
        return session.Transaction!.Recipients.Count >= session.Settings.Limits.MaxRecipients ? TooMany : null;
    }

    [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder<>))]
    private static async ValueTask<Reply> AskAsync(SmtpSession session, Recipient recipient)
    {
        Transaction transaction = session.Transaction!;
        Reply reply = await session.Handler.OnRcptAsync(session.Info, transaction, recipient, session.Cut);
        if (reply.IsPositive)
        {
            transaction.Recipients.Add(recipient);
        }
        else
        {
            transaction.RefusedRecipients++;
        }

        return reply;
    }
}
