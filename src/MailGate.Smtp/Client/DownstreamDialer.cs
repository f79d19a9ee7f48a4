using System.Net.Sockets;
using MailGate.Smtp.Transport;

namespace MailGate.Smtp.Client;

/// <summary>Connects to a downstream and greets it, up to where MAIL may follow.</summary>
internal static class DownstreamDialer
{
    /// <summary>Connects; a second time in clear when TLS was only wished for and its handshake failed.</summary>
    public static async ValueTask<DownstreamConnectResult> ConnectAsync(
        DownstreamTarget target, ClientIdentity? identity, DownstreamContext context, CancellationToken cancellationToken)
    {
        (DownstreamConnectResult result, bool mayRetry) = await ConnectAsync(target, identity, context, isTlsAllowed: true, cancellationToken);
        return mayRetry ? (await ConnectAsync(target, identity, context, isTlsAllowed: false, cancellationToken)).Result : result;
    }

    private static async ValueTask<(DownstreamConnectResult Result, bool MayRetryInClear)> ConnectAsync(
        DownstreamTarget target, ClientIdentity? identity, DownstreamContext context, bool isTlsAllowed, CancellationToken cancellationToken)
    {
        long startedAt = context.Time.GetTimestamp();
        (SmtpConnection? transport, DownstreamOutcome failure) = await OpenAsync(target, context, cancellationToken);
        if (transport is null)
        {
            context.Observer.OnFailure(target, failure);
            return (new DownstreamConnectResult(null, failure), false);
        }

        CommandChannel? channel = new(transport, target, context);
        channel.Times.Add(DownstreamPhase.Connect, context.Time.GetElapsedTime(startedAt));
        try
        {
            var greeting = new DownstreamGreeting(channel, identity);
            DownstreamOutcome outcome = await greeting.RunAsync(isTlsAllowed, cancellationToken);
            if (!outcome.IsPositive)
            {
                return (new DownstreamConnectResult(null, outcome), greeting.MayRetryInClear);
            }

            context.Observer.OnConnected(target, transport.Tls, context.Time.GetElapsedTime(startedAt));
            var connection = new DownstreamConnection(channel, context, greeting.Keywords, identity);
            channel = null;
            return (new DownstreamConnectResult(connection, outcome), false);
        }
        finally
        {
            if (channel is not null)
            {
                await channel.DisposeAsync();
            }
        }
    }

    private static async ValueTask<(SmtpConnection? Transport, DownstreamOutcome Failure)> OpenAsync(
        DownstreamTarget target, DownstreamContext context, CancellationToken cancellationToken)
    {
        using var timeout = new CancellationTokenSource(target.Timeouts.Connect, context.Time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(timeout.Token, cancellationToken);
        try
        {
            return (await context.Connector.ConnectAsync(target.Host, target.Port, either.Token), default);
        }
        catch (Exception failure) when (failure is SocketException or IOException or ArgumentException)
        {
            return (null, DownstreamOutcome.Failed(DownstreamPhase.Connect, DownstreamOutcomeKind.ConnectFailed, failure.Message));
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            return (null, DownstreamOutcome.Failed(DownstreamPhase.Connect, DownstreamOutcomeKind.Timeout, "no connection in time"));
        }
    }
}
