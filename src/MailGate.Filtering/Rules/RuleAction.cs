namespace MailGate.Filtering.Rules;

/// <summary>What happens to a message, or to a command before it. Those from <see cref="Accept"/> on are final: nothing after them is judged.</summary>
public enum RuleAction
{
    /// <summary>Nothing special: the message goes on.</summary>
    None,

    /// <summary>The message goes on and is marked as spam in its header (rspamd: add header).</summary>
    Tag,

    /// <summary>Deferred when the client, sender and recipient have not been seen together before.</summary>
    Greylist,

    /// <summary>Let through: neither later rules, nor later stages of the transaction, nor thresholds matter.</summary>
    Accept,

    /// <summary>Refused for good, 5xx.</summary>
    Reject,

    /// <summary>Refused for now, 4xx (rspamd: soft reject).</summary>
    Defer,

    /// <summary>Answered with 250 and thrown away.</summary>
    Discard,

    /// <summary>Stored in the quarantine and answered with 250.</summary>
    Quarantine,
}
