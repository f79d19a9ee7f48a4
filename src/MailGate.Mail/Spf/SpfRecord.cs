namespace MailGate.Mail.Spf;

/// <summary>A published SPF record (RFC 7208 §3), immutable and shareable.</summary>
/// <param name="Text">The record as published.</param>
/// <param name="Directives">The mechanisms from left to right.</param>
/// <param name="Redirect">The target of the redirect modifier (§6.1).</param>
/// <param name="Explanation">The target of the exp modifier (§6.2).</param>
internal sealed record SpfRecord(string Text, IReadOnlyList<SpfDirective> Directives, SpfMacroString? Redirect, SpfMacroString? Explanation)
{
    /// <summary>The IPv4 addresses that the terms with a passing qualifier let in without asking the DNS, overlaps counted twice.</summary>
    public long AuthorizedIPv4Addresses { get; } = Count(Directives);

    private static long Count(IReadOnlyList<SpfDirective> directives)
    {
        long count = 0;
        foreach (SpfDirective directive in directives)
        {
            if (directive.Result == SpfResultCode.Pass)
            {
                count += directive.Mechanism switch
                {
                    SpfMechanism.All => 1L << 32,
                    SpfMechanism.Ip4 => 1L << (32 - directive.IPv4PrefixLength),
                    _ => 0,
                };
            }

            if (directive.Mechanism == SpfMechanism.All)
            {
                break;
            }
        }

        return count;
    }
}
