using System.Net;
using MailGate.Observability.Logs;
using MailGate.Observability.Metrics;
using MailGate.Smtp.Grammar;
using MailGate.Smtp.Session;
using MailGate.Smtp.Transport;

namespace MailGate.Observability;

/// <summary>Counts what sessions do, and logs their dialogue at level debug.</summary>
internal sealed class SessionMonitor(GatewayMetrics metrics, LogOutput log, TimeProvider time) : ISessionObserver
{
    private const int MaxCode = 600;

    private static readonly int Verbs = Enum.GetValues<Verb>().Length;

    // One handle for each command and code, so that a reply costs two additions and no look-up.
    private readonly Histogram?[] _durations = new Histogram?[Verbs * MaxCode];

    public void OnSessionStarted(SessionInfo session)
    {
        metrics.Connections.With(session.Listener.Name, "accepted").Add();
        metrics.ConnectionsActive.With(session.Listener.Name).Add(1);
        if (log.IsEnabled(LogLevel.Debug))
        {
            log.Write(LogLevel.Debug, "session_started", session, static (line, s) =>
            {
                line.Add("session", s.Id);
                line.Add("listener", s.Listener.Name);
                line.Add("peer", s.Client.ToString());
            });
        }
    }

    public void OnConnectionRefused(SmtpListenerSettings listener, IPAddress? peer, string reason)
    {
        metrics.Connections.With(listener.Name, reason).Add();
        if (log.IsEnabled(LogLevel.Debug))
        {
            log.Write(LogLevel.Debug, "connection_refused", (listener, peer, reason), static (line, s) =>
            {
                line.Add("listener", s.listener.Name);
                line.AddIfAny("peer", s.peer?.ToString());
                line.Add("reason", s.reason);
            });
        }
    }

    public void OnHandshake(SessionInfo session, TlsDescription? tls, string? failure)
    {
        metrics.TlsHandshakes.With(session.Listener.Name, VersionOf(tls), CipherClassOf(tls), tls is null ? "failed" : "ok").Add();
        if (log.IsEnabled(LogLevel.Debug))
        {
            log.Write(LogLevel.Debug, "tls", (session, tls, failure), static (line, s) =>
            {
                line.Add("session", s.session.Id);
                line.AddIfAny("version", s.tls?.Version);
                line.AddIfAny("cipher", s.tls?.CipherSuite);
                line.AddIfAny("server_name", s.tls?.ServerName);
                line.AddIfAny("client_certificate", s.tls?.ClientCertificateSubject);
                line.AddIfAny("failure", s.failure);
            });
        }
    }

    public void OnReply(SessionInfo session, Verb verb, Reply reply, long elapsedTicks)
    {
        DurationOf(verb, (int)reply.Code).Observe((double)elapsedTicks / time.TimestampFrequency);
        if (log.IsEnabled(LogLevel.Debug))
        {
            log.Write(LogLevel.Debug, "reply", (session, verb, reply), static (line, s) =>
            {
                line.Add("session", s.session.Id);
                line.Add("verb", s.verb.ToString());
                line.Add("reply", s.reply.ToString());
            });
        }
    }

    public void OnFailure(SessionInfo session, Exception failure)
    {
        metrics.SessionFailures.With(session.Listener.Name).Add();
        if (log.IsEnabled(LogLevel.Error))
        {
            log.Write(LogLevel.Error, "session_failure", (session, failure), static (line, s) =>
            {
                line.Add("session", s.session.Id);
                line.Add("peer", s.session.Client.ToString());
                line.Add("exception", s.failure.ToString());
            });
        }
    }

    public void OnSessionEnded(SessionInfo session, string reason)
    {
        metrics.ConnectionsActive.With(session.Listener.Name).Add(-1);
        if (log.IsEnabled(LogLevel.Debug))
        {
            log.Write(LogLevel.Debug, "session_ended", (session, reason, Elapsed: time.GetElapsedTime(session.StartedAt)), static (line, s) =>
            {
                line.Add("session", s.session.Id);
                line.Add("reason", s.reason);
                line.Add("total_ms", s.Elapsed);
            });
        }
    }

    private static string VersionOf(TlsDescription? tls) => tls?.Version switch
    {
        "TLSv1.3" => "tls1.3",
        "TLSv1.2" => "tls1.2",
        null => "none",
        _ => LabelSet.Other,
    };

    private static string CipherClassOf(TlsDescription? tls) =>
        tls is null ? "none"
        : tls.CipherSuite.Contains("GCM", StringComparison.Ordinal) ? "aes_gcm"
        : tls.CipherSuite.Contains("CHACHA20", StringComparison.Ordinal) ? "chacha20"
        : tls.CipherSuite.Contains("CBC", StringComparison.Ordinal) ? "cbc"
        : LabelSet.Other;

    private Histogram DurationOf(Verb verb, int code)
    {
        int index = ((int)verb * MaxCode) + Math.Clamp(code, 0, MaxCode - 1);
        return _durations[index] ??= metrics.CommandsDuration.With(
            System.Text.Json.JsonNamingPolicy.SnakeCaseLower.ConvertName(verb.ToString()), code.ToString(System.Globalization.CultureInfo.InvariantCulture));
    }
}
