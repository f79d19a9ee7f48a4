namespace MailGate.Smtp.Client;

/// <summary>How a downstream is told who the client is.</summary>
public enum DownstreamIdentity
{
    /// <summary>Only by the Received field.</summary>
    None,

    /// <summary>XCLIENT: the downstream acts as if the client had connected to it.</summary>
    XClient,

    /// <summary>XFORWARD: for the downstream's logs only.</summary>
    XForward,

    /// <summary>PROXY protocol version 1, in text.</summary>
    ProxyV1,

    /// <summary>PROXY protocol version 2, binary.</summary>
    ProxyV2,
}
