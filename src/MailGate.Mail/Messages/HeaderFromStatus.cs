namespace MailGate.Mail.Messages;

/// <summary>Whether a message names exactly one author (RFC 5322 §3.6.2), and if not, why.</summary>
public enum HeaderFromStatus
{
    /// <summary>One field with one mailbox: there is an author domain.</summary>
    SingleAuthor,

    /// <summary>No From field.</summary>
    Missing,

    /// <summary>More than one From field, or lines that some reader may take for another one.</summary>
    SeveralFields,

    /// <summary>One field with more than one mailbox.</summary>
    SeveralAuthors,

    /// <summary>A group (RFC 6854), with or without mailboxes in it.</summary>
    Group,

    /// <summary>A field that is not a mailbox, or one that readers do not read alike.</summary>
    Malformed,
}
