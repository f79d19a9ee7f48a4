using System.Collections.Concurrent;
using System.IO.Pipelines;
using System.Net;
using System.Net.Sockets;
using MailGate.Smtp.Grammar;
using MailGate.Smtp.Transport;

namespace MailGate.Smtp.Session;

/// <summary>Accepts connections at one address and runs a session on each.</summary>
public sealed class SmtpListener : IDisposable
{
    // A full backlog looks like a dead server to clients that connect in bursts.
    private const int Backlog = 4096;

    // A session that was cut has nobody left to wait for but a server's answer to RSET.
    private static readonly TimeSpan LastMoments = TimeSpan.FromSeconds(10);

    private readonly SmtpServerContext _server;
    private readonly ConcurrentDictionary<SmtpSession, Task> _sessions = new();
    private readonly Socket _socket;
    private volatile bool _stopping;

    /// <summary>Binds the listener; <see cref="Start"/> begins to accept.</summary>
    /// <param name="server">What is shared with other listeners.</param>
    /// <param name="settings">What this listener is.</param>
    /// <param name="inherited">A socket that listens already, handed over by a service manager, or null.</param>
    /// <exception cref="SocketException">The address is taken or not ours.</exception>
    public SmtpListener(SmtpServerContext server, SmtpListenerSettings settings, Socket? inherited = null)
    {
        ArgumentNullException.ThrowIfNull(server);
        ArgumentNullException.ThrowIfNull(settings);
        _server = server;
        Settings = settings;
        _socket = inherited ?? Bind(settings.EndPoint);
        LocalEndPoint = (IPEndPoint)_socket.LocalEndPoint!;
    }

    /// <summary>Where it listens, with the port that was really taken.</summary>
    public IPEndPoint LocalEndPoint { get; }

    /// <summary>What new sessions begin with; sessions under way keep what they have.</summary>
    public SmtpListenerSettings Settings { get; set; }

    /// <summary>Begins to accept connections.</summary>
    public void Start() => _ = AcceptAsync();

    /// <summary>
    /// Stops accepting, lets transactions under way end within <paramref name="patience"/>, tells idle clients 421, and cuts what is left.
    /// </summary>
    public async Task DrainAsync(TimeSpan patience)
    {
        StopAccepting();
        foreach (SmtpSession session in _sessions.Keys)
        {
            session.Drain();
        }

        Task all = Task.WhenAll(_sessions.Values);
        using CancellationTokenSource timer = new(patience, _server.Time);
        try
        {
            await all.WaitAsync(timer.Token);
        }
        catch (OperationCanceledException)
        {
            foreach (SmtpSession session in _sessions.Keys)
            {
                session.Abort();
            }

            // What cannot end now, a check in a library say, is left behind: the program is to stop.
            await Task.WhenAny(all, Task.Delay(LastMoments, _server.Time));
        }
    }

    /// <summary>Closes the listening socket; sessions go on.</summary>
    public void StopAccepting()
    {
        _stopping = true;
        _socket.Dispose();
    }

    public void Dispose() => StopAccepting();

    private static Socket Bind(IPEndPoint endPoint)
    {
        Socket socket = new(endPoint.AddressFamily, SocketType.Stream, ProtocolType.Tcp);
        try
        {
            if (endPoint.AddressFamily == AddressFamily.InterNetworkV6)
            {
                socket.DualMode = endPoint.Address.Equals(IPAddress.IPv6Any);
            }

            if (OperatingSystem.IsLinux())
            {
                // SOL_SOCKET, SO_REUSEADDR: .NET's own option of that name would let a second process share the port.
                socket.SetRawSocketOption(1, 2, BitConverter.GetBytes(1));
            }

            socket.Bind(endPoint);
            socket.Listen(Backlog);
            return socket;
        }
        catch
        {
            socket.Dispose();
            throw;
        }
    }

    private async Task AcceptAsync()
    {
        while (!_stopping)
        {
            Socket client;
            try
            {
                client = await _socket.AcceptAsync();
            }
            catch (Exception failure) when (failure is SocketException or ObjectDisposedException)
            {
                if (_stopping)
                {
                    return;
                }

                // Out of descriptors, or the client left while it queued: the next accept may work, a tight loop would not help.
                await Task.Delay(TimeSpan.FromMilliseconds(50), _server.Time);
                continue;
            }

            _ = ServeAsync(client);
        }
    }

