using MailGate.Mail.Addresses;
using MailGate.Smtp.Grammar;

namespace MailGate.Smtp.Session;

/// <summary>
/// One mail transaction, from MAIL to the reply after its data (RFC 5321 §3.3). It is dropped whole at its end, whichever way that comes, so that
/// nothing of it can leak into the next (ATTACKS A06).
/// </summary>
public sealed class Transaction
{
    internal Transaction(string id, ReversePath reversePath, MailParameters parameters, long startedAt)
    {
        Id = id;
        ReversePath = reversePath;
        Parameters = parameters;
        StartedAt = startedAt;
    }

    /// <summary>Identifier in logs, in the Received field and at the end of each negative reply.</summary>
    public string Id { get; }

    /// <summary>The argument of MAIL.</summary>
    public ReversePath ReversePath { get; }

    /// <summary>The parameters of MAIL.</summary>
    public MailParameters Parameters { get; }

    /// <summary>Time stamp of MAIL, in the time provider's ticks.</summary>
    public long StartedAt { get; }

    /// <summary>The recipients that were accepted.</summary>
    public List<Recipient> Recipients { get; } = new(1);

    /// <summary>How many recipients were refused.</summary>
    public int RefusedRecipients { get; internal set; }

    /// <summary>Octets of the message as received.</summary>
    public long MessageOctets { get; internal set; }
}
