namespace MailGate.Smtp.Client;

/// <summary>Bounds of a <see cref="RecipientCache"/>.</summary>
/// <param name="Capacity">Most recipients remembered, at least 2.</param>
/// <param name="PositiveTtl">How long a recipient counts as known.</param>
/// <param name="NegativeTtl">How long a recipient counts as unknown; short, since mailboxes are made.</param>
/// <param name="StaleTtl">How long an unknown recipient may still be refused while the downstream cannot be asked.</param>
public sealed record RecipientCacheSettings(int Capacity, TimeSpan PositiveTtl, TimeSpan NegativeTtl, TimeSpan StaleTtl)
{
    public static RecipientCacheSettings Default { get; } = new(100_000, TimeSpan.FromHours(1), TimeSpan.FromMinutes(5), TimeSpan.FromHours(6));
}
