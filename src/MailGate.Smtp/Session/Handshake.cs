using System.ComponentModel;
using System.Security.Authentication;

namespace MailGate.Smtp.Session;

/// <summary>The server's side of a TLS handshake, under the session's deadline.</summary>
internal static class Handshake
{
    /// <summary>Runs it; false when it failed: the session is then over, since nothing may go on in clear (RFC 3207 §4.1).</summary>
    public static async ValueTask<bool> RunAsync(SmtpSession session)
    {
        session.Deadline.Set(session.Settings.Limits.HandshakeTimeout);
        try
        {
            await session.Connection.BecomeTlsServerAsync(session.Settings.TlsOptions!, CancellationToken.None);
            session.Info.Tls = session.Connection.Tls;
            session.Observer.OnHandshake(session.Info, session.Connection.Tls, failure: null);
            return true;
        }
        catch (Exception failure) when (failure is AuthenticationException or IOException or Win32Exception or OperationCanceledException
            or InvalidOperationException or ObjectDisposedException)
        {
            session.Observer.OnHandshake(session.Info, tls: null, failure.Message);
            // What a failed handshake leaves behind is no connection: no alert, no reply.
            session.Connection.Abort();
            session.IsEnding = true;
            return false;
        }
    }
}
