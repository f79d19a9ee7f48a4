namespace MailGate.Mail.Dns;

/// <summary>A question; names are compared without regard to case (RFC 4343).</summary>
internal readonly record struct DnsCacheKey(DnsRecordType Type, string Name)
{
    public bool Equals(DnsCacheKey other) => Type == other.Type && Name.Equals(other.Name, StringComparison.OrdinalIgnoreCase);

    public override int GetHashCode() => (Name.GetHashCode(StringComparison.OrdinalIgnoreCase) * 31) + (int)Type;
}
