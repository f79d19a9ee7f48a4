using MailGate.Mail.Addresses;
using MailGate.Smtp.Client;
using MailGate.Smtp.Grammar;
using MailGate.Smtp.Session;
using MailGate.Smtp.Spool;

namespace MailGate.Handling;

/// <summary>
/// The far half of a transaction: one route, one connection, opened at the first recipient, so that mail refused earlier costs the servers behind
/// nothing. Over with <see cref="DisposeAsync"/>, which gives the connection back.
/// </summary>
internal sealed class DownstreamTransaction(DownstreamRoute route, DownstreamSelector selector, Transaction transaction, ReversePath reversePath, ClientIdentity identity)
    : IAsyncDisposable
{
    private DownstreamConnection? _connection;
    private bool _ownsConnection = true;
    private DownstreamOutcome? _unreachable;

    public DownstreamRoute Route => route;

    /// <summary>The server in use, or null.</summary>
    public DownstreamTarget? Target => _connection?.Target;

    /// <summary>The last step.</summary>
    public DownstreamOutcome LastOutcome { get; private set; }

    /// <summary>With LMTP: the outcome for each accepted recipient.</summary>
    public IReadOnlyList<DownstreamOutcome> RecipientOutcomes =>
        _connection is { Target.Protocol: DownstreamProtocol.Lmtp } lmtp ? lmtp.RecipientOutcomes : [];

    /// <summary>Uses a connection over which the client has authenticated; it stays the session's.</summary>
    public void UseConnection(DownstreamConnection connection)
    {
        _connection = connection;
        _ownsConnection = false;
    }

    /// <summary>Asks the server about a recipient; the reply is the client's.</summary>
    public async ValueTask<Reply> RcptAsync(ForwardPath path, RcptParameters parameters, CancellationToken cancellationToken)
    {
        // A target that could not be reached for the first recipient is not tried again for each of the others.
        if (_unreachable is { } known)
        {
            return ClientReply.For(known, route.TextPolicy);
        }

        bool isWarm = false;
        if (_connection is null && await OpenAsync(isFresh: false, cancellationToken) is { } failure)
        {
            return failure;
        }
        else if (_ownsConnection && transaction.Recipients.Count == 0)
        {
            isWarm = _connection!.Transactions > 1;
        }

        if (!EnvelopeBridge.TryBridge(path, parameters, transaction.Parameters.SmtpUtf8, _connection!.Keywords, out RcptCommand? rcpt, out Reply? refusal, out DroppedParameters dropped))
        {
            return refusal;
        }

        LastOutcome = await _connection.RcptAsync(rcpt, cancellationToken);
        if (isWarm && LastOutcome.EndsConnection && LastOutcome.Phase <= DownstreamPhase.Rcpt)
        {
            // The server had closed a connection that was kept: that says nothing of the mail.
            await ReleaseAsync();
            if (await OpenAsync(isFresh: true, cancellationToken) is { } secondFailure)
            {
                return secondFailure;
            }

            LastOutcome = await _connection.RcptAsync(rcpt, cancellationToken);
        }

        selector.NoteParameters(_connection.Target, transaction.Id, dropped);
        return ClientReply.For(LastOutcome, route.TextPolicy);
    }

    /// <summary>True when a message could be handed on now: what is known before the client is told to send it.</summary>
    public bool IsReady => _connection is { IsUsable: true };

    /// <summary>Hands the message on. The outcome says whether somebody else has it now.</summary>
    /// <param name="content">The message with all edits.</param>
    /// <param name="isClientGone">Looked at right before the dot leaves.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    public async ValueTask<DownstreamOutcome> DeliverAsync(IMessageContent content, Func<bool> isClientGone, CancellationToken cancellationToken)
    {
        DownstreamConnection connection = _connection ?? throw new InvalidOperationException("no recipient was asked about");
        if (EnvelopeBridge.NeedsFacts(transaction.Parameters, connection.Keywords, route.Bridge))
        {
            ContentFacts facts = await ContentFacts.ReadAsync(content, cancellationToken);
            if (EnvelopeBridge.Judge(facts, transaction.Parameters, connection.Keywords, route.Bridge) is { } refusal)
            {
                return LastOutcome = new DownstreamOutcome(DownstreamPhase.Data, DownstreamOutcomeKind.Local, refusal, "the message needs what the server lacks");
            }
        }

        return LastOutcome = await connection.DataAsync(content, isClientGone, cancellationToken);
    }

    public ValueTask DisposeAsync() => ReleaseAsync();

    private async ValueTask<Reply?> OpenAsync(bool isFresh, CancellationToken cancellationToken)
    {
        DownstreamConnectResult result = await selector.ConnectAsync(route, identity, isFresh, cancellationToken);
        LastOutcome = result.Outcome;
        if (result.Connection is null)
        {
            _unreachable = result.Outcome;
            return ClientReply.For(result.Outcome, route.TextPolicy);
        }

        _connection = result.Connection;
        return Begin(_connection);
    }

    private Reply? Begin(DownstreamConnection connection)
    {
        if (!EnvelopeBridge.TryBridge(
            reversePath, transaction.Parameters, connection.Keywords, connection.Tls is not null, route.Bridge, out MailCommand? mail, out Reply? refusal, out DroppedParameters dropped))
        {
            return refusal;
        }

        selector.NoteParameters(connection.Target, transaction.Id, dropped);
        connection.StartTransaction(mail, transaction.Id);
        return null;
    }

    private async ValueTask ReleaseAsync()
    {
        DownstreamConnection? connection = _connection;
        _connection = null;
        if (connection is not null && _ownsConnection)
        {
            await selector.ReleaseAsync(connection);
        }
        else if (connection is not null)
        {
            await connection.ResetAsync(CancellationToken.None);
        }
    }
}
