using System.ComponentModel;
using System.Net.Sockets;
using System.Security.Authentication;
using MailGate.Smtp.Grammar;

namespace MailGate.Smtp.Client;

/// <summary>
/// Everything from the connection to the point where MAIL may follow: PROXY header, greeting, EHLO, STARTTLS, XCLIENT, AUTH. Each step that changes who
/// the two sides are to each other is followed by a new EHLO, and what was learnt before it is forgotten (RFC 3207 §4.2).
/// </summary>
internal sealed class DownstreamGreeting(CommandChannel channel, ClientIdentity? identity)
{
    private readonly DownstreamTarget _target = channel.Target;

    // What EHLO says: our own name, until we speak for the client.
    private string _heloName = channel.Target.HeloName;

    /// <summary>What the last EHLO offered.</summary>
    public EhloKeywords Keywords { get; private set; } = EhloKeywords.None;

    /// <summary>True when a handshake failed although TLS is only wished for: a new connection may go on in clear (RFC 7435 §3).</summary>
    public bool MayRetryInClear { get; private set; }

    /// <summary>Runs all steps. The outcome is positive or says what failed.</summary>
    public async ValueTask<DownstreamOutcome> RunAsync(bool isTlsAllowed, CancellationToken cancellationToken)
    {
        DownstreamOutcome outcome = await OpenAsync(cancellationToken);
        if (!outcome.IsPositive)
        {
            return outcome;
        }

        outcome = await EhloAsync(cancellationToken);
        if (outcome.IsPositive && !_target.ImplicitTls && _target.Tls != DownstreamTls.None)
        {
            outcome = await StartTlsAsync(isTlsAllowed, outcome, cancellationToken);
        }

        if (outcome.IsPositive && _target.Identity == DownstreamIdentity.XClient)
        {
            outcome = await IntroduceAsync(cancellationToken);
        }

        return outcome.IsPositive && _target.UserName is not null ? await AuthenticateAsync(cancellationToken) : outcome;
    }

    /// <summary>Speaks for another client on a connection that is up: XCLIENT, and what must follow it.</summary>
    public async ValueTask<DownstreamOutcome> IntroduceAgainAsync(EhloKeywords known, CancellationToken cancellationToken)
    {
        Keywords = known;
        DownstreamOutcome outcome = await IntroduceAsync(cancellationToken);
        return outcome.IsPositive && _target.UserName is not null ? await AuthenticateAsync(cancellationToken) : outcome;
    }

    private async ValueTask<DownstreamOutcome> OpenAsync(CancellationToken cancellationToken)
    {
        if (_target.Identity is DownstreamIdentity.ProxyV1 or DownstreamIdentity.ProxyV2)
        {
            channel.Commands.Clear();
            ProxyHeaderWriter.Write(channel.Commands, _target.Identity == DownstreamIdentity.ProxyV2, identity);
            if (await channel.SendAsync(DownstreamPhase.Connect, _target.Timeouts.Greeting, cancellationToken) is { } failure)
            {
                return failure;
            }
        }

        if (_target.ImplicitTls && await ShakeHandsAsync(cancellationToken) is { } failed)
        {
            return failed;
        }

        DownstreamOutcome greeting = await channel.ReadAsync(DownstreamPhase.Greeting, _target.Timeouts.Greeting, cancellationToken);
        // RFC 5321 §4.2: 220, or a refusal. Anything else greets nobody.
        return greeting.Kind == DownstreamOutcomeKind.Reply && greeting.Reply!.Class < 4 && greeting.Reply.Code != ReplyCode.ServiceReady
            ? channel.Fail(DownstreamPhase.Greeting, DownstreamOutcomeKind.Malformed, "the greeting is not 220")
            : greeting;
    }

    private async ValueTask<DownstreamOutcome> EhloAsync(CancellationToken cancellationToken)
    {
        Keywords = EhloKeywords.None;
        DownstreamOutcome outcome = await SayAsync(_target.Protocol == DownstreamProtocol.Lmtp ? "LHLO " : "EHLO ", cancellationToken);
        if (outcome.IsPositive)
        {
            Keywords = EhloKeywords.Parse(outcome.Reply!);
        }
        else if (_target.Protocol == DownstreamProtocol.Smtp && outcome is { Kind: DownstreamOutcomeKind.Reply, Reply.IsPermanent: true })
        {
            // RFC 5321 §3.2: a server that does not know EHLO is greeted by HELO.
            outcome = await SayAsync("HELO ", cancellationToken);
        }

        return outcome;
    }

