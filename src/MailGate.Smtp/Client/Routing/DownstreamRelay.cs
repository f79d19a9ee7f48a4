using MailGate.Mail.Addresses;
using MailGate.Smtp.Grammar;

namespace MailGate.Smtp.Client.Routing;

/// <summary>Begins transactions at the targets of routes: the pool, the health of targets and failover in one.</summary>
public sealed class DownstreamRelay : IAsyncDisposable
{
    private readonly TargetSelector _selector;

    public DownstreamRelay(DownstreamContext context)
    {
        ArgumentNullException.ThrowIfNull(context);
        Observer = context.Observer;
        Pool = new DownstreamPool(context);
        _selector = new TargetSelector(context.Time, context.Observer);
    }

    /// <summary>The connections.</summary>
    public DownstreamPool Pool { get; }

    internal IDownstreamObserver Observer { get; }

    /// <summary>True while a target has not failed several times in a row.</summary>
    public bool IsUp(DownstreamTarget target) => _selector.IsUp(target);

    /// <summary>A transaction of which nothing is sent before its first recipient. Dispose it whatever becomes of it.</summary>
    /// <param name="route">Where to.</param>
    /// <param name="identity">The client, told as the target's setting says; null: nobody.</param>
    /// <param name="reversePath">The reverse-path.</param>
    /// <param name="parameters">The client's parameters of MAIL.</param>
    /// <param name="id">The transaction's id.</param>
    /// <param name="personal">The connection over which the client has authenticated, to be used instead of one of the pool.</param>
    public RoutedTransaction Begin(
        Route route, ClientIdentity? identity, ReversePath reversePath, MailParameters parameters, string id, DownstreamConnection? personal = null)
    {
        ArgumentNullException.ThrowIfNull(route);
        ArgumentNullException.ThrowIfNull(reversePath);
        ArgumentNullException.ThrowIfNull(parameters);
        return new RoutedTransaction(this, new TargetWalk(_selector, route), route.Bridge, identity, reversePath, parameters, id, personal);
    }

    /// <summary>Passes a client's SASL exchange to the first target of a route that is up.</summary>
    /// <returns>
    /// The last reply, and when that is positive the connection: it is the client's own, for <see cref="Begin"/>, and is to be released to
    /// <see cref="Pool"/> at the end of its session.
    /// </returns>
    public async ValueTask<DownstreamConnectResult> AuthenticateAsync(
        Route route,
        ClientIdentity? identity,
        string mechanism,
        string? initialResponse,
        Func<string, CancellationToken, ValueTask<string?>> answer,
        CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(route);
        DownstreamConnectResult result = await ConnectAsync(new TargetWalk(_selector, route), identity, cancellationToken);
        if (result.Connection is not { } connection)
        {
            return result;
        }

        DownstreamOutcome outcome = default;
        try
        {
            outcome = await connection.AuthenticateAsync(mechanism, initialResponse, answer, cancellationToken);
            return new DownstreamConnectResult(outcome.Reply is { IsPositive: true } ? connection : null, outcome);
        }
        finally
        {
            if (outcome.Reply is not { IsPositive: true })
            {
                await Pool.ReleaseAsync(connection);
            }
        }
    }

    public ValueTask DisposeAsync() => Pool.DisposeAsync();

    /// <summary>A connection to the next target that gives one; otherwise the last failure.</summary>
    internal async ValueTask<DownstreamConnectResult> ConnectAsync(TargetWalk walk, ClientIdentity? identity, CancellationToken cancellationToken)
    {
        DownstreamConnectResult result = new(
            null, DownstreamOutcome.Failed(DownstreamPhase.Connect, DownstreamOutcomeKind.ConnectFailed, "no target of the route is up"));
        while (walk.MoveNext())
        {
            result = await ConnectAsync(walk.Current!, identity, isFresh: false, cancellationToken);
            if (result.Connection is not null)
            {
                break;
            }
        }

        return result;
    }

    /// <summary>A connection to one target, with its health noted.</summary>
    internal async ValueTask<DownstreamConnectResult> ConnectAsync(
        DownstreamTarget target, ClientIdentity? identity, bool isFresh, CancellationToken cancellationToken)
    {
        bool isReported = false;
        try
        {
            DownstreamConnectResult result = await Pool.AcquireAsync(target, identity, isFresh, cancellationToken);
            _selector.Report(target, result);
            isReported = true;
            return result;
        }
        finally
        {
            if (!isReported)
            {
                _selector.ReportNothing(target);
            }
        }
    }
}
