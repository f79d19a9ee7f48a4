namespace MailGate.Mail.Spf;

/// <summary>A mechanism with its qualifier (RFC 7208 §4.6.1).</summary>
/// <param name="Text">The term as published.</param>
/// <param name="Mechanism">What is tested.</param>
/// <param name="Result">What a match gives.</param>
internal sealed record SpfDirective(string Text, SpfMechanism Mechanism, SpfResultCode Result)
{
    /// <summary>The domain-spec, null where the term has none.</summary>
    public SpfMacroString? DomainSpec { get; init; }

    /// <summary>The network of ip4 and ip6.</summary>
    public SpfAddress Network { get; init; }

    /// <summary>Bits that must agree for an IPv4 client.</summary>
    public int IPv4PrefixLength { get; init; } = 32;

    /// <summary>Bits that must agree for an IPv6 client.</summary>
    public int IPv6PrefixLength { get; init; } = 128;
}
