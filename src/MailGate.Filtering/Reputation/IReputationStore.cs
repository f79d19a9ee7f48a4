namespace MailGate.Filtering.Reputation;

/// <summary>
/// Remembers what was seen before, across transactions and, where the store is a database, across restarts and gateways. A store that cannot
/// answer throws; what that means for the mail is the configuration's choice (<c>on_error</c>).
/// </summary>
public interface IReputationStore
{
    /// <summary>Counts one event and returns how many there were in the key's window, this one included; never fewer than there were.</summary>
    ValueTask<long> CountAsync(RateKey key, CancellationToken cancellationToken);

    /// <summary>Notes an attempt of a greylisted sender and returns what is known of it then: <see cref="GreylistEntry.After"/> is the rule.</summary>
    /// <param name="key">32 hexadecimal digits.</param>
    ValueTask<GreylistEntry> NoteAsync(string key, GreylistOptions options, CancellationToken cancellationToken);
}