    private ValueTask<DownstreamOutcome> SayAsync(string verb, CancellationToken cancellationToken)
    {
        channel.Commands.Clear();
        return channel.Commands.Add(verb).Add(_heloName).TryEndLine()
            ? ExchangeAsync(DownstreamPhase.Ehlo, cancellationToken)
            : new ValueTask<DownstreamOutcome>(channel.Fail(DownstreamPhase.Ehlo, DownstreamOutcomeKind.Local, "our own name has an octet that it may not have"));
    }

    private async ValueTask<DownstreamOutcome> StartTlsAsync(bool isTlsAllowed, DownstreamOutcome ehlo, CancellationToken cancellationToken)
    {
        bool isRequired = _target.Tls != DownstreamTls.Opportunistic;
        if (!isTlsAllowed || !Keywords.Has(Extensions.StartTls))
        {
            return isRequired ? channel.Fail(DownstreamPhase.Tls, DownstreamOutcomeKind.Local, "TLS is required and not offered") : ehlo;
        }

        channel.Commands.Clear();
        channel.Commands.AddVerb("STARTTLS"u8);
        DownstreamOutcome outcome = await ExchangeAsync(DownstreamPhase.Tls, cancellationToken);
        if (!outcome.IsPositive)
        {
            return outcome.EndsConnection || isRequired ? outcome : ehlo;
        }

        // Octets behind the 220 were put there in clear to be taken for replies under TLS (ATTACKS A04).
        if (channel.HasBufferedInput)
        {
            return channel.Fail(DownstreamPhase.Tls, DownstreamOutcomeKind.Malformed, "clear-text octets follow the reply to STARTTLS");
        }

        if (await ShakeHandsAsync(cancellationToken) is { } failure)
        {
            MayRetryInClear = !isRequired;
            return failure;
        }

        return await EhloAsync(cancellationToken);
    }

    private async ValueTask<DownstreamOutcome?> ShakeHandsAsync(CancellationToken cancellationToken)
    {
        channel.Deadline.Set(_target.Timeouts.Handshake);
        try
        {
            await channel.Connection.BecomeTlsClientAsync(DownstreamTlsOptions.For(_target), cancellationToken);
            return null;
        }
        catch (Exception failure) when (failure is AuthenticationException or IOException or Win32Exception or SocketException or ObjectDisposedException
            or InvalidOperationException)
        {
            return channel.Fail(DownstreamPhase.Tls, DownstreamOutcomeKind.Closed, "handshake failed: " + (failure.InnerException ?? failure).Message);
        }
        catch (OperationCanceledException)
        {
            channel.Break();
            throw;
        }
        finally
        {
            channel.Deadline.Clear();
        }
    }

    private async ValueTask<DownstreamOutcome> IntroduceAsync(CancellationToken cancellationToken)
    {
        // To go on without would let every client pass as ourselves, whom the downstream may trust.
        if (Keywords.XClientAttributes.Count == 0)
        {
            return channel.Fail(DownstreamPhase.Identity, DownstreamOutcomeKind.Local, "XCLIENT is configured and not offered");
        }

        channel.Commands.Clear();
        IdentityCommands.TryAddXClient(channel.Commands, Keywords.XClientAttributes, identity ?? new ClientIdentity());
        DownstreamOutcome outcome = await ExchangeAsync(DownstreamPhase.Identity, cancellationToken);
        // The session begins anew, with a greeting; it is the client's, as in the example of XCLIENT_README: Postfix takes the name of the last EHLO for the
        // client's, whatever the attribute HELO said.
        _heloName = identity?.Helo ?? _target.HeloName;
        return outcome.IsPositive ? await EhloAsync(cancellationToken) : outcome;
    }

    private async ValueTask<DownstreamOutcome> AuthenticateAsync(CancellationToken cancellationToken)
    {
        // Whoever asked for TLS did not ask for a password in clear.
        if (_target.Tls != DownstreamTls.None && channel.Connection.Tls is null)
        {
            return channel.Fail(DownstreamPhase.Auth, DownstreamOutcomeKind.Local, "no password is sent in clear");
        }

        var credentials = new PasswordDialogue(_target.UserName!, _target.Password ?? "");
        string? mechanism = PasswordDialogue.Choose(Keywords.AuthMechanisms);
        return mechanism is null
            ? channel.Fail(DownstreamPhase.Auth, DownstreamOutcomeKind.Local, "neither PLAIN nor LOGIN is offered")
            : await SaslExchange.RunAsync(channel, mechanism, credentials.InitialResponse(mechanism), credentials.AnswerAsync, cancellationToken);
    }

    private ValueTask<DownstreamOutcome> ExchangeAsync(DownstreamPhase phase, CancellationToken cancellationToken) =>
        channel.ExchangeAsync(phase, _target.Timeouts.Greeting, cancellationToken);
}
