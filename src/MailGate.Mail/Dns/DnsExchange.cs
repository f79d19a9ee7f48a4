using System.Buffers;
using System.Net;

namespace MailGate.Mail.Dns;

/// <summary>Asks one server one question: over UDP, without EDNS when it is refused, over TCP when the answer does not fit.</summary>
internal sealed class DnsExchange(DnsOptions options, TimeProvider timeProvider, IDnsObserver? observer)
{
    /// <summary>The server's reply; never <see cref="DnsReplyStatus.Truncated"/> from UDP.</summary>
    /// <param name="server">The server.</param>
    /// <param name="name">The uncompressed name in lower case.</param>
    /// <param name="kind">The type asked for.</param>
    /// <param name="cancellationToken">Ends the question with an exception; the time-out of the server does not.</param>
    public async Task<DnsReply<T>> AskAsync<T>(IPEndPoint server, byte[] name, RecordKind<T> kind, CancellationToken cancellationToken)
    {
        bool tcp = options.UseTcp;
        bool edns = true;
        while (true)
        {
            DnsReply<T> reply = await AskOnceAsync(server, name, kind, tcp, edns, cancellationToken);
            if (reply.Status == DnsReplyStatus.Truncated && !tcp)
            {
                tcp = true;
            }
            else if (reply.Status == DnsReplyStatus.EdnsRefused && edns)
            {
                edns = false;
            }
            else
            {
                return reply;
            }
        }
    }

    private async Task<DnsReply<T>> AskOnceAsync<T>(IPEndPoint server, byte[] name, RecordKind<T> kind, bool tcp, bool edns, CancellationToken cancellationToken)
    {
        DnsQuery query = DnsQuery.Create(name, kind.Type, edns, options.RandomizeCase && !tcp);
        byte[] buffer = ArrayPool<byte>.Shared.Rent(tcp ? DnsTransports.TcpBufferOctets : DnsTransports.UdpBufferOctets);
        using CancellationTokenSource timeout = new(options.Timeout, timeProvider);
        using CancellationTokenSource either = CancellationTokenSource.CreateLinkedTokenSource(timeout.Token, cancellationToken);
        try
        {
            DnsTransportResult result = tcp
                ? await DnsTransports.AskTcpAsync(server, query, buffer, either.Token)
                : await DnsTransports.AskUdpAsync(server, query, buffer, either.Token);
            if (result.ForeignDatagrams > 0)
            {
                observer?.OnForeignReplies(server, result.ForeignDatagrams);
            }

            return result.Status switch
            {
                DnsTransportStatus.Reply => DnsReplyReader.Read(buffer.AsSpan(0, result.Length), name, kind),
                DnsTransportStatus.UseTcp => DnsReply<T>.Of(DnsReplyStatus.Truncated),
                DnsTransportStatus.Malformed => DnsReply<T>.Of(DnsReplyStatus.Malformed),
                DnsTransportStatus.Unreachable => DnsReply<T>.Of(DnsReplyStatus.Unreachable),
                _ => throw new InvalidOperationException($"unknown status {result.Status}"),
            };
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            return DnsReply<T>.Of(DnsReplyStatus.Timeout);
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(buffer);
        }
    }
}
