namespace MailGate.Smtp.Transport;

/// <summary>What a socket tells of the other end.</summary>
public enum PeerPresence
{
    /// <summary>Nothing says that it has left.</summary>
    Connected,

    /// <summary>It has closed its sending side. It may be gone, or wait for a reply: TCP does not tell.</summary>
    FinishedSending,

    /// <summary>The connection is broken.</summary>
    Gone,
}
