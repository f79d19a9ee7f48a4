using MailGate.Handling.Capture;
using MailGate.Mail.Addresses;
using MailGate.Smtp.Client;
using MailGate.Smtp.Client.Routing;
using MailGate.Smtp.Grammar;
using MailGate.Smtp.Session;
using MailGate.Storage.Quarantine;

namespace MailGate.Handling.Quarantine;

/// <summary>
/// Sends messages of the quarantine on: by the routes and the client that other mail takes, with the envelope that they came with. Nothing is checked again. What
/// comes of it is in the message's record; the message stays until it is deleted or expires.
/// </summary>
/// <param name="store">The messages.</param>
/// <param name="routes">The routes in force.</param>
/// <param name="relay">The connections.</param>
/// <param name="capture">Where routes without a server keep mail.</param>
internal sealed class QuarantineReleaser(QuarantineStore store, Func<GatewayRoutes> routes, DownstreamRelay relay, MaildirStore capture, TimeProvider time)
{
    /// <summary>Releases a message.</summary>
    /// <param name="id">Its id.</param>
    /// <param name="recipients">To whom; null: to all recipients that do not have it yet.</param>
    /// <param name="again">Also to recipients that have it already.</param>
    /// <param name="by">Who asks for it.</param>
    /// <param name="cancellationToken">Ends the wait; what has been sent stays sent, and is unsure.</param>
    /// <returns>What came of it, for each group of recipients; empty when everybody has it. Null when there is no such message.</returns>
    /// <exception cref="IOException">Somebody else works with it now, or its record cannot be written.</exception>
    public async Task<IReadOnlyList<QuarantineRelease>?> ReleaseAsync(
        string id, IReadOnlyList<string>? recipients, bool again, string by, CancellationToken cancellationToken)
    {
        using QuarantineHold? hold = store.Hold(id);
        if (hold is null)
        {
            return null;
        }

        QuarantinedMessage message = hold.Message;
        List<QuarantinedRecipient> wanted =
        [
            .. (recipients?.SelectMany(address => Known(message, address)) ?? message.Recipients)
                .DistinctBy(recipient => recipient.Address).Where(recipient => again || !message.HasIt(recipient.Address)),
        ];
        List<QuarantineRelease> releases = [];
        foreach (IGrouping<DownstreamRoute?, QuarantinedRecipient> group in wanted.GroupBy(RouteOf))
        {
            IReadOnlyList<(string Recipient, ReleaseOutcome Outcome, string Detail)> results = group.Key is { } route
                ? await SendAsync(message, route, [.. group], cancellationToken)
                : [.. group.Select(recipient => (recipient.Address, ReleaseOutcome.Refused, "there is no route to this address"))];
            foreach (IGrouping<(ReleaseOutcome Outcome, string Detail), string> same in results.GroupBy(result => (result.Outcome, result.Detail), result => result.Recipient))
            {
                QuarantineRelease release = new(time.GetUtcNow(), [.. same], same.Key.Outcome, same.Key.Detail, by);
                store.Note(hold, release);
                releases.Add(release);
            }
        }

        return releases;
    }

    // Whoever is asked for by the name that the client used gets it where that name leads, and somebody new by their own address.
    private static IEnumerable<QuarantinedRecipient> Known(QuarantinedMessage message, string address) => message.Recipients
        .Where(known => known.Address.Equals(address, StringComparison.OrdinalIgnoreCase) || known.Original.Equals(address, StringComparison.OrdinalIgnoreCase))
        .DefaultIfEmpty(new QuarantinedRecipient(address));

    private DownstreamRoute? RouteOf(QuarantinedRecipient recipient) =>
        !AddressParser.TryParseMailbox(recipient.Address, out Mailbox? mailbox) ? null
        : (recipient.Route.Length > 0 ? routes().Named(recipient.Route) : null) ?? routes().Of(mailbox.Domain);

