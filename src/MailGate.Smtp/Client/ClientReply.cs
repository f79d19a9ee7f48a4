using MailGate.Smtp.Grammar;

namespace MailGate.Smtp.Client;

/// <summary>
/// What a client is told about an outcome (SEMANTICS §3.2): the downstream's own class and codes where it spoke of this mail, a 4xx for everything that
/// is between the two servers.
/// </summary>
public static class ClientReply
{
    private static readonly Reply Unreachable = Reply.Of(ReplyCode.LocalError, 4, 1, "The destination cannot be reached now, try again later");
    private static readonly Reply Lost = Reply.Of(ReplyCode.LocalError, 4, 2, "The connection to the destination failed, try again later");
    private static readonly Reply Confused = Reply.Of(ReplyCode.LocalError, 3, 0, "The destination gave no usable answer, try again later");
    private static readonly Reply Misconfigured = Reply.Of(ReplyCode.LocalError, 3, 5, "This server cannot speak to the destination now, try again later");
    private static readonly Reply Closing = Reply.Of(ReplyCode.LocalError, 3, 2, "The destination is not accepting mail now, try again later");
    private static readonly Reply Failed = Reply.Of(ReplyCode.LocalError, 3, 0, "The message could not be handed on, try again later");
    private static readonly Reply Unknown = Reply.Of(ReplyCode.MailboxUnavailable, 1, 1, "No such mailbox here");
    private static readonly Reply Accepted = Reply.Of(ReplyCode.Ok, 1, 5, "Recipient accepted");

    /// <summary>The reply for an outcome of RCPT or DATA. Never 421, which would end the client's session, nor one that redirects it.</summary>
    public static Reply For(in DownstreamOutcome outcome, ReplyTextPolicy policy = ReplyTextPolicy.Pass) => outcome.Kind switch
    {
        DownstreamOutcomeKind.Reply => ForReply(outcome.Phase, outcome.Reply!, policy),
        DownstreamOutcomeKind.ConnectFailed => Unreachable,
        DownstreamOutcomeKind.Timeout or DownstreamOutcomeKind.Closed => outcome.Phase == DownstreamPhase.Connect ? Unreachable : Lost,
        DownstreamOutcomeKind.Malformed => Confused,
        DownstreamOutcomeKind.Local => outcome.Reply ?? (IsBeforeMail(outcome.Phase) ? Misconfigured : Failed),
        _ => throw new ArgumentOutOfRangeException(nameof(outcome)),
    };

    private static Reply ForReply(DownstreamPhase phase, Reply reply, ReplyTextPolicy policy)
    {
        if (reply.Code == ReplyCode.ServiceNotAvailable)
        {
            return Closing;
        }

        // A refusal of us, not of the mail: permanent for nobody but the administrator who can put it right.
        if (IsBeforeMail(phase))
        {
            return reply.IsPermanent ? Misconfigured : reply.IsTransient ? Closing : Confused;
        }

        return (int)reply.Code switch
        {
            // RFC 5321 §3.4: both name another address, which is not for strangers to know.
            251 => Accepted,
            551 => Unknown,
            _ => policy == ReplyTextPolicy.Pass ? reply : new Reply(reply.Code, reply.Status, Words(reply)),
        };
    }

    private static string Words(Reply reply) => reply.Class switch
    {
        2 => "Accepted",
        4 => "The destination asks to try again later",
        _ => "The destination refused this",
    };

    private static bool IsBeforeMail(DownstreamPhase phase) => phase is <= DownstreamPhase.Reset or DownstreamPhase.Quit;
}
