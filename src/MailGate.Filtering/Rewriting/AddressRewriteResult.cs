namespace MailGate.Filtering.Rewriting;

/// <summary>What an address became.</summary>
/// <param name="Addresses">One address, or several for an alias; empty when there is an error. None is accepted by being here: whether the gateway
/// takes mail for them is asked after rewriting.</param>
/// <param name="Error">Why it cannot be rewritten (a loop, too many addresses, a result that is no address), or null. The mail must then wait
/// (a temporary failure): the address as it came is not what the administrator wants to see delivered.</param>
public sealed record AddressRewriteResult(IReadOnlyList<string> Addresses, string? Error)
{
    internal static AddressRewriteResult Of(string address) => new([address], null);

    internal static AddressRewriteResult Failed(string error) => new([], error);
}
