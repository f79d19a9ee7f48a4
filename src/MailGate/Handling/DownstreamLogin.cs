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

    private readonly DownstreamConnection _connection;

    private DownstreamLogin(DownstreamConnection connection, DownstreamRoute route)
    {
        _connection = connection;
        Route = route;
    }

    /// <summary>The route that the connection belongs to.</summary>
    public DownstreamRoute Route { get; }

    /// <summary>Passes the exchange to the default route's server.</summary>
    public static async ValueTask<(DownstreamLogin? Login, AuthenticationOutcome Outcome)> TryAsync(
        GatewayRuntime runtime, ClientIdentity identity, IAuthenticationDialogue dialogue, CancellationToken cancellationToken)
    {
        if (runtime.DefaultRoute is not { IsCapture: false } route)
        {
            return (null, new AuthenticationOutcome(Unavailable, null));
        }

        DownstreamConnectResult result = await runtime.Selector.ConnectAsync(route, identity, isFresh: true, cancellationToken);
        if (result.Connection is not { } connection)
        {
            return (null, new AuthenticationOutcome(Unavailable, null));
        }

        SaslUser user = new(dialogue.Mechanism);
        user.Note(dialogue.InitialResponse);
        DownstreamOutcome outcome = await connection.AuthenticateAsync(dialogue.Mechanism, dialogue.InitialResponse, AnswerAsync, cancellationToken);
        if (outcome.IsPositive)
        {
            return (new DownstreamLogin(connection, route), new AuthenticationOutcome(outcome.Reply!, user.Name));
        }

        await runtime.Selector.ReleaseAsync(connection);
        Reply reply = outcome.Reply is { Class: >= 4 } refusal && refusal.Code != ReplyCode.ServiceNotAvailable ? refusal : Unavailable;
        return (null, new AuthenticationOutcome(reply, null));

        async ValueTask<string?> AnswerAsync(string challenge, CancellationToken token)
        {
            string? response = await dialogue.ChallengeAsync(challenge, token);
            user.Note(response);
            return response;
        }
    }

    /// <summary>Lets a transaction use the connection.</summary>
    public void Lend(DownstreamTransaction transaction) => transaction.UseConnection(_connection);

    public ValueTask DisposeAsync() => _connection.QuitAsync();
}
