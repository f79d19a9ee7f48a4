namespace MailGate.Smtp.Client;

/// <summary>The protocol that a downstream speaks.</summary>
public enum DownstreamProtocol
{
    Smtp,

    /// <summary>One reply for each accepted recipient after the data (RFC 2033).</summary>
    Lmtp,
}
