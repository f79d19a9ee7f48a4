namespace MailGate.Handling.Duplicates;

/// <summary>What is known of earlier attempts at a message.</summary>
/// <param name="Delivered">The recipients of whom the server behind has said 2xx for this very message, by their addresses there.</param>
/// <param name="IsAwaited">True while the reply to an earlier attempt may still come.</param>
internal sealed record EarlierDelivery(IReadOnlySet<string> Delivered, bool IsAwaited);
