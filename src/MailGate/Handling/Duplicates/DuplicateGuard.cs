using MailGate.Configuration;
using MailGate.Mail.Messages;
using MailGate.Observability.Metrics;
using MailGate.Smtp.Client;
using MailGate.Smtp.Grammar;
using MailGate.Smtp.Spool;

namespace MailGate.Handling.Duplicates;

/// <summary>
/// Spares those a second copy of a message who have it already, when its client tries again (SEMANTICS §3.2, the duplicate window). It costs nothing while
/// nothing went wrong.
/// </summary>
internal sealed class DuplicateGuard(EarlierDeliveries earlier, GatewaySettings settings, GatewayMetrics metrics)
{
    // A client that gives up does so after a long wait; looking for it after each message would cost a system call.
    private static readonly TimeSpan LongWait = TimeSpan.FromSeconds(1);

    private static readonly Reply Delivered = Reply.Of(ReplyCode.Ok, 0, 0, "OK, delivered by an earlier attempt");
    private static readonly Reply StillAwaited = Reply.Of(ReplyCode.LocalError, 4, 2, "The destination has not yet answered an earlier attempt, try again later");

    /// <summary>The reply to a message that was tried before: all have it, or the server may be about to say so. Null: it is to be sent, to whom is left.</summary>
    public async ValueTask<Reply?> RecallAsync(GatewayTransaction current, MessageSpool message, CancellationToken cancellationToken)
    {
        if (earlier.IsEmpty || current.Downstream is not { } downstream || await FingerprintAsync(current, message, cancellationToken) is not { } fingerprint
            || earlier.Find(fingerprint) is not { } known)
        {
            return null;
        }

        current.Earlier = known;
        if (IsDelivered(current))
        {
            return Delivered;
        }

        if (known.IsAwaited)
        {
            current.Account.SettleBy(StillAwaited, "message", "timeout");
            return StillAwaited;
        }

        return null;
    }

    /// <summary>Right before a message is sent: leaves out those who have it. Null when it can follow, otherwise the client's reply.</summary>
    public async ValueTask<Reply?> LeaveOutAsync(GatewayTransaction current, CancellationToken cancellationToken)
    {
        if (current.Earlier is not { } known)
        {
            return null;
        }

        if (IsDelivered(current))
        {
            return Delivered;
        }

        if (await current.Downstream!.LeaveOutAsync(known.Delivered, cancellationToken))
        {
            return null;
        }

        current.Account.SettleBy(PromisedRecipients.NotAnyMore, "message", "downstream");
        return PromisedRecipients.NotAnyMore;
    }

    /// <summary>Notes what the client will not have heard of an attempt that has just ended.</summary>
    /// <param name="current">The transaction.</param>
    /// <param name="message">The message.</param>
    /// <param name="outcome">What the server said.</param>
    /// <param name="reply">What the client is told.</param>
    /// <param name="isClientGone">Looks for the client.</param>
    /// <param name="cancellationToken">Ends the reading of the spool.</param>
    public async ValueTask NoteAsync(
        GatewayTransaction current, MessageSpool message, DownstreamOutcome outcome, Reply reply, Func<bool> isClientGone, CancellationToken cancellationToken)
    {
        DownstreamTransaction downstream = current.Downstream!;
        if (outcome.MayHaveBeenAccepted)
        {
            metrics.DuplicateRisk.With("downstream").Add();
        }

        bool isUnheard = reply.IsPositive && current.Account.SinceDataEnd > LongWait && isClientGone();
        if (isUnheard)
        {
            metrics.DuplicateRisk.With("client").Add();
        }

        string[] delivered = reply.IsPositive && !isUnheard ? [] : [.. downstream.Delivered(outcome).Select(recipient => recipient.Key)];
        if ((delivered.Length > 0 || downstream.IsAwaited) && await FingerprintAsync(current, message, cancellationToken) is { } fingerprint)
        {
            if (delivered.Length > 0)
            {
                earlier.Note(fingerprint, delivered);
            }

            if (downstream.LateOutcomesAsync() is { } late)
            {
                _ = earlier.AwaitAsync(fingerprint, [.. downstream.Accepted.Select(recipient => recipient.Key)], late);
            }
        }
    }

    // All who would get it have it.
    private bool IsDelivered(GatewayTransaction current)
    {
        if (!current.Downstream!.Accepted.All(recipient => current.Earlier!.Delivered.Contains(recipient.Key)))
        {
            return false;
        }

        // Its 2xx came when nobody waited for it.
        metrics.DownstreamAccepted.With().Add();
        current.Account.Settle("accept", "message", "duplicate");
        return true;
    }

    private async ValueTask<string?> FingerprintAsync(GatewayTransaction current, MessageSpool message, CancellationToken cancellationToken)
    {
        byte[] octets = new byte[(int)Math.Min(message.Length, settings.Limits.HeaderSize.Bytes + 4)];
        HeaderSection header = HeaderSection.Parse(octets.AsMemory(0, message.Read(0, octets)));
        return await MessageFingerprint.OfAsync(current.ReversePath, header, message, cancellationToken);
    }
}
