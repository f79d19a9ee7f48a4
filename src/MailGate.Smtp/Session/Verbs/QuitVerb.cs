using MailGate.Smtp.Grammar;

namespace MailGate.Smtp.Session.Verbs;

/// <summary>QUIT (RFC 5321 §4.1.1.10): nothing is read after it.</summary>
internal static class QuitVerb
{
    private static readonly Reply NoArgument = Reply.Of(ReplyCode.ParameterSyntaxError, 5, 4, "QUIT takes no argument");

    public static Reply Handle(SmtpSession session, ReadOnlyMemory<byte> argument)
    {
        if (!argument.IsEmpty)
        {
            return NoArgument;
        }

        session.IsEnding = true;
        return Reply.Of(ReplyCode.ServiceClosing, 0, 0, "Goodbye");
    }
}
