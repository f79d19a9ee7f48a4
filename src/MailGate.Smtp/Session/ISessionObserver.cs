using System.Net;
using MailGate.Smtp.Grammar;
using MailGate.Smtp.Transport;

namespace MailGate.Smtp.Session;

/// <summary>Hears what happens in sessions, for metrics and logs. Called on hot paths: it must not block.</summary>
public interface ISessionObserver
{
    /// <summary>A connection was accepted and a session begins.</summary>
    void OnSessionStarted(SessionInfo session);

    /// <summary>A connection was turned away at once; <paramref name="reason"/> is one of a few fixed words.</summary>
    void OnConnectionRefused(SmtpListenerSettings listener, IPAddress? peer, string reason);

    /// <summary>A handshake ended; <paramref name="tls"/> is null when it failed, with the reason in <paramref name="failure"/>.</summary>
    void OnHandshake(SessionInfo session, TlsDescription? tls, string? failure);

    /// <summary>A command was answered.</summary>
    /// <param name="elapsedTicks">Time from the whole command to its reply, in the time provider's ticks.</param>
    void OnReply(SessionInfo session, Verb verb, Reply reply, long elapsedTicks);

    /// <summary>A handler or the session itself failed in a way that is a mistake of ours.</summary>
    void OnFailure(SessionInfo session, Exception failure);

    /// <summary>A session is over; <paramref name="reason"/> is one of a few fixed words.</summary>
    void OnSessionEnded(SessionInfo session, string reason);
}
