using System.Net;

namespace MailGate.Mail.Dns;

/// <summary>A TXT record: its character-strings joined without a separator, one octet a character (RFC 1035 §3.3.14, RFC 7208 §3.3).</summary>
/// <param name="Text">The octets as Latin-1, so that nothing is lost and nothing throws.</param>
public sealed record TxtRecord(string Text);

/// <summary>An MX record (RFC 1035 §3.3.9). An exchange of "." is the null MX of RFC 7505 and reads as an empty string.</summary>
public sealed record MxRecord(int Preference, string Exchange);

/// <summary>An A or AAAA record.</summary>
public sealed record AddressRecord(IPAddress Address);

/// <summary>A PTR, NS or CNAME record: a name without its trailing dot.</summary>
public sealed record NameRecord(string Name);

/// <summary>An SRV record (RFC 2782).</summary>
public sealed record SrvRecord(int Priority, int Weight, int Port, string Target);

/// <summary>A TLSA record (RFC 6698 §2.1).</summary>
public sealed record TlsaRecord(byte Usage, byte Selector, byte MatchingType, ReadOnlyMemory<byte> AssociationData);
