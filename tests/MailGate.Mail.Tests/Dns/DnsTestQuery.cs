using System.Buffers.Binary;
using System.Net;
using MailGate.Mail.Dns;

namespace MailGate.Mail.Tests.Dns;

/// <summary>A query as a <see cref="DnsTestServer"/> received it.</summary>
internal sealed record DnsTestQuery(byte[] Message, bool IsTcp, EndPoint Client)
{
    public bool HasEdns => Message[11] == 1;

    public int Id => BinaryPrimitives.ReadUInt16BigEndian(Message);

    public int Port => ((IPEndPoint)Client).Port;

    public string Name
    {
        get
        {
            int at = 12;
            return DnsName.TryRead(Message, ref at, out string? name) ? name : throw new FormatException("no question");
        }
    }

    public byte[] RawName => Message[12..(ReplyBuilder.QuestionEnd(Message) - 4)];

    /// <summary>A reply to this query, to be filled.</summary>
    public ReplyBuilder Reply(int flags = ReplyBuilder.Recursive) => new(Message, flags);

    /// <summary>The reply that has one text.</summary>
    public byte[] Text(string text) => Reply().Answer(Name, DnsRecordType.Txt, ReplyBuilder.Txt(text)).Build();

    /// <summary>A reply with nothing but a response code.</summary>
    public byte[] Code(int responseCode) => Reply().Code(responseCode).Build();
}
