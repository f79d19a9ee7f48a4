namespace MailGate.Smtp.Client;

/// <summary>How the sending of a message ended.</summary>
internal enum ContentStatus
{
    /// <summary>The final dot has left.</summary>
    Sent,

    /// <summary>CR, LF or NUL where none may be; no dot has left.</summary>
    Unsafe,

    /// <summary>The client has gone; no dot has left.</summary>
    ClientGone,

    /// <summary>The message cannot be read back; no dot has left.</summary>
    Unreadable,

    /// <summary>The connection broke; the dot had not been handed to the system.</summary>
    Broken,

    /// <summary>The connection broke while the last octets and the dot were written.</summary>
    BrokenAtDot,
}
