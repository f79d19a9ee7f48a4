namespace MailGate.Smtp.Session;

/// <summary>What came of reading message octets.</summary>
internal enum ReceiveStatus
{
    /// <summary>All octets of the message, or of the chunk, are there.</summary>
    Complete,

    /// <summary>They were read to the end and thrown away; the receiver's refusal says why.</summary>
    Refused,

    /// <summary>The client closed the connection before the end: nothing of the message is used.</summary>
    Closed,

    /// <summary>The client was too slow, or the server stops.</summary>
    Interrupted,
}
