namespace MailGate.Filtering.Reputation;

/// <summary>What is known of a sender that was greylisted.</summary>
/// <param name="FirstSeen">The first attempt.</param>
/// <param name="Expires">When it is forgotten.</param>
/// <param name="IsKnown">It came again after the delay.</param>
public readonly record struct GreylistEntry(DateTimeOffset FirstSeen, DateTimeOffset Expires, bool IsKnown)
{
    /// <summary>The entry after one more attempt: the one rule that all stores share.</summary>
    /// <param name="entry">What is stored, or null.</param>
    public static GreylistEntry After(GreylistEntry? entry, DateTimeOffset now, GreylistOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        if (entry is not { } known || known.Expires <= now)
        {
            bool isKnown = options.Delay <= TimeSpan.Zero;
            return new GreylistEntry(now, now + (isKnown ? options.Retention : options.RetryWindow), isKnown);
        }

        return known.IsKnown || now - known.FirstSeen >= options.Delay
            ? known with { IsKnown = true, Expires = now + options.Retention }
            : known;
    }
}
