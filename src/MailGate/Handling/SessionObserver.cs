using System.Net;
using MailGate.Observability.Metrics;
using MailGate.Smtp.Grammar;
using MailGate.Smtp.Session;
using MailGate.Smtp.Transport;

namespace MailGate.Handling;

/// <summary>Turns what sessions do into metrics and log lines.</summary>
internal sealed class SessionObserver(GatewayMetrics metrics, ILogger logger, TimeProvider time) : ISessionObserver
{
    // One look-up for each pair of verb and code that ever occurs; codes are 200 to 599.
    private readonly Histogram?[] _durations = new Histogram?[32 * 400];

    public void OnSessionStarted(SessionInfo session)
    {
        metrics.Connections.With(session.Listener.Name, "accepted").Add();
        metrics.ConnectionsActive.With(session.Listener.Name).Add(1);
    }

    public void OnConnectionRefused(SmtpListenerSettings listener, IPAddress? peer, string reason)
    {
        string result = reason switch
        {
            "sessions" => "too_many",
            "sessions_per_address" => "too_many_per_address",
            _ => reason,
        };
        metrics.Connections.With(listener.Name, result).Add();
        logger.ConnectionRefused(peer?.ToString() ?? "unknown", listener.Name, result);
    }

    public void OnHandshake(SessionInfo session, TlsDescription? tls, string? failure)
    {
        if (tls is null)
        {
            metrics.TlsHandshakes.With(session.Listener.Name, "none", "none", "failed").Add();
            logger.HandshakeFailed(session.Id, session.Client.ToString(), failure ?? "");
            return;
        }

        string cipher = tls.CipherSuite.Contains("GCM", StringComparison.Ordinal) ? "aes_gcm"
            : tls.CipherSuite.Contains("CHACHA20", StringComparison.Ordinal) ? "chacha20" : "cbc";
        metrics.TlsHandshakes.With(session.Listener.Name, tls.Version == "TLSv1.3" ? "tls1.3" : "tls1.2", cipher, "ok").Add();
    }

    public void OnReply(SessionInfo session, Verb verb, Reply reply, long elapsedTicks)
    {
        int index = ((int)verb * 400) + (int)reply.Code - 200;
        Histogram durations = _durations[index] ??= metrics.CommandsDuration.With(Label(verb), CodeLabel(reply));
        durations.Observe((double)elapsedTicks / time.TimestampFrequency);
    }

    public void OnFailure(SessionInfo session, Exception failure)
    {
        metrics.SessionFailures.With(session.Listener.Name).Add();
        logger.SessionFailed(session.Id, failure);
    }

    public void OnSessionEnded(SessionInfo session, string reason)
    {
        metrics.ConnectionsActive.With(session.Listener.Name).Add(-1);
        logger.SessionEnded(session.Id, session.Client.ToString(), reason);
    }

    private static string Label(Verb verb) => verb is Verb.Unknown or Verb.NotImplemented ? "unknown" : verb.ToString().ToLowerInvariant();

    private static string CodeLabel(Reply reply) => ((int)reply.Code).ToString(System.Globalization.CultureInfo.InvariantCulture);
}
