using System.Security.Cryptography.X509Certificates;
using MailGate.Configuration;
using MailGate.Configuration.Sections;
using MailGate.Smtp.Session;
using MailGate.Smtp.Transport;

namespace MailGate.Handling;

/// <summary>A listener as it is configured, in the terms of the SMTP server.</summary>
internal static class ListenerMapping
{
    public static SmtpListenerSettings ToSmtp(
        ListenerSettings listener, GatewaySettings gateway, IReadOnlyList<(X509Certificate2 Certificate, X509Certificate2Collection Chain)> certificates) => new()
    {
        Name = listener.Name,
        EndPoint = listener.Address,
        Hostname = gateway.Hostname.Ascii,
        Tls = listener.Tls switch
        {
            ListenerTls.None => TlsMode.None,
            ListenerTls.Starttls => TlsMode.StartTls,
            ListenerTls.Require => TlsMode.Require,
            ListenerTls.Implicit => TlsMode.Implicit,
            _ => throw new ArgumentOutOfRangeException(nameof(listener)),
        },
        TlsOptions = certificates.Count == 0
            ? null
            : new ServerCertificates(certificates, listener.ClientCertificates, gateway.Tls.MinVersion == TlsVersion.Tls13).ChooseAsync,
        Auth = listener.Auth switch
        {
            ListenerAuth.None => AuthMode.None,
            ListenerAuth.Downstream => AuthMode.Downstream,
            ListenerAuth.Required => AuthMode.Required,
            _ => throw new ArgumentOutOfRangeException(nameof(listener)),
        },
        LineEndings = listener.LineEndings == LineEndings.Normalize ? LineEndingPolicy.Normalize : LineEndingPolicy.Refuse,
        Vrfy = ToSmtp(listener.Vrfy),
        Expn = ToSmtp(listener.Expn),
        IsPipeliningStrict = listener.Pipelining == Pipelining.Strict,
        ProxyProtocolPeers = listener.ProxyProtocol == ProxyProtocolMode.Off ? [] : gateway.ProxyProtocolPeers.Networks,
        IsProxyProtocolRequired = listener.ProxyProtocol == ProxyProtocolMode.Require,
        XClientPeers = listener.Xclient ? gateway.XclientPeers.Networks : [],
        Limits = ToSmtp(listener.Limits, gateway.Timeouts),
    };

    private static VerifyReply ToSmtp(VrfyReply reply) => reply == VrfyReply.CannotVerify ? VerifyReply.CannotVerify : VerifyReply.NotImplemented;

    private static SmtpLimits ToSmtp(LimitSettings limits, TimeoutSettings timeouts) => new()
    {
        MaxMessageOctets = limits.MessageSize.Bytes,
        MaxRecipients = limits.Recipients,
        MaxTransactions = limits.Messages,
        MaxTextLineOctets = limits.LineLength.Bytes,
        MaxCommands = limits.Commands,
        MaxCommandLineOctets = (int)limits.CommandLine.Bytes,
        MaxErrors = limits.Errors,
        MaxIdleCommands = limits.JunkCommands,
        CommandTimeout = limits.Idle,
        DataTimeout = limits.MinRate.Bytes > 0 && limits.MinRateAfter < limits.Idle ? limits.MinRateAfter : limits.Idle,
        MinOctetsPerSecond = (int)Math.Min(limits.MinRate.Bytes, int.MaxValue),
        ProxyHeaderTimeout = timeouts.ProxyHeader,
        HandshakeTimeout = timeouts.TlsHandshake,
        MaxSessionTime = limits.SessionTime,
        MaxSessions = limits.Sessions,
        MaxSessionsPerAddress = limits.SessionsPerAddress,
    };
}
