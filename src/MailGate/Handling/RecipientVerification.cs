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
    public Reply? Recall(DownstreamRoute route, Mailbox mailbox) => Cached(route, mailbox) is { IsPermanent: true } known ? Count(Tell(route, known), "cache") : null;

    /// <summary>True for a recipient whom the server has accepted a moment ago.</summary>
    public bool IsKnown(DownstreamRoute route, Mailbox mailbox) => Cached(route, mailbox) is { IsPositive: true } known && Count(known, "cache").IsPositive;

    /// <summary>The client's reply for a recipient that was asked for. While no server answers, one that is known not to exist is still refused.</summary>
    public Reply Conclude(DownstreamTransaction downstream, Mailbox mailbox, Reply reply)
    {
        DownstreamRoute route = downstream.Route;
        DownstreamOutcome outcome = downstream.LastOutcome;
        if (!downstream.IsPersonal || !outcome.IsPositive)
        {
            // What a server takes from one who has logged in is no promise to others.
            cache.Note(route.Name, mailbox, route.RecipientTimes, outcome);
        }

        bool isUnreachable = outcome.Phase < DownstreamPhase.Mail && reply.IsTransient;
        return isUnreachable && cache.Find(route.Name, mailbox, route.RecipientTimes, isStaleGood: true) is { IsPermanent: true } known
            ? Count(Tell(route, known), "cache")
            : Count(reply, "live");
    }

    /// <summary>The client's reply for a recipient that was asked for after the client had been told 250.</summary>
    public Reply ConcludeLate(DownstreamRoute route, Mailbox mailbox, in DownstreamOutcome outcome)
    {
        cache.Note(route.Name, mailbox, route.RecipientTimes, outcome);
        Reply reply = ClientReply.For(outcome, route.TextPolicy);
        return reply.IsPositive ? reply : Count(reply, "late");
    }

    private Reply? Cached(DownstreamRoute route, Mailbox mailbox) =>
        route.Settings.Recipients == RecipientChecks.Cached ? cache.Find(route.Name, mailbox, route.RecipientTimes) : null;

    private static Reply Tell(DownstreamRoute route, Reply known) => ClientReply.For(DownstreamOutcome.Of(DownstreamPhase.Rcpt, known), route.TextPolicy);

    private Reply Count(Reply reply, string source)
    {
        metrics.RecipientVerifications.With(reply.IsPositive ? "valid" : reply.IsTransient ? "deferred" : "invalid", source).Add();
        return reply;
    }
}
