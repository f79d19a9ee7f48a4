using System.Text;
using MailGate.Mail.Addresses;
using MailGate.Smtp.Grammar;

namespace MailGate.Smtp.Session.Verbs;

/// <summary>MAIL (RFC 5321 §4.1.1.2).</summary>
internal static class MailVerb
{
    private static readonly Reply Syntax = Reply.Of(ReplyCode.ParameterSyntaxError, 5, 4, "Syntax: MAIL FROM:<address>");
    private static readonly Reply StartTlsFirst = Reply.Of(ReplyCode.AuthenticationRequired, 7, 0, "Say STARTTLS first");
    private static readonly Reply AuthFirst = Reply.Of(ReplyCode.AuthenticationRequired, 7, 0, "Authentication required");
    private static readonly Reply TooLarge = Reply.Of(ReplyCode.ExceededStorage, 3, 4, "Message is larger than this server takes");
    private static readonly Reply NeedsUtf8 = Reply.Of(ReplyCode.MailboxNameNotAllowed, 6, 7, "Address is not ASCII: say SMTPUTF8");
    private static readonly Reply TooManyTransactions = Reply.Of(ReplyCode.LocalError, 5, 3, "Too many transactions in this session, connect again");
    private static readonly Reply SenderOk = Reply.Of(ReplyCode.Ok, 1, 0, "Sender OK");

    public static ValueTask<Reply> HandleAsync(SmtpSession session, ReadOnlyMemory<byte> argument)
    {
        Reply? refusal = Parse(session, argument.Span, out ReversePath path, out MailParameters parameters);
        return refusal is null ? BeginAsync(session, path, parameters) : new ValueTask<Reply>(refusal);
    }

    /// <summary>Takes <c>FROM:</c> or <c>TO:</c> off an argument, in any case, with the space behind it that many clients add.</summary>
    public static bool TrySkipKeyword(ref ReadOnlySpan<byte> argument, ReadOnlySpan<byte> keyword)
    {
        if (argument.Length < keyword.Length || !Ascii.EqualsIgnoreCase(argument[..keyword.Length], keyword))
        {
            return false;
        }

        argument = argument[keyword.Length..].TrimStart((byte)' ');
        return true;
    }

    /// <summary>The refusal for a bad address.</summary>
    public static Reply RefusalOf(AddressError error, bool isSender) => error switch
    {
        AddressError.MissingBrackets or AddressError.TrailingOctets or AddressError.BadSourceRoute =>
            Reply.Of(ReplyCode.ParameterSyntaxError, 5, 4, isSender ? "Syntax: MAIL FROM:<address>" : "Syntax: RCPT TO:<address>"),
        AddressError.BadLocalPart or AddressError.LocalPartTooLong or AddressError.BadUtf8 or AddressError.MissingDomain or AddressError.BadDomain
            or AddressError.BadAddressLiteral or AddressError.NotAscii or AddressError.None =>
            Reply.Of(ReplyCode.ParameterSyntaxError, 1, isSender ? 7 : 3, "Malformed address"),
        _ => throw new ArgumentOutOfRangeException(nameof(error)),
    };

    private static Reply? Parse(SmtpSession session, ReadOnlySpan<byte> argument, out ReversePath path, out MailParameters parameters)
    {
        path = ReversePath.Null;
        parameters = MailParameters.None;
        if (session.Settings.Tls == TlsMode.Require && session.Info.Tls is null)
        {
            return StartTlsFirst;
        }

        if (session.Settings.Auth == AuthMode.Required && session.Info.Login is null)
        {
            return AuthFirst;
        }

        if (session.IsTransactionLimitReached)
        {
            return TooManyTransactions;
        }

        if (!TrySkipKeyword(ref argument, "FROM:"u8))
        {
            return Syntax;
        }

        if (!AddressParser.TryParseReversePath(argument, allowUtf8: true, out ReversePath? read, out int consumed, out AddressError error))
        {
            return RefusalOf(error, isSender: true);
        }

        Reply? refusal = ParameterReader.ReadMail(argument[consumed..], HelloVerb.OfferedBy(session), out parameters);
        if (refusal is not null)
        {
            return refusal;
        }

        path = read;
        return path.Mailbox is { IsAscii: false } && !parameters.SmtpUtf8 ? NeedsUtf8
            : parameters.Size > session.MaxMessageOctets ? TooLarge
            : null;
    }

    private static async ValueTask<Reply> BeginAsync(SmtpSession session, ReversePath path, MailParameters parameters)
    {
        Transaction transaction = session.BeginTransaction(path, parameters);
        Reply? refusal = await session.Handler.OnMailAsync(session.Info, transaction, session.Cut);
        if (refusal is not null)
        {
            await session.EndTransactionAsync(TransactionEnd.Refused, refusal);
        }

        return refusal ?? SenderOk;
    }
}
