using MailGate.Smtp.Grammar;

namespace MailGate.Smtp.Session.Verbs;

/// <summary>Leads each verb to the file that handles it.</summary>
internal static class VerbTable
{
    private static readonly Reply Unknown = Reply.Of(ReplyCode.SyntaxError, 5, 2, "Command not recognized");
    private static readonly Reply NotImplemented = Reply.Of(ReplyCode.CommandNotImplemented, 5, 1, "Command not implemented");

    public static ValueTask<Reply> HandleAsync(SmtpSession session, CommandLine command) => command.Verb switch
    {
        Verb.Ehlo => HelloVerb.HandleAsync(session, command.Argument, isExtended: true),
        Verb.Helo => HelloVerb.HandleAsync(session, command.Argument, isExtended: false),
        Verb.Mail => MailVerb.HandleAsync(session, command.Argument),
        Verb.Rcpt => RcptVerb.HandleAsync(session, command.Argument),
        Verb.Data => DataVerb.HandleAsync(session, command.Argument),
        Verb.Bdat => BdatVerb.HandleAsync(session, command.Argument),
        Verb.Rset => RsetVerb.HandleAsync(session, command.Argument),
        Verb.Noop => new ValueTask<Reply>(SessionReplies.Ok),
        Verb.Vrfy => new ValueTask<Reply>(VerifyVerb.Handle(session.Settings.Vrfy, command.Argument)),
        Verb.Expn => new ValueTask<Reply>(VerifyVerb.Handle(session.Settings.Expn, command.Argument)),
        Verb.Help => new ValueTask<Reply>(HelpVerb.Handle()),
        Verb.Quit => new ValueTask<Reply>(QuitVerb.Handle(session, command.Argument)),
        Verb.StartTls => new ValueTask<Reply>(StartTlsVerb.Handle(session, command.Argument)),
        Verb.Auth => AuthVerb.HandleAsync(session, command.Argument),
        Verb.XClient => XClientVerb.HandleAsync(session, command.Argument),
        Verb.NotImplemented => new ValueTask<Reply>(NotImplemented),
        Verb.Unknown => new ValueTask<Reply>(Unknown),
        _ => throw new ArgumentOutOfRangeException(nameof(command)),
    };
}
