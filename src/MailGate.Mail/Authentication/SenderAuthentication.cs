using System.Net;
using MailGate.Mail.Dmarc;
using MailGate.Mail.Dns;
using MailGate.Mail.Iprev;
using MailGate.Mail.Spf;

namespace MailGate.Mail.Authentication;

/// <summary>
/// SPF, DKIM, ARC, DMARC and iprev together: one object for all messages. <see cref="ForClient"/> begins with a connection,
/// <see cref="ClientAuthentication.ForMail"/> with a transaction; every result is worked out once, when it is first asked for.
/// </summary>
public sealed class SenderAuthentication
{
    public SenderAuthentication(IDnsResolver resolver, TimeProvider time, AuthenticationOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(resolver);
        ArgumentNullException.ThrowIfNull(time);
        Options = options ?? new AuthenticationOptions();
        Resolver = resolver;
        Time = time;
        Spf = new SpfEvaluator(resolver, time, Options.Spf);
        Dmarc = new DmarcEvaluator(resolver, time, Options.Dmarc);
        Iprev = new IprevEvaluator(resolver);
    }

    public AuthenticationOptions Options { get; }

    internal IDnsResolver Resolver { get; }

    internal TimeProvider Time { get; }

    internal SpfEvaluator Spf { get; }

    internal DmarcEvaluator Dmarc { get; }

    internal IprevEvaluator Iprev { get; }

    internal bool Uses(AuthenticationMethodSet method) => (Options.Methods & method) == method;

    /// <summary>Begins with a connection.</summary>
    /// <param name="aborted">Ends all look-ups; it belongs to the connection, not to one who asks.</param>
    public ClientAuthentication ForClient(IPAddress client, CancellationToken aborted)
    {
        ArgumentNullException.ThrowIfNull(client);
        return new ClientAuthentication(this, client, aborted);
    }
}
