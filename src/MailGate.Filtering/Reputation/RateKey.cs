namespace MailGate.Filtering.Reputation;

/// <summary>What is counted over which time: the arguments of <c>rate("sender", mail.from.domain, "10m")</c>.</summary>
/// <param name="Kind">The kind of key, chosen by the administrator.</param>
/// <param name="Value">The key.</param>
/// <param name="Window">The time that is looked back on.</param>
public readonly record struct RateKey(string Kind, string Value, TimeSpan Window)
{
    /// <summary>Longest key that is kept as it is; longer ones come from nobody honest and are cut.</summary>
    public const int MaxValueCharacters = 320;

    public static TimeSpan MinWindow { get; } = TimeSpan.FromSeconds(1);

    public static TimeSpan MaxWindow { get; } = TimeSpan.FromDays(31);
}