    private async Task<IReadOnlyList<(string Recipient, ReleaseOutcome Outcome, string Detail)>> SendAsync(
        QuarantinedMessage message, DownstreamRoute route, IReadOnlyList<QuarantinedRecipient> recipients, CancellationToken cancellationToken)
    {
        ReleasedMessage content = new(store.MessagePath(message.Id), message.Id, time.GetUtcNow());
        List<(string, ReleaseOutcome, string)> results = [];
        List<Recipient> accepted = [];
        ReversePath sender = QuarantineEnvelope.ReversePathOf(message);
        await using DownstreamTransaction transaction = new(route, sender, isPersonal: false, () => relay.Begin(
            route.Route, QuarantineEnvelope.ClientOf(message), sender, QuarantineEnvelope.ParametersOf(message), message.Id));
        foreach (QuarantinedRecipient recipient in recipients)
        {
            ForwardPath path = new(Parsed(recipient.Address));
            Reply? refusal = route.IsCapture ? null : await AskAsync(transaction, path, cancellationToken);
            if (refusal is null)
            {
                accepted.Add(new Recipient(path, RcptParameters.None));
            }
            else
            {
                results.Add((recipient.Address, ReleaseOutcome.Refused, refusal.ToString()));
            }
        }

        if (accepted.Count > 0)
        {
            results.AddRange(route.IsCapture ? await CaptureAsync(message, accepted, content, cancellationToken) : await DeliverAsync(transaction, accepted, content, cancellationToken));
        }

        return results;
    }

    private static async Task<Reply?> AskAsync(DownstreamTransaction transaction, ForwardPath path, CancellationToken cancellationToken)
    {
        Reply reply = await transaction.RcptAsync(path, path, RcptParameters.None, cancellationToken);
        return reply.IsPositive ? null : transaction.LastOutcome.Reply ?? reply;
    }

    private static async Task<IEnumerable<(string, ReleaseOutcome, string)>> DeliverAsync(
        DownstreamTransaction transaction, List<Recipient> accepted, ReleasedMessage content, CancellationToken cancellationToken)
    {
        DownstreamOutcome outcome;
        try
        {
            outcome = await transaction.DeliverAsync(content, () => cancellationToken.IsCancellationRequested, cancellationToken);
        }
        catch (OperationCanceledException)
        {
            // Nobody can tell how far it came.
            return accepted.Select(recipient => (recipient.Path.Mailbox.Text, ReleaseOutcome.Unsure, "interrupted while it was being sent"));
        }

        IReadOnlyList<DownstreamOutcome> each = transaction.RecipientOutcomes;
        return accepted.Select((recipient, i) => Result(recipient, i < each.Count ? each[i] : outcome));
    }

    private async Task<IEnumerable<(string, ReleaseOutcome, string)>> CaptureAsync(
        QuarantinedMessage message, List<Recipient> accepted, ReleasedMessage content, CancellationToken cancellationToken)
    {
        Reply reply = await capture.StoreAsync(message.Id, QuarantineEnvelope.ReversePathOf(message), accepted, content, cancellationToken);
        return accepted.Select(recipient => (recipient.Path.Mailbox.Text, reply.IsPositive ? ReleaseOutcome.Released : ReleaseOutcome.Refused, reply.ToString()));
    }

    private static (string, ReleaseOutcome, string) Result(Recipient recipient, DownstreamOutcome outcome)
    {
        ReleaseOutcome result = outcome.IsPositive ? ReleaseOutcome.Released : outcome.MayHaveBeenAccepted ? ReleaseOutcome.Unsure : ReleaseOutcome.Refused;
        return (recipient.Path.Mailbox.Text, result, outcome.Reply?.ToString() ?? outcome.ToString());
    }

    private static Mailbox Parsed(string address) => AddressParser.TryParseMailbox(address, out Mailbox? mailbox) ? mailbox : throw new FormatException($"'{address}' is no address");
}
