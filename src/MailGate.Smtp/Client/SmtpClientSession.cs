using MailGate.Smtp.Spool;

namespace MailGate.Smtp.Client;

/// <summary>A plain client: connect, send some messages, leave. The gateway itself uses <see cref="Routing.DownstreamRelay"/>.</summary>
public sealed class SmtpClientSession : IAsyncDisposable
{
    private DownstreamConnection? _connection;

    private SmtpClientSession(DownstreamConnectResult result)
    {
        _connection = result.Connection;
        Greeting = result.Outcome;
    }

    /// <summary>How connecting went; messages can be sent when it is positive.</summary>
    public DownstreamOutcome Greeting { get; }

    /// <summary>What the server offers.</summary>
    public EhloKeywords Keywords => _connection?.Keywords ?? EhloKeywords.None;

    /// <summary>True while another message can be sent.</summary>
    public bool IsUsable => _connection is { IsUsable: true };

    /// <summary>Connects and greets. A failure is in <see cref="Greeting"/>.</summary>
    public static async Task<SmtpClientSession> ConnectAsync(
        DownstreamTarget target, ClientIdentity? identity, DownstreamContext context, CancellationToken cancellationToken) =>
        new(await DownstreamConnection.ConnectAsync(target, identity, context, cancellationToken));

    /// <summary>Sends one message to the recipients that are accepted.</summary>
    public async Task<SmtpSendResult> SendAsync(
        MailCommand mail, IReadOnlyList<RcptCommand> recipients, IMessageContent content, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(recipients);
        ArgumentOutOfRangeException.ThrowIfZero(recipients.Count);
        if (_connection is not { } connection)
        {
            return new SmtpSendResult([.. recipients.Select(_ => Greeting)], Greeting, []);
        }

        connection.StartTransaction(mail, client: connection.Identity);
        DownstreamOutcome[] outcomes = await connection.RcptAsync(recipients, cancellationToken);
        if (!outcomes.Any(o => o.IsPositive))
        {
            await connection.ResetAsync(cancellationToken);
            return new SmtpSendResult(outcomes, outcomes[0], []);
        }

        DownstreamOutcome outcome = await connection.DataAsync(content, isClientGone: null, cancellationToken);
        SmtpSendResult result = new(outcomes, outcome, connection.RecipientOutcomes);
        await connection.ResetAsync(cancellationToken);
        return result;
    }

    /// <summary>Says QUIT and closes.</summary>
    public async ValueTask DisposeAsync()
    {
        if (Interlocked.Exchange(ref _connection, null) is { } connection)
        {
            await connection.QuitAsync();
        }
    }
}
