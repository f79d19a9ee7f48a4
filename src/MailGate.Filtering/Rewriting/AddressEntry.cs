using System.Text.RegularExpressions;

namespace MailGate.Filtering.Rewriting;

/// <summary>A compiled entry of an address map.</summary>
internal sealed class AddressEntry(AddressMapping mapping, AddressTarget[] targets)
{
    /// <summary>What the entry makes of an address that it matches.</summary>
    public AddressMatch Apply(EmailAddress address, Match? match, string tag)
    {
        List<string> results = new(targets.Length);
        foreach (AddressTarget target in targets)
        {
            results.Add(target.Apply(address, match, tag));
        }

        return new AddressMatch(mapping, results);
    }
}

/// <summary>What an entry makes of an address.</summary>
internal readonly record struct AddressMatch(AddressMapping Entry, List<string> Results);
