namespace MailGate.Filtering.Rules.Loading;

/// <summary>
/// Holds the rule set in use and replaces it. A new set is built aside; one with mistakes never takes the place of a good one (ATTACKS D06). Safe
/// for several threads: readers take <see cref="Current"/> once a transaction and keep it.
/// </summary>
public sealed class RuleSetStore
{
    private readonly Func<RuleSetResult> _load;
    private readonly Lock _reloading = new();
    private volatile RuleSet _current;

    /// <summary>A store with the set to begin with.</summary>
    /// <param name="load">Builds the next set; see <see cref="RuleFolder.Load"/>.</param>
    public RuleSetStore(RuleSet initial, Func<RuleSetResult> load)
    {
        _current = initial;
        _load = load;
    }

    /// <summary>The set in use.</summary>
    public RuleSet Current => _current;

    /// <summary>Builds a set from the files as they are now and puts it into use, or keeps the old one and says what is wrong with the new.</summary>
    public RuleSetReload Reload()
    {
        lock (_reloading)
        {
            RuleSetResult result = _load();
            if (result.RuleSet is not { } next)
            {
                return new RuleSetReload(RuleSetReloadOutcome.Refused, result.Errors);
            }

            if (next.Hash == _current.Hash && next.Hash.Length > 0)
            {
                return new RuleSetReload(RuleSetReloadOutcome.Unchanged, []);
            }

            _current = next;
            return new RuleSetReload(RuleSetReloadOutcome.Replaced, []);
        }
    }
}
