using MailGate.Filtering.Rules;
using MailGate.Mail.Addresses;

namespace MailGate.Handling;

/// <summary>Where mail for a recipient really goes, after what rules say of it.</summary>
/// <param name="Path">The address that the downstream gets.</param>
/// <param name="Copies">Further recipients, whom the client does not hear of.</param>
/// <param name="RouteName">The route to take whatever the address says, or null.</param>
internal sealed record RecipientPlan(ForwardPath Path, IReadOnlyList<ForwardPath> Copies, string? RouteName)
{
    /// <summary>The plan; null when an address of a rule is none, which the rules' loader sees only where no fact is in it.</summary>
    public static RecipientPlan? Of(ForwardPath path, IEnumerable<MessageEffect> effects)
    {
        List<ForwardPath> copies = [];
        string? route = null;
        foreach (MessageEffect effect in effects)
        {
            (string? text, bool isCopy) = effect switch
            {
                MessageEffect.RewriteRcpt rewrite => (rewrite.Address, false),
                MessageEffect.Redirect redirect => (redirect.Address, false),
                MessageEffect.Bcc bcc => (bcc.Address, true),
                _ => (null, false),
            };
            route = effect is MessageEffect.Route named ? named.Name : route;
            if (text is null)
            {
                continue;
            }

            if (!AddressParser.TryParseMailbox(text, out Mailbox? mailbox))
            {
                return null;
            }

            if (isCopy)
            {
                copies.Add(new ForwardPath(mailbox));
            }
            else
            {
                path = new ForwardPath(mailbox);
            }
        }

        return new RecipientPlan(path, copies, route);
    }
}
