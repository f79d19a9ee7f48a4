using MailGate.Configuration.Sections;
using MailGate.Mail.Addresses;
using MailGate.Observability.Metrics;
using MailGate.Smtp.Client;
using MailGate.Smtp.Grammar;

namespace MailGate.Handling;

/// <summary>What is known of recipients from earlier answers, and when that is used: see <see cref="RecipientChecks"/>.</summary>
internal sealed class RecipientVerification(RecipientCache cache, GatewayMetrics metrics)
{
    /// <summary>The refusal of a recipient that need not be asked for, or null.</summary>
    public Reply? Recall(DownstreamRoute route, Mailbox mailbox) =>
        route.Settings.Recipients == RecipientChecks.Cached && cache.Find(route.Name, mailbox) is { IsPermanent: true } known ? Count(Tell(route, known), "cache") : null;

    /// <summary>The client's reply for a recipient that was asked for. While no server answers, one that is known not to exist is still refused.</summary>
    public Reply Conclude(DownstreamRoute route, Mailbox mailbox, in DownstreamOutcome outcome, Reply reply)
    {
        cache.Note(route.Name, mailbox, outcome);
        bool isUnreachable = outcome.Phase < DownstreamPhase.Mail && reply.IsTransient;
        return isUnreachable && cache.Find(route.Name, mailbox, isStaleGood: true) is { IsPermanent: true } known
            ? Count(Tell(route, known), "cache")
            : Count(reply, "live");
    }

    private static Reply Tell(DownstreamRoute route, Reply known) => ClientReply.For(DownstreamOutcome.Of(DownstreamPhase.Rcpt, known), route.TextPolicy);

    private Reply Count(Reply reply, string source)
    {
        metrics.RecipientVerifications.With(reply.IsPositive ? "valid" : reply.IsTransient ? "deferred" : "invalid", source).Add();
        return reply;
    }
}
