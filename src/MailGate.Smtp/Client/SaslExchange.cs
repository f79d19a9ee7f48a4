using MailGate.Smtp.Grammar;

namespace MailGate.Smtp.Client;

/// <summary>The client's side of AUTH (RFC 4954 §4): challenges and responses are passed on as they are, in base64.</summary>
internal static class SaslExchange
{
    // Many round trips mean a mechanism that nobody uses, or a server that plays for time.
    private const int MaxChallenges = 16;

    /// <summary>Runs an exchange to its last reply. When <paramref name="answer"/> gives null the exchange is cancelled, as §4 says, by an asterisk.</summary>
    public static async ValueTask<DownstreamOutcome> RunAsync(
        CommandChannel channel, string mechanism, string? initialResponse, Func<string, CancellationToken, ValueTask<string?>> answer, CancellationToken cancellationToken)
    {
        TimeSpan timeout = channel.Target.Timeouts.Greeting;
        channel.Commands.Clear();
        channel.Commands.Add("AUTH "u8).Add(mechanism);
        if (initialResponse is not null)
        {
            channel.Commands.Add(" "u8).Add(initialResponse);
        }

        bool isSafe = channel.Commands.TryEndLine();
        for (int i = 0; isSafe && i < MaxChallenges; i++)
        {
            DownstreamOutcome outcome = await channel.ExchangeAsync(DownstreamPhase.Auth, timeout, cancellationToken);
            if (outcome.Kind != DownstreamOutcomeKind.Reply || outcome.Reply!.Code != ReplyCode.AuthenticationChallenge)
            {
                return outcome;
            }

            string? response = await answer(outcome.Reply.Text, cancellationToken);
            channel.Commands.Clear();
            isSafe = channel.Commands.Add(response ?? "*").TryEndLine();
        }

        return channel.Fail(
            DownstreamPhase.Auth, DownstreamOutcomeKind.Local, isSafe ? "the SASL exchange does not end" : "a SASL response has an octet that it may not have");
    }
}
