using System.Diagnostics.CodeAnalysis;
using System.Runtime.CompilerServices;
using MailGate.Mail.Addresses;
using MailGate.Smtp.Grammar;
using MailGate.Smtp.Spool;

namespace MailGate.Smtp.Client.Routing;

/// <summary>
/// One transaction at one of a route's targets. It begins with the first recipient; up to that MAIL has been accepted another target, or a new connection in
/// place of one that had died idle, may take it over.
/// </summary>
public sealed class RoutedTransaction : IAsyncDisposable
{
    private readonly DownstreamRelay _relay;
    private readonly TargetWalk _walk;
    private readonly BridgePolicy _bridge;
    private readonly ClientIdentity? _identity;
    private readonly ReversePath _reversePath;
    private readonly MailParameters _parameters;
    private readonly string _id;
    private readonly DownstreamConnection? _personal;
    private DownstreamOutcome? _refusal;

    internal RoutedTransaction(
        DownstreamRelay relay,
        TargetWalk walk,
        BridgePolicy bridge,
        ClientIdentity? identity,
        ReversePath reversePath,
        MailParameters parameters,
        string id,
        DownstreamConnection? personal)
    {
        _relay = relay;
        _walk = walk;
        _bridge = bridge;
        _identity = identity;
        _reversePath = reversePath;
        _parameters = parameters;
        _id = id;
        _personal = personal;
    }

    /// <summary>The connection in use, from the first recipient on.</summary>
    public DownstreamConnection? Connection { get; private set; }

    /// <summary>The target in use or tried last.</summary>
    public DownstreamTarget? Target => Connection?.Target ?? _walk.Current;

    /// <summary>With LMTP the outcome for each accepted recipient, in order, after <see cref="DataAsync"/>.</summary>
    public IReadOnlyList<DownstreamOutcome> RecipientOutcomes => Connection?.RecipientOutcomes ?? [];

