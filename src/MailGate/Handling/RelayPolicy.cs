using MailGate.Configuration;
using MailGate.Mail.Addresses;
using MailGate.Smtp.Grammar;
using MailGate.Smtp.Session;

namespace MailGate.Handling;

/// <summary>
/// Who may send where. Anybody may send to the configured domains; elsewhere only who is known. What is accepted here is decided by the
/// one strict reading of the address, and the same octets go downstream.
/// </summary>
internal sealed class RelayPolicy(GatewaySettings settings)
{
    private static readonly Reply Denied = Reply.Of(ReplyCode.MailboxUnavailable, 7, 1, "Relaying denied");
    private static readonly Reply TrialOnly = Reply.Of(ReplyCode.MailboxUnavailable, 7, 1, "Trial mode: mail is taken from this machine only");

    /// <summary>Null when the client may send to the recipient, otherwise the refusal.</summary>
    public Reply? Check(SessionInfo session, Mailbox recipient)
    {
        if (settings.IsTrial)
        {
            return System.Net.IPAddress.IsLoopback(session.Client.Address) ? null : TrialOnly;
        }

        if (MayRelay(session))
        {
            return null;
        }

        // RFC 5321 appendix F, ATTACKS A13: an MTA behind us that trusts us would turn user%elsewhere@ours into user@elsewhere.
        bool isRouted = recipient.LocalPart.AsSpan().ContainsAny("%!@");
        bool isOurs = recipient.Domain is null ? recipient.AddressLiteral is null : settings.Domains.Contains(recipient.Domain);
        return isOurs && !isRouted ? null : Denied;
    }

    /// <summary>True for a client that may send to any domain.</summary>
    public bool MayRelay(SessionInfo session) =>
        (settings.RelayAuthenticated && session.Login is not null) || settings.RelayFrom.Contains(session.Client.Address);
}
