using System.Net;

namespace MailGate.Smtp.Transport;

/// <summary>What a PROXY protocol header says of a connection.</summary>
/// <param name="Client">The client, or null for LOCAL and UNKNOWN: then the connection is the proxy's own.</param>
/// <param name="Server">The address that the client connected to, or null.</param>
public sealed record ProxyHeader(IPEndPoint? Client, IPEndPoint? Server);
