using System.Collections.Concurrent;
using System.Net;
using System.Net.Sockets;
using System.Text;

namespace MailGate.EndToEnd.Support;

/// <summary>
/// A server that takes all mail and counts it by the X-Number of its header, before it says 250: what it has answered it has. It can be cut off in the
/// middle of everything, and come back at the same port.
/// </summary>
internal sealed class MailSink : IAsyncDisposable
{
    private readonly ConcurrentDictionary<int, int> _messages = new();
    private readonly ConcurrentDictionary<Socket, bool> _connections = new();
    private Socket _listener = null!;

    public MailSink() => Start(port: 0);

    public int Port { get; private set; }

    /// <summary>How often each message was taken.</summary>
    public IReadOnlyDictionary<int, int> Messages => _messages;

    /// <summary>Cuts all connections off and is not there any more.</summary>
    public void Crash()
    {
        _listener.Dispose();
        foreach (Socket connection in _connections.Keys)
        {
            connection.Close(timeout: 0);
        }
    }

    /// <summary>Comes back.</summary>
    public void Restart() => Start(Port);

    public ValueTask DisposeAsync()
    {
        Crash();
        return ValueTask.CompletedTask;
    }

    private void Start(int port)
    {
        _listener = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        // SOL_SOCKET, SO_REUSEADDR: back at the port while old connections linger.
        _listener.SetRawSocketOption(1, 2, BitConverter.GetBytes(1));
        _listener.Bind(new IPEndPoint(IPAddress.Loopback, port));
        _listener.Listen(1000);
        Port = ((IPEndPoint)_listener.LocalEndPoint!).Port;
        _ = AcceptAsync(_listener);
    }

    private async Task AcceptAsync(Socket listener)
    {
        try
        {
            while (true)
            {
                _ = ServeAsync(await listener.AcceptAsync());
            }
        }
        catch (Exception e) when (e is SocketException or ObjectDisposedException)
        {
            // Crashed.
        }
    }

    private async Task ServeAsync(Socket socket)
    {
        _connections[socket] = true;
        try
        {
            socket.NoDelay = true;
            await using NetworkStream stream = new(socket, ownsSocket: true);
            using StreamReader reader = new(stream, Encoding.Latin1);
            await ConverseAsync(stream, reader);
        }
        catch (Exception e) when (e is IOException or SocketException or ObjectDisposedException)
        {
            // The peer has gone, or we have.
        }
        finally
        {
            _connections.TryRemove(socket, out _);
        }
    }

    private async Task ConverseAsync(NetworkStream stream, StreamReader reader)
    {
        await SayAsync(stream, "220 sink.test");
        while (await reader.ReadLineAsync() is { } line)
        {
            string verb = line.Split(' ')[0].ToUpperInvariant();
            await SayAsync(stream, verb switch { "EHLO" => "250-sink.test\r\n250-PIPELINING\r\n250 8BITMIME", "DATA" => "354 Go on", "QUIT" => "221 Bye", _ => "250 Ok" });
            if (verb == "QUIT")
            {
                return;
            }

            if (verb == "DATA")
            {
                await TakeAsync(stream, reader);
            }
        }
    }

    private async Task TakeAsync(NetworkStream stream, StreamReader reader)
    {
        int number = -1;
        while (await reader.ReadLineAsync() is { } line)
        {
            if (line == ".")
            {
                _messages.AddOrUpdate(number, 1, (_, count) => count + 1);
                await SayAsync(stream, "250 Taken");
                return;
            }

            number = line.StartsWith("X-Number: ", StringComparison.Ordinal) ? int.Parse(line[10..], System.Globalization.CultureInfo.InvariantCulture) : number;
        }
    }

    private static ValueTask SayAsync(NetworkStream stream, string line) => stream.WriteAsync(Encoding.ASCII.GetBytes(line + "\r\n"));
}
