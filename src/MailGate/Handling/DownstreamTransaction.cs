using System.Runtime.CompilerServices;
using MailGate.Mail.Addresses;
using MailGate.Smtp.Client;
using MailGate.Smtp.Client.Routing;
using MailGate.Smtp.Grammar;
using MailGate.Smtp.Session;
using MailGate.Smtp.Spool;

namespace MailGate.Handling;

/// <summary>
/// The far half of a transaction: one route, one reverse-path, one connection, opened at the first recipient, so that mail refused earlier costs the servers
/// behind nothing. Over with <see cref="DisposeAsync"/>, which gives the connection back.
/// </summary>
/// <param name="route">Where it goes.</param>
/// <param name="sender">The reverse-path that it is begun with.</param>
/// <param name="isPersonal">True when it runs over a connection of the client's own, where it has logged in.</param>
/// <param name="begin">Begins it, and begins it again.</param>
internal sealed class DownstreamTransaction(DownstreamRoute route, ReversePath sender, bool isPersonal, Func<RoutedTransaction> begin) : IAsyncDisposable
{
    private readonly List<ForwardedRecipient> _accepted = [];
    private readonly List<ForwardedRecipient> _promised = [];
    private RoutedTransaction _transaction = begin();
    private bool _isTainted;

    public DownstreamRoute Route => route;

    public ReversePath Sender => sender;

    public bool IsPersonal => isPersonal;

    /// <summary>The server in use or tried last, or null.</summary>
    public DownstreamTarget? Target => _transaction.Target;

    /// <summary>What the phases took, while there is a connection.</summary>
    public PhaseTimes? Times => _transaction.Connection?.Times;

    /// <summary>The last step.</summary>
    public DownstreamOutcome LastOutcome { get; private set; }

    /// <summary>With LMTP: the outcome for each accepted recipient.</summary>
    public IReadOnlyList<DownstreamOutcome> RecipientOutcomes =>
        _transaction.Connection is { Target.Protocol: DownstreamProtocol.Lmtp } lmtp ? lmtp.RecipientOutcomes : [];

    /// <summary>The recipients that were accepted, in the order of <see cref="RecipientOutcomes"/>.</summary>
    public IReadOnlyList<ForwardedRecipient> Accepted => _accepted;

    /// <summary>The recipients of whom the client has been told 250, and whom the server has not been asked about yet.</summary>
    public IReadOnlyList<ForwardedRecipient> Promised => _promised;

    /// <summary>True while the reply to the message is still listened for.</summary>
    public bool IsAwaited => _transaction.Connection is { IsDraining: true };

    /// <summary>True when the server has this recipient already, or will be asked about it.</summary>
    public bool Has(ForwardPath path) => _accepted.Exists(accepted => accepted.Path == path) || _promised.Exists(promised => promised.Path == path);

    /// <summary>Puts the question about a recipient off to <see cref="AskPromisedAsync"/>.</summary>
    public void Promise(ForwardedRecipient recipient) => _promised.Add(recipient);

    /// <summary>Asks about those who were promised, with all their parameters, in one go where the server pipelines; the outcomes are in their order.</summary>
    public async ValueTask<DownstreamOutcome[]> AskPromisedAsync(CancellationToken cancellationToken)
    {
        ForwardedRecipient[] promised = [.. _promised];
        _promised.Clear();
        DownstreamOutcome[] outcomes;
        if (await RestoreAsync(cancellationToken))
        {
            outcomes = await _transaction.RcptAsync([.. promised.Select(recipient => (recipient.Path, recipient.Parameters))], cancellationToken);
            int refused = Array.FindIndex(outcomes, outcome => !outcome.IsPositive);
            LastOutcome = outcomes[refused < 0 ? ^1 : refused];
        }
        else
        {
            outcomes = [.. promised.Select(_ => LastOutcome)];
        }

        _accepted.AddRange(promised.Where((_, i) => outcomes[i].IsPositive));
        return outcomes;
    }

