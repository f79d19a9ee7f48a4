namespace MailGate.Mail.Dkim;

/// <summary>How a signer signs. The defaults are what RFC 6376 §5.4.1 recommends, with oversigning against added fields (§8.15).</summary>
public sealed class DkimSignerOptions
{
    /// <summary>The defaults.</summary>
    public static DkimSignerOptions Default { get; } = new();

    /// <summary>c=, first half.</summary>
    public Canonicalization HeaderCanonicalization { get; init; } = Canonicalization.Relaxed;

    /// <summary>c=, second half.</summary>
    public Canonicalization BodyCanonicalization { get; init; } = Canonicalization.Relaxed;

    /// <summary>Fields that are signed once more than they occur, so that none can be added: those that readers see or that change what they see.</summary>
    public IReadOnlyList<string> OversignedFields { get; init; } =
        ["From", "Reply-To", "To", "Cc", "Subject", "Date", "Message-ID", "MIME-Version", "Content-Type", "Content-Transfer-Encoding"];

    /// <summary>Fields that are signed where they occur; mailing lists and forwarders may add them.</summary>
    public IReadOnlyList<string> SignedFields { get; init; } =
    [
        "Sender", "In-Reply-To", "References", "Content-ID", "Content-Description", "Content-Disposition",
        "Resent-Date", "Resent-From", "Resent-To", "Resent-Cc", "Resent-Message-ID",
        "List-Id", "List-Help", "List-Unsubscribe", "List-Unsubscribe-Post", "List-Subscribe", "List-Post", "List-Owner", "List-Archive",
        "Feedback-ID",
    ];

    /// <summary>How long signatures hold (x=); null for as long as the key is published.</summary>
    public TimeSpan? Lifetime { get; init; }
}
