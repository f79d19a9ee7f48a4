using System.Net;
using MailGate.Smtp.Grammar;
using MailGate.Smtp.Session;
using MailGate.Smtp.Transport;

namespace MailGate.Tests.Common.Smtp;

/// <summary>Keeps failures and endings, forgets the rest.</summary>
public sealed class NullSessionObserver : ISessionObserver
{
    public List<Exception> Failures { get; } = [];

    public List<string> Ends { get; } = [];

    public void OnSessionStarted(SessionInfo session)
    {
    }

    public void OnConnectionRefused(SmtpListenerSettings listener, IPAddress? peer, string reason) => Add(Ends, reason);

    public void OnHandshake(SessionInfo session, TlsDescription? tls, string? failure)
    {
    }

    public void OnReply(SessionInfo session, Verb verb, Reply reply, long elapsedTicks)
    {
    }

    public void OnFailure(SessionInfo session, Exception failure) => Add(Failures, failure);

    public void OnSessionEnded(SessionInfo session, string reason) => Add(Ends, reason);

    private static void Add<T>(List<T> list, T item)
    {
        lock (list)
        {
            list.Add(item);
        }
    }
}