    private async Task ServeAsync(Socket client)
    {
        SmtpListenerSettings settings = Settings;
        SmtpConnection? connection = null;
        try
        {
            connection = SmtpConnection.FromSocket(client);
            if (connection.RemoteEndPoint is not { } peer || connection.LocalEndPoint is not { } local)
            {
                await connection.DisposeAsync();
                return;
            }

            ProxyHeader? header = null;
            bool isProxy = IsIn(settings.ProxyProtocolPeers, peer.Address);
            if (isProxy ? (header = await ReadProxyHeaderAsync(connection, settings)) is null : settings.IsProxyProtocolRequired)
            {
                _server.Observer.OnConnectionRefused(settings, peer.Address, "proxy_header");
                connection.Abort();
                return;
            }

            await RunSessionAsync(settings, connection, Unmap(header?.Client ?? peer), Unmap(peer), Unmap(header?.Server ?? local));
        }
        catch (Exception failure) when (failure is SocketException or IOException or ObjectDisposedException)
        {
            _server.Observer.OnConnectionRefused(settings, connection?.RemoteEndPoint?.Address, "lost");
            client.Dispose();
        }
    }

    private async Task RunSessionAsync(SmtpListenerSettings settings, SmtpConnection connection, IPEndPoint client, IPEndPoint peer, IPEndPoint local)
    {
        if (!_server.Sessions.TryEnter(client.Address, settings.Limits, out string reason))
        {
            _server.Observer.OnConnectionRefused(settings, client.Address, reason);
            await RefuseAsync(connection, settings);
            return;
        }

        try
        {
            SessionInfo info = new(IdGenerator.Next(_server.Time), settings, peer, local, _server.Time.GetTimestamp()) { Client = client };
            SmtpSession session = new(_server, settings, connection, info);
            TaskCompletionSource ended = new();
            _sessions[session] = ended.Task;
            if (_stopping)
            {
                session.Drain();
            }

            try
            {
                await session.RunAsync();
            }
            finally
            {
                _sessions.TryRemove(session, out _);
                ended.SetResult();
            }
        }
        finally
        {
            _server.Sessions.Leave(client.Address);
        }
    }

    private static async ValueTask RefuseAsync(SmtpConnection connection, SmtpListenerSettings settings)
    {
        // In implicit TLS nobody could read it, and a handshake is what a flood wants.
        if (settings.Tls != TlsMode.Implicit)
        {
            ReplyWriter.Write(connection.Output, SessionReplies.TooManySessions, id: null);
            await connection.Output.FlushAsync();
        }

        await connection.DisposeAsync();
    }

    private async ValueTask<ProxyHeader?> ReadProxyHeaderAsync(SmtpConnection connection, SmtpListenerSettings settings)
    {
        using Deadline deadline = _server.Deadlines.Create(connection.Abort);
        deadline.Set(settings.Limits.ProxyHeaderTimeout);
        while (true)
        {
            ReadResult result = await connection.Input.ReadAsync();
            ProxyStatus status = ProxyProtocol.Read(result.Buffer, out ProxyHeader? header, out int consumed);
            if (status == ProxyStatus.Complete)
            {
                connection.Input.AdvanceTo(result.Buffer.GetPosition(consumed));
                return header;
            }

            connection.Input.AdvanceTo(result.Buffer.Start, result.Buffer.End);
            if (status == ProxyStatus.Malformed || result.IsCompleted)
            {
                return null;
            }
        }
    }

    private static bool IsIn(IReadOnlyList<IPNetwork> networks, IPAddress address)
    {
        address = address.IsIPv4MappedToIPv6 ? address.MapToIPv4() : address;
        for (int i = 0; i < networks.Count; i++)
        {
            if (networks[i].Contains(address))
            {
                return true;
            }
        }

        return false;
    }

    // A dual-mode socket shows IPv4 clients as ::ffff:192.0.2.1; policy, logs and SPF want 192.0.2.1.
    private static IPEndPoint Unmap(IPEndPoint endPoint) =>
        endPoint.Address.IsIPv4MappedToIPv6 ? new IPEndPoint(endPoint.Address.MapToIPv4(), endPoint.Port) : endPoint;
}
