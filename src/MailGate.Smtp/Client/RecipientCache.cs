using MailGate.Mail.Addresses;
using MailGate.Smtp.Grammar;

namespace MailGate.Smtp.Client;

/// <summary>
/// What downstreams said of recipients. Bounded by two generations: when the younger is full it becomes the older, whose entries are forgotten unless they
/// are asked for again.
/// </summary>
public sealed class RecipientCache
{
    private readonly int _capacity;
    private readonly TimeProvider _time;
    private readonly Lock _lock = new();
    private Dictionary<(string Route, Mailbox Mailbox), Entry> _young = [];
    private Dictionary<(string Route, Mailbox Mailbox), Entry> _old = [];

    /// <param name="capacity">Most recipients remembered, at least 2.</param>
    /// <param name="time">The clock.</param>
    public RecipientCache(int capacity, TimeProvider time)
    {
        ArgumentNullException.ThrowIfNull(time);
        ArgumentOutOfRangeException.ThrowIfLessThan(capacity, 2);
        _capacity = capacity;
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

    /// <summary>The reply that a recipient got, or null when it is not known, too old, or was not always the same.</summary>
    /// <param name="route">The route's name.</param>
    /// <param name="mailbox">The recipient.</param>
    /// <param name="times">How old it may be.</param>
    /// <param name="isStaleGood">True: also a refusal past its time, since the downstream cannot be asked.</param>
    public Reply? Find(string route, Mailbox mailbox, in RecipientCacheTimes times, bool isStaleGood = false)
    {
        Entry entry;
        lock (_lock)
        {
            if (!TryGet((route, mailbox), out entry))
            {
                return null;
            }
        }

        return entry.Reply is { } reply && _time.GetElapsedTime(entry.Since) < (reply.IsPositive ? times.Positive : isStaleGood ? times.Stale : times.Negative) ? reply : null;
    }

    /// <summary>
    /// Remembers what a downstream said to RCPT, if it says something of the recipient alone: 2xx, or 5xx with a code for a mailbox that is not there
    /// (RFC 3463 §3.2). A refusal without such a code may have been meant for this client or this sender; of a recipient who was accepted before it says that
    /// the answer depends on who asks, so that a 2xx counts for nothing for as long as it would have been good.
    /// </summary>
    public void Note(string route, Mailbox mailbox, in RecipientCacheTimes times, in DownstreamOutcome outcome)
    {
        if (outcome.Phase != DownstreamPhase.Rcpt || outcome.EndsConnection)
        {
            return;
        }

        Reply reply = outcome.Reply!;
        lock (_lock)
        {
            bool isNoted = TryGet((route, mailbox), out Entry before);
            bool varies = isNoted && before.Reply is null && _time.GetElapsedTime(before.Since) < times.Positive;
            if (IsNoSuchMailbox(reply) || (reply.IsPositive && !varies))
            {
                Put((route, mailbox), new Entry(reply, _time.GetTimestamp()));
            }
            else if (!reply.IsPositive && isNoted && before.Reply is not { IsPositive: false })
            {
                Put((route, mailbox), new Entry(null, _time.GetTimestamp()));
            }
        }
    }

    // X.1.1 bad mailbox, X.1.6 moved without forwarding, X.1.10 null MX, X.2.1 disabled.
    private static bool IsNoSuchMailbox(Reply reply) => reply.IsPermanent && (reply.Status.Subject, reply.Status.Detail) is (1, 1) or (1, 6) or (1, 10) or (2, 1);

    private bool TryGet((string, Mailbox) key, out Entry entry)
    {
        if (_young.TryGetValue(key, out entry))
        {
            return true;
        }

        if (!_old.Remove(key, out entry))
        {
            return false;
        }

        Put(key, entry);
        return true;
    }

    private void Put((string, Mailbox) key, Entry entry)
    {
        _young[key] = entry;
        if (_young.Count >= _capacity / 2)
        {
            (_old, _young) = (_young, _old);
            _young.Clear();
        }
    }

    // No reply: different ones were seen.
    private readonly record struct Entry(Reply? Reply, long Since);
}
