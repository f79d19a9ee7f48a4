using MailGate.Smtp.Grammar;

namespace MailGate.Smtp.Session;

/// <summary>Replies that belong to the session and to no verb.</summary>
internal static class SessionReplies
{
    public static readonly Reply Ok = Reply.Of(ReplyCode.Ok, 0, 0, "OK");
    public static readonly Reply InternalError = Reply.Of(ReplyCode.LocalError, 3, 0, "Local error, try again later");
    public static readonly Reply ControlOctets = Reply.Of(ReplyCode.ParameterSyntaxError, 5, 2, "Control characters are not allowed in commands");
    public static readonly Reply EarlyTalker = Reply.Of(ReplyCode.TransactionFailed, 5, 1, "You speak before it is your turn");
    public static readonly Reply TimedOut = Reply.Of(ReplyCode.ServiceNotAvailable, 4, 2, "Timed out, closing the connection");
    public static readonly Reply ShuttingDown = Reply.Of(ReplyCode.ServiceNotAvailable, 3, 2, "Service is shutting down, try again later");
    public static readonly Reply SessionTooLong = Reply.Of(ReplyCode.ServiceNotAvailable, 4, 2, "Session lasts too long, connect again");
    public static readonly Reply TooManySessions = Reply.Of(ReplyCode.ServiceNotAvailable, 7, 0, "Too many connections, try again later");

    private static readonly Reply LineTooLong = Reply.Of(ReplyCode.SyntaxError, 5, 2, "Line too long");
    private static readonly Reply EndlessLine = Reply.Of(ReplyCode.ServiceNotAvailable, 5, 2, "Line does not end, closing the connection");
    private static readonly Reply BareLineFeed = Reply.Of(ReplyCode.SyntaxError, 5, 2, "Lines end with <CR><LF>, closing the connection");
    private static readonly Reply OtherProtocol = Reply.Of(ReplyCode.SyntaxError, 5, 2, "This is an SMTP service, closing the connection");

    public static Reply Of(LineStatus status) => status switch
    {
        LineStatus.TooLong => LineTooLong,
        LineStatus.Endless => EndlessLine,
        LineStatus.BareLineFeed => BareLineFeed,
        LineStatus.OtherProtocol => OtherProtocol,
        LineStatus.Line or LineStatus.Closed or LineStatus.Interrupted => throw new ArgumentOutOfRangeException(nameof(status)),
        _ => throw new ArgumentOutOfRangeException(nameof(status)),
    };
}
