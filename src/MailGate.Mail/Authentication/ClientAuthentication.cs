using System.Net;
using MailGate.Mail.Iprev;
using MailGate.Mail.Spf;

namespace MailGate.Mail.Authentication;

/// <summary>What is found out about a connection, once for all its messages. Several checks may ask at once.</summary>
public sealed class ClientAuthentication
{
    private readonly Lock _gate = new();
    private Task<IprevResult>? _iprev;
    private Task<SpfResult>? _spfHelo;
    private string? _spfHeloName;

    internal ClientAuthentication(SenderAuthentication service, IPAddress client, CancellationToken aborted)
    {
        Service = service;
        Client = client;
        Aborted = aborted;
    }

    public IPAddress Client { get; }

    internal SenderAuthentication Service { get; }

    internal CancellationToken Aborted { get; }

    /// <summary>Whether the address has a name that leads back to it.</summary>
    public Task<IprevResult> IprevAsync()
    {
        lock (_gate)
        {
            return _iprev ??= Service.Uses(AuthenticationMethodSet.Iprev)
                ? Service.Iprev.CheckAsync(Client, Aborted).AsTask()
                : Task.FromResult(new IprevResult(IprevResultCode.None, Client, null));
        }
    }

    /// <summary>SPF of a HELO name by itself (RFC 7208 §2.3).</summary>
    public Task<SpfResult> SpfHeloAsync(string heloName)
    {
        lock (_gate)
        {
            if (_spfHelo is null || _spfHeloName != heloName)
            {
                _spfHeloName = heloName;
                _spfHelo = SpfAsync(new SpfRequest(Client, heloName, ""));
            }

            return _spfHelo;
        }
    }

    internal Task<SpfResult> SpfAsync(SpfRequest request) => Service.Uses(AuthenticationMethodSet.Spf)
        ? Service.Spf.CheckAsync(request, Aborted).AsTask()
        : Task.FromResult(new SpfResult(SpfResultCode.None, request.ReversePath.Length == 0 ? SpfIdentity.Helo : SpfIdentity.MailFrom) { Problem = "SPF is switched off" });

    /// <summary>Begins with a transaction.</summary>
    /// <param name="heloName">What the client said after EHLO or HELO.</param>
    /// <param name="reversePath">The mailbox of MAIL FROM without angle brackets; empty for the null reverse-path.</param>
    public MailAuthentication ForMail(string heloName, string reversePath) => new(this, heloName, reversePath);
}
