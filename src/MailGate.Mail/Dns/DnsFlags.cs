namespace MailGate.Mail.Dns;

/// <summary>The flags of a message (RFC 1035 §4.1.1, RFC 6895 §2).</summary>
internal readonly record struct DnsFlags(int Value)
{
    public const int NoError = 0;
    public const int FormatError = 1;
    public const int NxDomain = 3;
    public const int NotImplemented = 4;
    public const int BadVersion = 16;

    /// <summary>A query that asks for recursion and, by AD, for the AD bit (RFC 6840 §5.7).</summary>
    public const int Query = 0x0120;

    private const int OpcodeMask = 0x7800;

    public bool IsQueryResponse => (Value & 0x8000) != 0 && (Value & OpcodeMask) == 0;

    public bool IsAuthoritative => (Value & 0x0400) != 0;

    public bool IsTruncated => (Value & 0x0200) != 0;

    public bool IsRecursionAvailable => (Value & 0x0080) != 0;

    public bool IsAuthentic => (Value & 0x0020) != 0;

    /// <summary>The lower four bits of the response code.</summary>
    public int ResponseCode => Value & 0xF;
}
