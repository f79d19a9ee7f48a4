using System.Buffers.Binary;
using System.Collections.Concurrent;
using System.Net;
using System.Net.Sockets;

namespace MailGate.Mail.Tests.Dns;

/// <summary>A DNS server in this process, on one free port for UDP and TCP, that sends whatever its handler says: no message, one, or several.</summary>
internal sealed class DnsTestServer : IAsyncDisposable
{
    private readonly Func<DnsTestQuery, IEnumerable<byte[]>> answer;
    private readonly Socket udp;
    private readonly Socket tcp;
    private readonly CancellationTokenSource lifetime = new();
    private readonly ConcurrentQueue<DnsTestQuery> queries = new();
    private readonly SemaphoreSlim received = new(0);
    private readonly Task running;

    public DnsTestServer(Func<DnsTestQuery, IEnumerable<byte[]>> answer)
    {
        this.answer = answer;
        (udp, tcp) = Bind();
        EndPoint = (IPEndPoint)udp.LocalEndPoint!;
        tcp.Listen();
        running = Task.WhenAll(ServeUdpAsync(), ServeTcpAsync());
    }

    /// <summary>A server that has one message for each query.</summary>
    public static DnsTestServer Answering(Func<DnsTestQuery, byte[]> answer) => new(query => [answer(query)]);

    /// <summary>A server that says nothing.</summary>
    public static DnsTestServer Silent() => new(_ => []);

    public IPEndPoint EndPoint { get; }

    public IReadOnlyList<DnsTestQuery> Queries => [.. queries];

    /// <summary>Octets that are sent over TCP as they are, without a length, before the connection ends.</summary>
    public Func<DnsTestQuery, byte[]>? RawTcp { get; set; }

    /// <summary>Waits for one more query.</summary>
    public async Task WhenAskedAsync()
    {
        if (!await received.WaitAsync(TimeSpan.FromSeconds(30)))
        {
            throw new TimeoutException("no query came");
        }
    }

    public async ValueTask DisposeAsync()
    {
        await lifetime.CancelAsync();
        udp.Dispose();
        tcp.Dispose();
        await running;
        lifetime.Dispose();
        received.Dispose();
    }

    // The port that UDP got may be taken for TCP by somebody else: then the next one.
    private static (Socket Udp, Socket Tcp) Bind()
    {
        while (true)
        {
            Socket udp = new(AddressFamily.InterNetwork, SocketType.Dgram, ProtocolType.Udp);
            Socket tcp = new(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
            try
            {
                udp.Bind(new IPEndPoint(IPAddress.Loopback, 0));
                tcp.Bind(udp.LocalEndPoint!);
                return (udp, tcp);
            }
            catch (SocketException e) when (e.SocketErrorCode == SocketError.AddressAlreadyInUse)
            {
                udp.Dispose();
                tcp.Dispose();
            }
        }
    }

    private IEnumerable<byte[]> Take(DnsTestQuery query)
    {
        queries.Enqueue(query);
        List<byte[]> messages = [.. answer(query)];
        received.Release();
        return messages;
    }

    private async Task ServeUdpAsync()
    {
        byte[] buffer = new byte[4096];
        try
        {
            while (true)
            {
                SocketReceiveFromResult result = await udp.ReceiveFromAsync(buffer, SocketFlags.None, new IPEndPoint(IPAddress.Any, 0), lifetime.Token);
                foreach (byte[] message in Take(new DnsTestQuery(buffer[..result.ReceivedBytes], IsTcp: false, result.RemoteEndPoint)))
                {
                    await udp.SendToAsync(message, SocketFlags.None, result.RemoteEndPoint, lifetime.Token);
                }
            }
        }
        catch (OperationCanceledException)
        {
            // The test is over.
        }
    }

    private async Task ServeTcpAsync()
    {
        List<Task> connections = [];
        try
        {
            while (true)
            {
                connections.Add(ServeAsync(await tcp.AcceptAsync(lifetime.Token)));
            }
        }
        catch (OperationCanceledException)
        {
            await Task.WhenAll(connections);
        }
    }

    private async Task ServeAsync(Socket socket)
    {
        try
        {
            await using NetworkStream stream = new(socket, ownsSocket: true);
            byte[] length = new byte[2];
            await stream.ReadExactlyAsync(length, lifetime.Token);
            byte[] message = new byte[BinaryPrimitives.ReadUInt16BigEndian(length)];
            await stream.ReadExactlyAsync(message, lifetime.Token);
            DnsTestQuery query = new(message, IsTcp: true, socket.RemoteEndPoint!);
            List<byte[]> replies = [.. Take(query)];
            if (RawTcp is { } raw)
            {
                await stream.WriteAsync(raw(query), lifetime.Token);
                return;
            }

            foreach (byte[] reply in replies)
            {
                BinaryPrimitives.WriteUInt16BigEndian(length, (ushort)reply.Length);
                await stream.WriteAsync((byte[])[.. length, .. reply], lifetime.Token);
            }

            // Until the client closes.
            await stream.CopyToAsync(Stream.Null, lifetime.Token);
        }
        catch (Exception e) when (e is OperationCanceledException or IOException)
        {
            // The test is over, or the client left.
        }
    }
}
