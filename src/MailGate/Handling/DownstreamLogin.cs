using MailGate.Smtp.Client;
using MailGate.Smtp.Grammar;
using MailGate.Smtp.Session;

namespace MailGate.Handling;

/// <summary>
/// A downstream connection on which the session's client has authenticated. It serves this session's mail and nobody else's, and ends with it.
/// </summary>
internal sealed class DownstreamLogin : IAsyncDisposable
{
    private static readonly Reply Unavailable = Reply.Of(ReplyCode.TemporaryAuthenticationFailure, 7, 0, "Authentication is not available now, try again later");

    private readonly DownstreamPool _pool;

    private DownstreamLogin(DownstreamConnection connection, DownstreamRoute route, DownstreamPool pool)
    {
        Connection = connection;
        Route = route;
        _pool = pool;
    }

    /// <summary>The connection.</summary>
    public DownstreamConnection Connection { get; }

    /// <summary>The route that the connection belongs to.</summary>
    public DownstreamRoute Route { get; }

    /// <summary>Passes the exchange to the default route's server.</summary>
    public static async ValueTask<(DownstreamLogin? Login, AuthenticationOutcome Outcome)> TryAsync(
        GatewayRuntime runtime, ClientIdentity identity, IAuthenticationDialogue dialogue, CancellationToken cancellationToken)
    {
        if (runtime.Routes.Default is not { IsCapture: false } route)
        {
            return (null, new AuthenticationOutcome(Unavailable, null));
        }

        SaslUser user = new(dialogue.Mechanism);
        user.Note(dialogue.InitialResponse);
        (DownstreamConnection? connection, DownstreamOutcome outcome) = await runtime.Downstreams.AuthenticateAsync(
            route.Route, identity, dialogue.Mechanism, dialogue.InitialResponse, AnswerAsync, cancellationToken);
        if (connection is not null)
        {
            return (new DownstreamLogin(connection, route, runtime.Downstreams.Pool), new AuthenticationOutcome(outcome.Reply!, user.Name));
        }

        bool isRefusal = outcome is { Phase: DownstreamPhase.Auth, Reply: { Class: >= 4, Code: not ReplyCode.ServiceNotAvailable } };
        return (null, new AuthenticationOutcome(isRefusal ? outcome.Reply! : Unavailable, null));

        async ValueTask<string?> AnswerAsync(string challenge, CancellationToken token)
        {
            string? response = await dialogue.ChallengeAsync(challenge, token);
            user.Note(response);
            return response;
        }
    }

    public ValueTask DisposeAsync() => _pool.ReleaseAsync(Connection);
}
