using System.Globalization;
using System.Net;
using System.Net.Sockets;

namespace MailGate.Hosting;

/// <summary>
/// Sockets that listen already, handed over by a service manager (sd_listen_fds(3)). They outlive this process: what connects while one gateway
/// drains and the next one starts waits in their queue, and nobody is refused.
/// </summary>
internal sealed class InheritedSockets : IDisposable
{
    /// <summary>None were handed over.</summary>
    public static readonly InheritedSockets None = new([]);

    // SD_LISTEN_FDS_START
    private const int FirstDescriptor = 3;
    private const int MaxDescriptors = 1024;

    private readonly List<(string Name, Socket Socket)> _waiting;

    private InheritedSockets(List<(string Name, Socket Socket)> sockets) => _waiting = sockets;

    /// <summary>The sockets that no listener has taken, in words.</summary>
    public IReadOnlyList<string> Unclaimed => [.. _waiting.Select(s => s.Name.Length > 0 ? $"{s.Socket.LocalEndPoint} ({s.Name})" : $"{s.Socket.LocalEndPoint}")];

    /// <summary>Takes over what LISTEN_FDS tells of; nothing when LISTEN_PID names another process.</summary>
    /// <param name="environment">The environment's variables.</param>
    /// <exception cref="InvalidOperationException">A descriptor is no listening TCP socket.</exception>
    public static InheritedSockets Receive(Func<string, string?> environment)
    {
        if (environment("LISTEN_PID") != Environment.ProcessId.ToString(CultureInfo.InvariantCulture)
            || !int.TryParse(environment("LISTEN_FDS"), NumberStyles.None, CultureInfo.InvariantCulture, out int count) || count is < 1 or > MaxDescriptors)
        {
            return None;
        }

        string[] names = environment("LISTEN_FDNAMES")?.Split(':') ?? [];
        List<(string, Socket)> sockets = [];
        for (int i = 0; i < count; i++)
        {
            sockets.Add((i < names.Length ? names[i] : "", Open(FirstDescriptor + i)));
        }

        return new InheritedSockets(sockets);
    }

    /// <summary>
    /// The socket that carries the listener's name (FileDescriptorName= of its unit), or else the one at its address; null when there is none and the
    /// listener binds its own. The caller owns it.
    /// </summary>
    public Socket? Take(string listener, IPEndPoint address)
    {
        int index = _waiting.FindIndex(s => s.Name == listener);
        index = index >= 0 ? index : _waiting.FindIndex(s => address.Equals(s.Socket.LocalEndPoint));
        if (index < 0)
        {
            return null;
        }

        Socket socket = _waiting[index].Socket;
        _waiting.RemoveAt(index);
        return socket;
    }

    public void Dispose()
    {
        _waiting.ForEach(s => s.Socket.Dispose());
        _waiting.Clear();
    }

    private static Socket Open(int descriptor)
    {
        const int SolSocket = 1, SoAcceptConn = 30;
        try
        {
            Socket socket = new(new SafeSocketHandle(descriptor, ownsHandle: true));
            Span<byte> isListening = stackalloc byte[sizeof(int)];
            socket.GetRawSocketOption(SolSocket, SoAcceptConn, isListening);
            if (socket.SocketType == SocketType.Stream && socket.LocalEndPoint is IPEndPoint && BitConverter.ToInt32(isListening) != 0)
            {
                return socket;
            }
        }
        catch (SocketException)
        {
            // Not a socket at all.
        }

        throw new InvalidOperationException($"file descriptor {descriptor}, handed over by LISTEN_FDS, is not a listening TCP socket");
    }
}