    /// <summary>Asks the server about a recipient; the reply is the client's.</summary>
    /// <param name="named">What the client calls it.</param>
    /// <param name="path">What the server is told.</param>
    [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder<>))]
    public async ValueTask<Reply> RcptAsync(ForwardPath named, ForwardPath path, RcptParameters parameters, CancellationToken cancellationToken)
    {
        if (!await RestoreAsync(cancellationToken))
        {
            return ClientReply.For(LastOutcome, route.TextPolicy);
        }

        LastOutcome = await _transaction.RcptAsync(path, parameters, cancellationToken);
        if (LastOutcome.IsPositive)
        {
            _accepted.Add(new ForwardedRecipient(named, path, parameters));
        }

        return ClientReply.For(LastOutcome, route.TextPolicy);
    }

    /// <summary>
    /// Gives up what was accepted after the first <paramref name="count"/>. SMTP knows no way to take a recipient back: the transaction is begun again without
    /// them before anything else is sent.
    /// </summary>
    public void TakeBack(int count)
    {
        _isTainted |= _accepted.Count > count;
        _accepted.RemoveRange(count, _accepted.Count - count);
    }

    /// <summary>Leaves out those who have the message already; false when one of the others is not accepted any more.</summary>
    /// <param name="delivered">The keys of those who have it, see <see cref="ForwardedRecipient.Key"/>.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    public ValueTask<bool> LeaveOutAsync(IReadOnlySet<string> delivered, CancellationToken cancellationToken)
    {
        _isTainted |= _accepted.RemoveAll(recipient => delivered.Contains(recipient.Key)) > 0;
        return RestoreAsync(cancellationToken);
    }

    /// <summary>True when a message could be handed on now: what is known before the client is told to send it.</summary>
    public async ValueTask<bool> IsReadyAsync(CancellationToken cancellationToken) =>
        await RestoreAsync(cancellationToken) && _transaction.Connection is { IsUsable: true };

    /// <summary>Hands the message on. The outcome says whether somebody else has it now.</summary>
    /// <param name="content">The message with all edits.</param>
    /// <param name="isClientGone">Looked at right before the dot leaves.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder<>))]
    public async ValueTask<DownstreamOutcome> DeliverAsync(IMessageContent content, Func<bool> isClientGone, CancellationToken cancellationToken) =>
        LastOutcome = await _transaction.DataAsync(content, isClientGone, cancellationToken);

    /// <summary>The recipients of whom the server has said that they have the message.</summary>
    public IEnumerable<ForwardedRecipient> Delivered(DownstreamOutcome outcome) =>
        RecipientOutcomes is { Count: > 0 } each ? _accepted.Zip(each).Where(pair => pair.Second.IsPositive).Select(pair => pair.First)
        : outcome.IsPositive ? _accepted : [];

    /// <summary>While <see cref="IsAwaited"/>: what becomes of it for each recipient, once that is known; otherwise null.</summary>
    public Task<IReadOnlyList<DownstreamOutcome>>? LateOutcomesAsync() => IsAwaited ? _transaction.Connection!.LateOutcomesAsync() : null;

    public ValueTask DisposeAsync() => _transaction.DisposeAsync();

    private async ValueTask<bool> RestoreAsync(CancellationToken cancellationToken)
    {
        if (!_isTainted)
        {
            return true;
        }

        await _transaction.DisposeAsync();
        _transaction = begin();
        foreach (ForwardedRecipient recipient in _accepted)
        {
            LastOutcome = await _transaction.RcptAsync(recipient.Path, recipient.Parameters, cancellationToken);
            if (!LastOutcome.IsPositive)
            {
                // The client was told 250 for this one: nothing goes out before the server says so again.
                return false;
            }
        }

        _isTainted = false;
        return true;
    }
}

/// <summary>A recipient that the server behind has accepted.</summary>
/// <param name="Named">What the client calls it.</param>
/// <param name="Path">What the server was told.</param>
/// <param name="Parameters">The parameters that go with it.</param>
internal sealed record ForwardedRecipient(ForwardPath Named, ForwardPath Path, RcptParameters Parameters)
{
    /// <summary>What tells recipients apart.</summary>
    public string Key => Path.Mailbox.Text;

    /// <summary>A recipient at an address of his: the one that the client gave, or one in its place.</summary>
    public static ForwardedRecipient Of(Recipient recipient, ForwardPath path) =>
        new(recipient.Path, path, path == recipient.Path ? recipient.Parameters : WithOriginal(recipient));

    // RFC 3461 §5.2.1: what the client gave stays; else the address that it named is noted, for notifications to speak of.
    private static RcptParameters WithOriginal(Recipient recipient) =>
        recipient.Parameters.OriginalRecipient is not null || !System.Text.Ascii.IsValid(recipient.Path.ToString())
            ? recipient.Parameters
            : recipient.Parameters with { OriginalRecipient = "rfc822;" + XText.Encode(recipient.Path.ToString()) };
}
