using MailGate.Configuration;
using MailGate.Configuration.Sections;
using MailGate.Filtering.Rewriting;
using MailGate.Mail.Addresses;
using MailGate.Smtp.Grammar;
using MailGate.Smtp.Session;

namespace MailGate.Handling;

/// <summary>
/// What the <c>rewrite:</c> section makes of an envelope. In this order: (1) a bounce to an SRS address goes to whom it is for, (2) maps turn what the client
/// or a rule named into what the server behind is to see, (3) the result is held against the domains that are accepted, (4) forwarded mail gets an SRS
/// reverse-path.
/// </summary>
internal sealed class EnvelopeRewriter(GatewaySettings settings, RelayPolicy relay, ILogger logger)
{
    private static readonly Reply BouncesOnly = Reply.Of(ReplyCode.MailboxUnavailable, 7, 1, "This address takes notifications only");
    private static readonly Reply NoSuchBounce = Reply.Of(ReplyCode.MailboxUnavailable, 1, 1, "No such address: its hash is wrong");
    private static readonly Reply Expired = Reply.Of(ReplyCode.MailboxUnavailable, 1, 1, "No such address: it has expired");
    private static readonly Reply CannotExpand = Reply.Of(ReplyCode.LocalError, 3, 5, "The address cannot be resolved now, try again later");

    private readonly RewriteSettings _rewrite = settings.Rewrite;

    /// <summary>(1) The recipient of a bounce; null when the address is none of SRS.</summary>
    /// <param name="refusal">The reply when nothing may come to the address.</param>
    public ForwardPath? Reverse(ForwardPath recipient, ReversePath sender, out Reply? refusal)
    {
        refusal = null;
        if (_rewrite.Srs is not { } srs || srs.Reverse(recipient.ToString()) is not { Status: not SrsStatus.NotNeeded } result)
        {
            return null;
        }

        // Whoever has seen such an address could otherwise send to its owner through us for as long as it lives.
        refusal = result.Status switch
        {
            SrsStatus.Expired => Expired,
            SrsStatus.Rewritten when !sender.IsNull => BouncesOnly,
            SrsStatus.Rewritten => null,
            _ => NoSuchBounce,
        };
        return refusal is null && AddressParser.TryParseMailbox(result.Address, out Mailbox? mailbox) ? new ForwardPath(mailbox) : null;
    }

    /// <summary>(2) and (3) The plan with what maps make of its addresses; null with the reply when the mail cannot go there.</summary>
    public RecipientPlan? Expand(SessionInfo session, ForwardPath recipient, RecipientPlan plan, out Reply? refusal)
    {
        refusal = null;
        List<ForwardPath> paths = plan.IsBounce ? [.. plan.Paths] : [];
        foreach (ForwardPath path in plan.IsBounce ? [] : plan.Paths)
        {
            if (!TryExpand(session, path, paths, out refusal))
            {
                return null;
            }
        }

        IEnumerable<ForwardPath> chosen = paths.Where(path => !plan.IsBounce && path != recipient)
            .Concat(plan.Copies.Where(copy => !copy.IsConstant).Select(copy => copy.Path));
        refusal = chosen.Select(path => relay.CheckRewritten(session, path.Mailbox)).FirstOrDefault(denied => denied is not null);
        return refusal is null ? plan with { Paths = paths } : null;
    }

    /// <summary>What MAIL FROM becomes.</summary>
    public ReversePath? Sender(string id, ReversePath sender)
    {
        if (_rewrite.Addresses is not { } maps || sender.IsNull)
        {
            return sender;
        }

        AddressRewriteResult result = maps.RewriteReversePath(sender.ToString());
        if (result.Error is { } error)
        {
            logger.RewriteFailed(id, sender.ToString(), error);
            return null;
        }

        return result.Addresses[0] == sender.ToString() ? sender
            : AddressParser.TryParseMailbox(result.Addresses[0], out Mailbox? mailbox) ? new ReversePath(mailbox) : null;
    }

    /// <summary>(4) The reverse-path towards these recipients. One that would be too long for SRS stays as it is.</summary>
    public ReversePath Forwarding(ReversePath sender, IReadOnlyList<ForwardPath> recipients)
    {
        if (_rewrite.Srs is not { } srs || sender.IsNull || (_rewrite.SrsScope == SrsScope.Forwarded && recipients.All(IsOurs)))
        {
            return sender;
        }

        SrsResult result = srs.Forward(sender.ToString());
        return result.Status == SrsStatus.Rewritten && AddressParser.TryParseMailbox(result.Address, out Mailbox? mailbox) ? new ReversePath(mailbox) : sender;
    }

    private bool TryExpand(SessionInfo session, ForwardPath path, List<ForwardPath> paths, out Reply? refusal)
    {
        refusal = null;
        if (_rewrite.Addresses is not { } maps)
        {
            paths.Add(path);
            return true;
        }

        string text = path.ToString();
        AddressRewriteResult result = maps.RewriteRecipient(text);
        if (result.Error is { } error)
        {
            logger.RewriteFailed(session.Id, text, error);
            refusal = CannotExpand;
            return false;
        }

        foreach (string address in result.Addresses)
        {
            // Maps give addresses by the envelope's own grammar, so that this cannot fail; what is not ours octet for octet is read again.
            paths.Add(address == text ? path : new ForwardPath(AddressParser.TryParseMailbox(address, out Mailbox? mailbox) ? mailbox : path.Mailbox));
        }

        return true;
    }

    private bool IsOurs(ForwardPath path) => path.Mailbox.Domain is { } domain ? settings.Domains.Contains(domain) : path.Mailbox.AddressLiteral is null;
}
