using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;

namespace MailGate.Mail.Dns;

/// <summary>One query message, with an id of its own: never sent twice.</summary>
internal sealed class DnsQuery
{
    /// <summary>The UDP payload that we take, which no path on today's Internet fragments (DNS flag day 2020).</summary>
    public const int UdpPayloadOctets = 1232;

    private const int QuestionTailOctets = 4;
    private const int OptOctets = 11;
    private readonly int questionOctets;

    private DnsQuery(byte[] message, int questionOctets)
    {
        Message = message;
        this.questionOctets = questionOctets;
    }

    /// <summary>The octets to send.</summary>
    public ReadOnlyMemory<byte> Message { get; }

    /// <summary>Makes a query with a random id.</summary>
    /// <param name="name">The uncompressed name.</param>
    /// <param name="type">The type asked for, in class IN.</param>
    /// <param name="edns">Whether to add an OPT record (RFC 6891).</param>
    /// <param name="randomizeCase">Whether the letters get random case, which a forger has to guess (draft-vixie-dnsext-dns0x20).</param>
    public static DnsQuery Create(ReadOnlySpan<byte> name, DnsRecordType type, bool edns, bool randomizeCase)
    {
        int questionOctets = name.Length + QuestionTailOctets;
        byte[] message = new byte[DnsReplyReader.HeaderOctets + questionOctets + (edns ? OptOctets : 0)];
        RandomNumberGenerator.Fill(message.AsSpan(0, 2));
        BinaryPrimitives.WriteUInt16BigEndian(message.AsSpan(2), DnsFlags.Query);
        message[5] = 1;
        Span<byte> question = message.AsSpan(DnsReplyReader.HeaderOctets, questionOctets);
        name.CopyTo(question);
        if (randomizeCase)
        {
            RandomizeCase(question[..name.Length]);
        }

        BinaryPrimitives.WriteUInt16BigEndian(question[name.Length..], (ushort)type);
        question[^1] = 1;
        if (edns)
        {
            message[11] = 1;
            Span<byte> opt = message.AsSpan(DnsReplyReader.HeaderOctets + questionOctets);
            opt[2] = 41;
            BinaryPrimitives.WriteUInt16BigEndian(opt[3..], UdpPayloadOctets);
        }

        return new DnsQuery(message, questionOctets);
    }

    /// <summary>Whether a message answers this query: id, direction, and the question octet for octet (RFC 5452 §9.1).</summary>
    public ReplyMatch Match(ReadOnlySpan<byte> reply)
    {
        ReadOnlySpan<byte> query = Message.Span;
        if (reply.Length < DnsReplyReader.HeaderOctets || !reply[..2].SequenceEqual(query[..2]))
        {
            return ReplyMatch.Foreign;
        }

        DnsFlags flags = new(BinaryPrimitives.ReadUInt16BigEndian(reply[2..]));
        int questions = BinaryPrimitives.ReadUInt16BigEndian(reply[4..]);
        if (!flags.IsQueryResponse)
        {
            return ReplyMatch.Foreign;
        }

        // A server that could not read the query, or will not, may leave the question out.
        if (questions == 0)
        {
            return flags.ResponseCode is DnsFlags.NoError or DnsFlags.NxDomain ? ReplyMatch.Foreign : ReplyMatch.Ours;
        }

        if (questions != 1 || reply.Length < DnsReplyReader.HeaderOctets + questionOctets)
        {
            return ReplyMatch.Foreign;
        }

        ReadOnlySpan<byte> asked = query.Slice(DnsReplyReader.HeaderOctets, questionOctets);
        ReadOnlySpan<byte> echoed = reply.Slice(DnsReplyReader.HeaderOctets, questionOctets);
        if (echoed.SequenceEqual(asked))
        {
            return ReplyMatch.Ours;
        }

        return Ascii.EqualsIgnoreCase(echoed, asked) ? ReplyMatch.OtherCase : ReplyMatch.Foreign;
    }

    private static void RandomizeCase(Span<byte> name)
    {
        Span<byte> bits = stackalloc byte[DnsName.MaxWireOctets];
        RandomNumberGenerator.Fill(bits[..name.Length]);
        for (int label = 0; name[label] != 0; label += 1 + name[label])
        {
            for (int i = label + 1; i <= label + name[label]; i++)
            {
                if (char.IsAsciiLetter((char)name[i]) && (bits[i] & 1) != 0)
                {
                    name[i] ^= 0x20;
                }
            }
        }
    }
}
