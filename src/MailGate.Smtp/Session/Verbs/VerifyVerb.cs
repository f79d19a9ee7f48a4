using MailGate.Smtp.Grammar;

namespace MailGate.Smtp.Session.Verbs;

/// <summary>VRFY and EXPN (RFC 5321 §3.5): answered alike for everybody, so that nothing is learnt from them.</summary>
internal static class VerifyVerb
{
    private static readonly Reply Syntax = Reply.Of(ReplyCode.ParameterSyntaxError, 5, 4, "An argument is needed");
    private static readonly Reply CannotVerify = Reply.Of(ReplyCode.CannotVerify, 5, 2, "Cannot verify, but will take the message and try");
    private static readonly Reply NotImplemented = Reply.Of(ReplyCode.CommandNotImplemented, 5, 1, "Command not implemented");

    public static Reply Handle(VerifyReply setting, ReadOnlyMemory<byte> argument) => setting switch
    {
        VerifyReply.NotImplemented => NotImplemented,
        VerifyReply.CannotVerify => argument.IsEmpty ? Syntax : CannotVerify,
        _ => throw new ArgumentOutOfRangeException(nameof(setting)),
    };
}
