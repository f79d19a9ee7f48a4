namespace MailGate.Filtering.Rewriting;

/// <summary>
/// Follows aliases until none matches. An alias that names itself keeps itself (Postfix does the same); any longer circle is an error, since
/// somebody in it would silently get nothing. Depth and size are bounded; no recursion.
/// </summary>
internal sealed class AliasExpansion(AddressMap aliases, int maxDepth, int maxRecipients)
{
    public AddressRewriteResult Expand(string recipient, ICollection<AddressStep>? steps = null)
    {
        List<string> results = [];
        HashSet<string> seen = new(StringComparer.OrdinalIgnoreCase);
        HashSet<string> onPath = new(StringComparer.OrdinalIgnoreCase);
        Stack<Frame> path = new();
        if (Enter(recipient) is { } firstError)
        {
            return AddressRewriteResult.Failed(firstError);
        }

        while (path.TryPeek(out Frame? frame))
        {
            if (frame.Next == frame.Targets.Count)
            {
                onPath.Remove(path.Pop().Address);
                continue;
            }

            string target = frame.Targets[frame.Next++];
            if (string.Equals(target, frame.Address, StringComparison.OrdinalIgnoreCase))
            {
                results.Add(target);
            }
            else if (Enter(target) is { } error)
            {
                return AddressRewriteResult.Failed(error);
            }

            if (results.Count > maxRecipients)
            {
                return AddressRewriteResult.Failed($"the alias {recipient} leads to more than {maxRecipients} recipients");
            }
        }

        return new AddressRewriteResult(results, null);

        string? Enter(string address)
        {
            if (onPath.Contains(address))
            {
                return $"the alias {recipient} leads in a circle through {address}";
            }

            if (!EmailAddress.IsMailbox(address) || !EmailAddress.TrySplit(address, out EmailAddress split))
            {
                return $"the alias {recipient} leads to something that is no address";
            }

            if (!seen.Add(address))
            {
                return null;
            }

            if (aliases.Find(split) is not { } found)
            {
                results.Add(address);
                return null;
            }

            if (path.Count >= maxDepth)
            {
                return $"the alias {recipient} leads through more than {maxDepth} aliases";
            }

            if (seen.Count > maxRecipients * (maxDepth + 1))
            {
                return $"the alias {recipient} leads through too many aliases";
            }

            steps?.Add(new AddressStep("alias", address, found.Results, found.Entry));
            onPath.Add(address);
            path.Push(new Frame(address, found.Results));
            return null;
        }
    }

    private sealed class Frame(string address, List<string> targets)
    {
        public string Address { get; } = address;

        public List<string> Targets { get; } = targets;

        public int Next { get; set; }
    }
}
