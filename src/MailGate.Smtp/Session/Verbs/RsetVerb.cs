using MailGate.Smtp.Grammar;

namespace MailGate.Smtp.Session.Verbs;

/// <summary>RSET (RFC 5321 §4.1.1.5).</summary>
internal static class RsetVerb
{
    private static readonly Reply NoArgument = Reply.Of(ReplyCode.ParameterSyntaxError, 5, 4, "RSET takes no argument");

    public static async ValueTask<Reply> HandleAsync(SmtpSession session, ReadOnlyMemory<byte> argument)
    {
        if (!argument.IsEmpty)
        {
            return NoArgument;
        }

        await session.EndTransactionAsync(TransactionEnd.Reset);
        return SessionReplies.Ok;
    }
}
