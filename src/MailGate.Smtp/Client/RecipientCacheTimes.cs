namespace MailGate.Smtp.Client;

/// <summary>How long answers in a <see cref="RecipientCache"/> are good for.</summary>
/// <param name="Positive">How long a recipient counts as known; zero: never.</param>
/// <param name="Negative">How long a recipient counts as unknown; short, since mailboxes are made.</param>
/// <param name="Stale">How long an unknown recipient may still be refused while the downstream cannot be asked.</param>
public readonly record struct RecipientCacheTimes(TimeSpan Positive, TimeSpan Negative, TimeSpan Stale);
