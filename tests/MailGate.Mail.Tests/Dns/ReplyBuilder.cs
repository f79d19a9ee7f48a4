using System.Buffers.Binary;
using System.Net;
using System.Text;
using MailGate.Mail.Dns;

namespace MailGate.Mail.Tests.Dns;

/// <summary>Writes the reply to a query, honest or not.</summary>
internal sealed class ReplyBuilder
{
    public const int Authoritative = 0x8400;
    public const int Recursive = 0x8180;

    private readonly byte[] query;
    private readonly List<byte> answers = [];
    private readonly List<byte> authorities = [];
    private readonly List<byte> additionals = [];
    private readonly int[] counts = new int[3];

    public ReplyBuilder(byte[] query, int flags = Recursive)
    {
        this.query = query;
        Flags = flags;
    }

    public int Flags { get; set; }

    public byte[] Question { get; set; } = [];

    /// <summary>A reply without a query, to a question of our own.</summary>
    public static ReplyBuilder To(string name, DnsRecordType type, int flags = Recursive) =>
        new(DnsQuery.Create(Wire(name), type, edns: false, randomizeCase: false).Message.ToArray(), flags);

    public static byte[] Wire(string name)
    {
        byte[] wire = new byte[DnsName.MaxWireOctets];
        return DnsName.TryWrite(name, wire, out int octets) ? wire[..octets] : throw new FormatException(name);
    }

    public static byte[] Txt(params string[] strings) => [.. strings.SelectMany(s => (byte[])[(byte)s.Length, .. Encoding.Latin1.GetBytes(s)])];

    public static byte[] Mx(int preference, string exchange) => [(byte)(preference >> 8), (byte)preference, .. Wire(exchange)];

    public static byte[] A(string address) => IPAddress.Parse(address).GetAddressBytes();

    public static byte[] Soa(uint minimum)
    {
        byte[] numbers = new byte[20];
        BinaryPrimitives.WriteUInt32BigEndian(numbers.AsSpan(16), minimum);
        return [.. Wire("ns.example"), .. Wire("host.example"), .. numbers];
    }

    public ReplyBuilder Answer(string name, DnsRecordType type, byte[] data, uint ttl = 300, int @class = 1) => Add(0, answers, Wire(name), (int)type, data, ttl, @class);

    public ReplyBuilder AnswerAt(byte[] owner, DnsRecordType type, byte[] data, uint ttl = 300) => Add(0, answers, owner, (int)type, data, ttl, 1);

    public ReplyBuilder Authority(string name, DnsRecordType type, byte[] data, uint ttl = 300) => Add(1, authorities, Wire(name), (int)type, data, ttl, 1);

    public ReplyBuilder Opt(uint ttl = 0) => Add(2, additionals, [0], 41, [], ttl, 1232);

    public ReplyBuilder Code(int responseCode)
    {
        Flags = (Flags & ~0xF) | responseCode;
        return this;
    }

    public byte[] Build()
    {
        byte[] question = Question.Length > 0 ? Question : query[12..QuestionEnd(query)];
        byte[] head = new byte[12];
        query.AsSpan(0, 2).CopyTo(head);
        BinaryPrimitives.WriteUInt16BigEndian(head.AsSpan(2), (ushort)Flags);
        head[5] = 1;
        for (int i = 0; i < 3; i++)
        {
            BinaryPrimitives.WriteUInt16BigEndian(head.AsSpan(6 + (2 * i)), (ushort)counts[i]);
        }

        return [.. head, .. question, .. answers, .. authorities, .. additionals];
    }

    public static int QuestionEnd(byte[] message)
    {
        int at = 12;
        while (message[at] != 0)
        {
            at += 1 + message[at];
        }

        return at + 5;
    }

    private ReplyBuilder Add(int section, List<byte> to, byte[] owner, int type, byte[] data, uint ttl, int @class)
    {
        byte[] head = new byte[10];
        BinaryPrimitives.WriteUInt16BigEndian(head, (ushort)type);
        BinaryPrimitives.WriteUInt16BigEndian(head.AsSpan(2), (ushort)@class);
        BinaryPrimitives.WriteUInt32BigEndian(head.AsSpan(4), ttl);
        BinaryPrimitives.WriteUInt16BigEndian(head.AsSpan(8), (ushort)data.Length);
        to.AddRange([.. owner, .. head, .. data]);
        counts[section]++;
        return this;
    }
}
