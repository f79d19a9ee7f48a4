using System.Net;
using System.Net.Sockets;

namespace MailGate.Mail.Dns;

/// <summary>Sends a query and receives its reply.</summary>
internal static class DnsTransports
{
    /// <summary>Octets to receive a datagram in: more than we say that we take, for servers that do not care.</summary>
    public const int UdpBufferOctets = 4096;

    /// <summary>Octets to receive a TCP reply in (RFC 1035 §4.2.2).</summary>
    public const int TcpBufferOctets = 65535;

    // So many messages that are not ours on one port are an attack: a forger who can guess on is left guessing against TCP.
    private const int MaxForeignDatagrams = 32;

    /// <summary>
    /// Asks over UDP. Each query has a socket of its own: the kernel picks a random port when it is connected, and lets only datagrams
    /// of that server through (RFC 5452 §9.2).
    /// </summary>
    public static async ValueTask<DnsTransportResult> AskUdpAsync(IPEndPoint server, DnsQuery query, Memory<byte> buffer, CancellationToken cancellationToken)
    {
        try
        {
            using Socket socket = new(server.AddressFamily, SocketType.Dgram, ProtocolType.Udp);
            await socket.ConnectAsync(server, cancellationToken);
            await socket.SendAsync(query.Message, SocketFlags.None, cancellationToken);
            for (int foreign = 0; foreign < MaxForeignDatagrams; foreign++)
            {
                int length = await socket.ReceiveAsync(buffer, SocketFlags.None, cancellationToken);
                ReplyMatch match = query.Match(buffer.Span[..length]);
                if (match != ReplyMatch.Foreign)
                {
                    return match == ReplyMatch.Ours ? new DnsTransportResult(DnsTransportStatus.Reply, length, foreign) : new DnsTransportResult(DnsTransportStatus.UseTcp, 0, foreign);
                }
            }

            return new DnsTransportResult(DnsTransportStatus.UseTcp, 0, MaxForeignDatagrams);
        }
        catch (SocketException)
        {
            return new DnsTransportResult(DnsTransportStatus.Unreachable);
        }
    }

    /// <summary>Asks over a TCP connection of its own (RFC 7766). Here a forger would have to be on the path, so the letters' case does not matter.</summary>
    public static async ValueTask<DnsTransportResult> AskTcpAsync(IPEndPoint server, DnsQuery query, Memory<byte> buffer, CancellationToken cancellationToken)
    {
        try
        {
            using Socket socket = new(server.AddressFamily, SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
            await socket.ConnectAsync(server, cancellationToken);
            await using NetworkStream stream = new(socket, ownsSocket: false);
            // RFC 7766 §8: length and message in one write.
            byte[] framed = new byte[2 + query.Message.Length];
            System.Buffers.Binary.BinaryPrimitives.WriteUInt16BigEndian(framed, (ushort)query.Message.Length);
            query.Message.CopyTo(framed.AsMemory(2));
            await stream.WriteAsync(framed, cancellationToken);
            await stream.ReadExactlyAsync(buffer[..2], cancellationToken);
            int length = System.Buffers.Binary.BinaryPrimitives.ReadUInt16BigEndian(buffer.Span);
            await stream.ReadExactlyAsync(buffer[..length], cancellationToken);
            return query.Match(buffer.Span[..length]) == ReplyMatch.Foreign
                ? new DnsTransportResult(DnsTransportStatus.Malformed)
                : new DnsTransportResult(DnsTransportStatus.Reply, length);
        }
        catch (Exception e) when (e is SocketException or IOException)
        {
            return new DnsTransportResult(DnsTransportStatus.Unreachable);
        }
    }
}
