using System.Net;
using System.Net.Sockets;

namespace MailGate.Smtp.Transport;

/// <summary>Opens TCP connections. Names are resolved by the system: they are the administrator's own hosts, often in /etc/hosts.</summary>
public sealed class SocketConnector : IConnector
{
    /// <inheritdoc/>
    public async ValueTask<SmtpConnection> ConnectAsync(string host, int port, CancellationToken cancellationToken)
    {
        bool isLiteral = IPAddress.TryParse(host, out IPAddress? address);
        Socket socket = isLiteral ? new Socket(address!.AddressFamily, SocketType.Stream, ProtocolType.Tcp) : new Socket(SocketType.Stream, ProtocolType.Tcp);
        try
        {
            await (isLiteral ? socket.ConnectAsync(address!, port, cancellationToken) : socket.ConnectAsync(host, port, cancellationToken));
            return SmtpConnection.FromSocket(socket);
        }
        catch
        {
            socket.Dispose();
            throw;
        }
    }
}
