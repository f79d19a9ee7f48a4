using MailGate.Smtp.Client;

namespace MailGate.Handling;

/// <summary>Finds a server of a route that answers: the best priority first, the next when it does not.</summary>
internal sealed class DownstreamSelector(DownstreamPool pool, IDownstreamObserver observer)
{
    /// <summary>A connection to the first server that gives one, or what the last one said.</summary>
    public async ValueTask<DownstreamConnectResult> ConnectAsync(DownstreamRoute route, ClientIdentity identity, bool isFresh, CancellationToken cancellationToken)
    {
        DownstreamConnectResult result = default;
        foreach (DownstreamTarget target in route.Targets)
        {
            result = await pool.AcquireAsync(target, target.Identity == DownstreamIdentity.None ? null : identity, isFresh, cancellationToken);
            if (result.Connection is not null)
            {
                return result;
            }
        }

        return result;
    }

    /// <summary>What the route's first server is known to offer, or null.</summary>
    public EhloKeywords? KnownKeywords(DownstreamRoute route) => route.IsCapture ? null : pool.KnownKeywords(route.Targets[0]);

    public ValueTask ReleaseAsync(DownstreamConnection connection) => pool.ReleaseAsync(connection);

    public void NoteParameters(DownstreamTarget target, string transactionId, DroppedParameters dropped)
    {
        if (dropped != DroppedParameters.None)
        {
            observer.OnParametersDropped(target, transactionId, dropped);
        }
    }
}
