using System.Runtime.CompilerServices;
using MailGate.Smtp.Grammar;

namespace MailGate.Smtp.Session.Verbs;

/// <summary>DATA (RFC 5321 §4.1.1.4).</summary>
internal static class DataVerb
{
    private static readonly Reply NoArgument = Reply.Of(ReplyCode.ParameterSyntaxError, 5, 4, "DATA takes no argument");
    private static readonly Reply GoAhead = new(ReplyCode.StartMailInput, EnhancedStatusCode.None, "End data with <CR><LF>.<CR><LF>");

    [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder<>))]
    public static async ValueTask<Reply> HandleAsync(SmtpSession session, ReadOnlyMemory<byte> argument)
    {
        if (!argument.IsEmpty)
        {
            return NoArgument;
        }

        Transaction transaction = session.Transaction!;
        Reply? refusal = await session.Handler.OnDataAsync(session.Info, transaction, session.Cut);
        if (refusal is not null)
        {
            await session.EndTransactionAsync(TransactionEnd.Refused, refusal);
            return refusal;
        }

        session.Write(GoAhead);
        using MessageReceiver receiver = new(session, session.Handler.Observe(session.Info, transaction), isDotStuffed: true);
        return await AnswerAsync(session, transaction, receiver, await receiver.ReceiveDataAsync());
    }

    /// <summary>Answers a message that has come to its end, one way or another, and ends its transaction.</summary>
    [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder<>))]
    public static async ValueTask<Reply> AnswerAsync(SmtpSession session, Transaction transaction, MessageReceiver receiver, ReceiveStatus status)
    {
        session.NoteMessageEnd();
        transaction.MessageOctets = receiver.Spool.Length;
        switch (status)
        {
            case ReceiveStatus.Complete:
                Reply reply = await session.Handler.OnMessageAsync(session.Info, transaction, receiver.Spool, session.Cut);
                if (reply.IsPositive)
                {
                    session.NoteProgress();
                }

                await session.EndTransactionAsync(TransactionEnd.Answered, reply);
                return reply;
            case ReceiveStatus.Refused:
                session.IsEnding = receiver.IsHostile;
                session.IsReplySent = receiver.IsRefusalSent;
                await session.EndTransactionAsync(TransactionEnd.Refused, receiver.Refusal);
                return receiver.Refusal!;
            case ReceiveStatus.Interrupted:
                await session.EndTransactionAsync(TransactionEnd.Aborted, SessionReplies.TimedOut);
                session.IsReplySent = receiver.IsRefusalSent;
                session.IsEnding = true;
                return SessionReplies.TimedOut;
            case ReceiveStatus.Closed:
                throw new IOException("the client closed the connection inside a message");
            default:
                throw new ArgumentOutOfRangeException(nameof(status));
        }
    }
}
