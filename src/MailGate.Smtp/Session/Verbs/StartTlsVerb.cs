using MailGate.Smtp.Grammar;

namespace MailGate.Smtp.Session.Verbs;

/// <summary>STARTTLS (RFC 3207).</summary>
internal static class StartTlsVerb
{
    private static readonly Reply NoArgument = Reply.Of(ReplyCode.ParameterSyntaxError, 5, 4, "STARTTLS takes no argument");
    private static readonly Reply NotOffered = Reply.Of(ReplyCode.BadSequence, 5, 1, "STARTTLS is not offered");
    private static readonly Reply Injected = Reply.Of(ReplyCode.TransactionFailed, 5, 1, "Nothing may follow STARTTLS before the handshake");
    private static readonly Reply Ready = Reply.Of(ReplyCode.ServiceReady, 0, 0, "Ready to start TLS");

    public static Reply Handle(SmtpSession session, ReadOnlyMemory<byte> argument)
    {
        if (!argument.IsEmpty)
        {
            return NoArgument;
        }

        if ((HelloVerb.OfferedBy(session) & Extensions.StartTls) == 0)
        {
            return NotOffered;
        }

        // CVE-2011-0411: commands put behind STARTTLS by somebody between would be taken for the client's own.
        if (session.Reader.HasWaitingInput)
        {
            session.IsEnding = true;
            return Injected;
        }

        session.AfterReply = () => UpgradeAsync(session);
        return Ready;
    }

    private static async ValueTask UpgradeAsync(SmtpSession session)
    {
        await session.FlushAsync();
        // RFC 3207 §4.2: nothing that was said in clear counts, a transaction under way least of all.
        await session.EndTransactionAsync(TransactionEnd.Reset);
        if (await Handshake.RunAsync(session))
        {
            session.ForgetClient();
        }
    }
}
