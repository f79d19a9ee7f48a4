using MailGate.Mail.Addresses;
using MailGate.Smtp.Client;
using MailGate.Smtp.Client.Routing;
using MailGate.Smtp.Grammar;
using MailGate.Smtp.Spool;

namespace MailGate.Handling;

/// <summary>
/// The far half of a transaction: one route, one connection, opened at the first recipient, so that mail refused earlier costs the servers behind
/// nothing. Over with <see cref="DisposeAsync"/>, which gives the connection back.
/// </summary>
internal sealed class DownstreamTransaction(DownstreamRoute route, RoutedTransaction transaction) : IAsyncDisposable
{
    public DownstreamRoute Route => route;

    /// <summary>The server in use or tried last, or null.</summary>
    public DownstreamTarget? Target => transaction.Target;

    /// <summary>The last step.</summary>
    public DownstreamOutcome LastOutcome { get; private set; }

    /// <summary>With LMTP: the outcome for each accepted recipient.</summary>
    public IReadOnlyList<DownstreamOutcome> RecipientOutcomes =>
        transaction.Connection is { Target.Protocol: DownstreamProtocol.Lmtp } lmtp ? lmtp.RecipientOutcomes : [];

    /// <summary>True when a message could be handed on now: what is known before the client is told to send it.</summary>
    public bool IsReady => transaction.Connection is { IsUsable: true };

    /// <summary>Asks the server about a recipient; the reply is the client's.</summary>
    public async ValueTask<Reply> RcptAsync(ForwardPath path, RcptParameters parameters, CancellationToken cancellationToken)
    {
        LastOutcome = await transaction.RcptAsync(path, parameters, cancellationToken);
        return ClientReply.For(LastOutcome, route.TextPolicy);
    }

    /// <summary>Hands the message on. The outcome says whether somebody else has it now.</summary>
    /// <param name="content">The message with all edits.</param>
    /// <param name="isClientGone">Looked at right before the dot leaves.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    public async ValueTask<DownstreamOutcome> DeliverAsync(IMessageContent content, Func<bool> isClientGone, CancellationToken cancellationToken) =>
        LastOutcome = await transaction.DataAsync(content, isClientGone, cancellationToken);

    public ValueTask DisposeAsync() => transaction.DisposeAsync();
}
