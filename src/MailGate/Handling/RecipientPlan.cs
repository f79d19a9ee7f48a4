using MailGate.Filtering.Rules;
using MailGate.Mail.Addresses;

namespace MailGate.Handling;

/// <summary>Where mail for a recipient really goes, after what rules and maps say of it.</summary>
/// <param name="Paths">The addresses that the downstream gets in place of the client's: the client is told 250 when all of them are accepted.</param>
/// <param name="Copies">Further recipients, whom the client does not hear of.</param>
/// <param name="RouteName">The route to take whatever the address says, or null.</param>
/// <param name="Sender">Another reverse-path, or null.</param>
/// <param name="IsBounce">Our own hash says where a bounce goes: maps and the accepted domains have no say in it.</param>
internal sealed record RecipientPlan(IReadOnlyList<ForwardPath> Paths, IReadOnlyList<RecipientCopy> Copies, string? RouteName, ReversePath? Sender, bool IsBounce = false)
{
    /// <summary>The plan where nothing is changed.</summary>
    public static RecipientPlan Of(ForwardPath path) => new([path], [], null, null);

    /// <summary>The plan with what rules want; null when an address of a rule is none, which the rules' loader sees only where no fact is in it.</summary>
    public RecipientPlan? With(IEnumerable<MessageEffect> effects)
    {
        List<RecipientCopy> copies = [];
        string? route = null;
        ReversePath? sender = null;
        ForwardPath path = Paths[0];
        foreach (MessageEffect effect in effects)
        {
            string? text = effect switch
            {
                MessageEffect.RewriteMailFrom from => from.Address,
                MessageEffect.RewriteRcpt rewrite => rewrite.Address,
                MessageEffect.Redirect redirect => redirect.Address,
                MessageEffect.Bcc bcc => bcc.Address,
                _ => null,
            };
            route = effect is MessageEffect.Route named ? named.Name : route;
            if (text is null)
            {
                continue;
            }

            if (effect is MessageEffect.RewriteMailFrom && text.Length == 0)
            {
                sender = ReversePath.Null;
                continue;
            }

            if (!AddressParser.TryParseMailbox(text, out Mailbox? mailbox))
            {
                return null;
            }

            if (effect is MessageEffect.RewriteMailFrom)
            {
                sender = new ReversePath(mailbox);
            }
            else if (effect is MessageEffect.Bcc { IsConstant: var isConstant })
            {
                copies.Add(new RecipientCopy(new ForwardPath(mailbox), isConstant));
            }
            else
            {
                path = new ForwardPath(mailbox);
            }
        }

        return new RecipientPlan([path], copies, route, sender, IsBounce && ReferenceEquals(path, Paths[0]));
    }
}

/// <summary>A recipient whom the client does not hear of.</summary>
/// <param name="Path">The address.</param>
/// <param name="IsConstant">The administrator wrote it out: no client has a say in where the copy goes.</param>
internal sealed record RecipientCopy(ForwardPath Path, bool IsConstant);
