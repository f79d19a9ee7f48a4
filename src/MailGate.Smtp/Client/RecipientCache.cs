using MailGate.Mail.Addresses;
using MailGate.Smtp.Grammar;

namespace MailGate.Smtp.Client;

/// <summary>
/// What downstreams said of recipients. Bounded by two generations: when the younger is full it becomes the older, whose entries are forgotten unless they
/// are asked for again.
/// </summary>
public sealed class RecipientCache
{
    private readonly RecipientCacheSettings _settings;
    private readonly TimeProvider _time;
    private readonly Lock _lock = new();
    private Dictionary<(string Route, Mailbox Mailbox), Entry> _young = [];
    private Dictionary<(string Route, Mailbox Mailbox), Entry> _old = [];

    public RecipientCache(RecipientCacheSettings settings, TimeProvider time)
    {
        ArgumentNullException.ThrowIfNull(settings);
        ArgumentNullException.ThrowIfNull(time);
        ArgumentOutOfRangeException.ThrowIfLessThan(settings.Capacity, 2);
        _settings = settings;
        _time = time;
    }

    /// <summary>Recipients remembered.</summary>
    public int Count
    {
        get
        {
            lock (_lock)
            {
                return _young.Count + _old.Count;
            }
        }
    }

    /// <summary>The reply that a recipient got, or null when it is not known or too old.</summary>
    /// <param name="route">The route's name.</param>
    /// <param name="mailbox">The recipient.</param>
    /// <param name="isStaleGood">True: also a refusal past its time, since the downstream cannot be asked.</param>
    public Reply? Find(string route, Mailbox mailbox, bool isStaleGood = false)
    {
        Entry entry;
        lock (_lock)
        {
            if (!_young.TryGetValue((route, mailbox), out entry))
            {
                if (!_old.Remove((route, mailbox), out entry))
                {
                    return null;
                }

                Put((route, mailbox), entry);
            }
        }

        TimeSpan ttl = entry.Reply.IsPositive ? _settings.PositiveTtl : isStaleGood ? _settings.StaleTtl : _settings.NegativeTtl;
        return _time.GetElapsedTime(entry.Since) < ttl ? entry.Reply : null;
    }

    /// <summary>
    /// Remembers what a downstream said to RCPT, if it says something of the recipient alone: 2xx, or 5xx with a code for a mailbox that is not there
    /// (RFC 3463 §3.2). A refusal without such a code may have been meant for this client or this sender.
    /// </summary>
    public void Note(string route, Mailbox mailbox, in DownstreamOutcome outcome)
    {
        if (outcome.Kind != DownstreamOutcomeKind.Reply || outcome.Phase != DownstreamPhase.Rcpt || !(outcome.Reply!.IsPositive || IsNoSuchMailbox(outcome.Reply)))
        {
            return;
        }

        lock (_lock)
        {
            _old.Remove((route, mailbox));
            Put((route, mailbox), new Entry(outcome.Reply, _time.GetTimestamp()));
        }
    }

    // X.1.1 bad mailbox, X.1.6 moved without forwarding, X.1.10 null MX, X.2.1 disabled.
    private static bool IsNoSuchMailbox(Reply reply) => reply.IsPermanent && (reply.Status.Subject, reply.Status.Detail) is (1, 1) or (1, 6) or (1, 10) or (2, 1);

    private void Put((string, Mailbox) key, Entry entry)
    {
        _young[key] = entry;
        if (_young.Count >= _settings.Capacity / 2)
        {
            (_old, _young) = (_young, _old);
            _young.Clear();
        }
    }

    private readonly record struct Entry(Reply Reply, long Since);
}
