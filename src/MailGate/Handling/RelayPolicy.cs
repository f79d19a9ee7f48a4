using MailGate.Configuration;
using MailGate.Configuration.Values;
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

        return MayRelay(session) || IsAccepted(recipient, settings.Domains) ? null : Denied;
    }

    /// <summary>The same for an address that rules or maps made: it may also be in a domain that rewriting may lead to.</summary>
    public Reply? CheckRewritten(SessionInfo session, Mailbox recipient) =>
        settings.IsTrial || MayRelay(session) || IsAccepted(recipient, settings.Domains) || IsAccepted(recipient, settings.Rewrite.ForwardTo) ? null : Denied;

    /// <summary>True for a client that may send to any domain.</summary>
    public bool MayRelay(SessionInfo session) =>
        (settings.RelayAuthenticated && session.Login is not null) || settings.RelayFrom.Contains(session.Client.Address);

    private static bool IsAccepted(Mailbox recipient, DomainSet domains)
    {
        // RFC 5321 appendix F, ATTACKS A13: an MTA behind us that trusts us would turn user%elsewhere@ours into user@elsewhere.
        bool isRouted = recipient.LocalPart.AsSpan().ContainsAny("%!@");
        bool isOurs = recipient.Domain is null ? recipient.AddressLiteral is null : domains.Contains(recipient.Domain);
        return isOurs && !isRouted;
    }
}
