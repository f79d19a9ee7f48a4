namespace MailGate.Smtp.Client;

/// <summary>What to do where a downstream lacks what a client has used.</summary>
/// <param name="RefuseEightBit">True: 8-bit data for a downstream without 8BITMIME is refused with 550 5.6.3; false: it is sent as it is, as most do.</param>
/// <param name="TrustedPath">True: the way to the downstream is as good as TLS, so that REQUIRETLS may end here (RFC 8689 §4.2.1).</param>
public sealed record BridgePolicy(bool RefuseEightBit = false, bool TrustedPath = false)
{
    public static BridgePolicy Default { get; } = new();
}
