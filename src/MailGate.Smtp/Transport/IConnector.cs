namespace MailGate.Smtp.Transport;

/// <summary>Opens connections as a client: over the network, or in memory in tests.</summary>
public interface IConnector
{
    /// <summary>Connects, or fails with <see cref="System.Net.Sockets.SocketException"/> or <see cref="IOException"/>.</summary>
    ValueTask<SmtpConnection> ConnectAsync(string host, int port, CancellationToken cancellationToken);
}