    /// <summary>Asks the downstream about a recipient; the first one opens the transaction there.</summary>
    /// <exception cref="OperationCanceledException"><paramref name="cancellationToken"/> was cancelled.</exception>
    [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder<>))]
    public async ValueTask<DownstreamOutcome> RcptAsync(ForwardPath forwardPath, RcptParameters parameters, CancellationToken cancellationToken)
    {
        if (_refusal is { } refused)
        {
            return refused;
        }

        if (Connection is null && await OpenAsync(cancellationToken) is { } failure)
        {
            // Servers that could not be reached for one recipient are not tried again for each of the others.
            _refusal = failure;
            return failure;
        }

        DownstreamOutcome outcome = await AskAsync(forwardPath, parameters, cancellationToken);
        if (IsDeadFromIdling(outcome))
        {
            // Nothing has come of it yet, so that nothing is done twice.
            DownstreamTarget target = Connection!.Target;
            await ReleaseAsync();
            DownstreamConnectResult fresh = await _relay.ConnectAsync(target, _identity, isFresh: true, cancellationToken);
            _refusal = Adopt(fresh);
            outcome = _refusal ?? await AskAsync(forwardPath, parameters, cancellationToken);
        }

        return outcome;
    }

    /// <summary>Asks about several recipients, pipelined after the first where the downstream can; the outcomes are in the same order.</summary>
    public async ValueTask<DownstreamOutcome[]> RcptAsync(
        IReadOnlyList<(ForwardPath Path, RcptParameters Parameters)> recipients, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(recipients);
        var outcomes = new DownstreamOutcome[recipients.Count];
        var commands = new List<RcptCommand>(recipients.Count);
        var asked = new List<int>(recipients.Count);
        for (int i = 0; i < outcomes.Length; i++)
        {
            if (i == 0 || Connection is null || _refusal is not null)
            {
                outcomes[i] = await RcptAsync(recipients[i].Path, recipients[i].Parameters, cancellationToken);
            }
            else if (TryBridge(recipients[i].Path, recipients[i].Parameters, out RcptCommand? rcpt, out outcomes[i]))
            {
                commands.Add(rcpt);
                asked.Add(i);
            }
        }

        DownstreamOutcome[] answers = commands.Count > 0 ? await Connection!.RcptAsync(commands, cancellationToken) : [];
        for (int i = 0; i < answers.Length; i++)
        {
            outcomes[asked[i]] = answers[i];
        }

        return outcomes;
    }

    /// <summary>Sends the message to the recipients that were accepted. As <see cref="DownstreamConnection.DataAsync"/>.</summary>
    public ValueTask<DownstreamOutcome> DataAsync(IMessageContent content, Func<bool>? isClientGone, CancellationToken cancellationToken)
    {
        if (Connection is not { } connection || _refusal is not null)
        {
            return new ValueTask<DownstreamOutcome>(DownstreamOutcome.Failed(DownstreamPhase.Data, DownstreamOutcomeKind.Local, "no recipient was accepted"));
        }

        return EnvelopeBridge.NeedsFacts(_parameters, connection.Keywords, _bridge)
            ? JudgeAndSendAsync(connection, content, isClientGone, cancellationToken)
            : connection.DataAsync(content, isClientGone, cancellationToken);
    }

    /// <summary>Ends the transaction: what was not sent is given up, and the connection goes back to the pool.</summary>
    public ValueTask DisposeAsync() => ReleaseAsync();

    private async ValueTask<DownstreamOutcome> JudgeAndSendAsync(
        DownstreamConnection connection, IMessageContent content, Func<bool>? isClientGone, CancellationToken cancellationToken) =>
        EnvelopeBridge.Judge(await ContentFacts.ReadAsync(content, cancellationToken), _parameters, connection.Keywords, _bridge) is { } refusal
            ? Refused(DownstreamPhase.Data, refusal)
            : await connection.DataAsync(content, isClientGone, cancellationToken);

    private async ValueTask<DownstreamOutcome?> OpenAsync(CancellationToken cancellationToken) => _personal is not null
        ? Adopt(new DownstreamConnectResult(_personal, default))
        : Adopt(await _relay.ConnectAsync(_walk, _identity, cancellationToken));

    // Null when the connection is ready for the first recipient.
    private DownstreamOutcome? Adopt(DownstreamConnectResult result)
    {
        Connection = result.Connection;
        if (Connection is null)
        {
            return result.Outcome;
        }

        bool isBridged = EnvelopeBridge.TryBridge(
            _reversePath, _parameters, Connection.Keywords, Connection.Tls is not null, _bridge, out MailCommand? mail, out Reply? refusal, out DroppedParameters dropped);
        Note(dropped);
        if (!isBridged)
        {
            return Refused(DownstreamPhase.Mail, refusal!);
        }

        Connection.StartTransaction(mail!, _id, _identity);
        return null;
    }

    private ValueTask<DownstreamOutcome> AskAsync(ForwardPath forwardPath, RcptParameters parameters, CancellationToken cancellationToken) =>
        TryBridge(forwardPath, parameters, out RcptCommand? rcpt, out DownstreamOutcome refused)
            ? Connection!.RcptAsync(rcpt, cancellationToken)
            : new ValueTask<DownstreamOutcome>(refused);

    private bool TryBridge(ForwardPath forwardPath, RcptParameters parameters, [NotNullWhen(true)] out RcptCommand? rcpt, out DownstreamOutcome refused)
    {
        bool isBridged = EnvelopeBridge.TryBridge(
            forwardPath, parameters, _parameters.SmtpUtf8, Connection!.Keywords, out rcpt, out Reply? refusal, out DroppedParameters dropped);
        Note(dropped);
        refused = isBridged ? default : Refused(DownstreamPhase.Rcpt, refusal!);
        return isBridged;
    }

    // A server that has closed an idle connection, or is about to: seen at the first command only.
    private bool IsDeadFromIdling(in DownstreamOutcome outcome) =>
        Connection is { IsReused: true, IsPersonal: false } && outcome.Phase <= DownstreamPhase.Mail && outcome.EndsConnection
        && outcome.Kind is not (DownstreamOutcomeKind.Timeout or DownstreamOutcomeKind.Local);

    private void Note(DroppedParameters dropped)
    {
        if (dropped != DroppedParameters.None)
        {
            _relay.Observer.OnParametersDropped(Connection!.Target, _id, dropped);
        }
    }

    private static DownstreamOutcome Refused(DownstreamPhase phase, Reply refusal) => new(phase, DownstreamOutcomeKind.Local, refusal, "the downstream lacks an extension");

    private async ValueTask ReleaseAsync()
    {
        if (Connection is not { } connection)
        {
            return;
        }

        Connection = null;
        // A client's own connection stays with its session.
        if (connection == _personal)
        {
            await connection.ResetAsync(CancellationToken.None);
        }
        else
        {
            await _relay.Pool.ReleaseAsync(connection);
        }
    }
}
