namespace MailGate.Mail.Dns;

/// <summary>The record types that this library asks for, with their numbers (RFC 1035 §3.2.2, RFC 2782, RFC 3596, RFC 6698).</summary>
public enum DnsRecordType
{
    A = 1,
    Ns = 2,
    Cname = 5,
    Soa = 6,
    Ptr = 12,
    Mx = 15,
    Txt = 16,
    Aaaa = 28,
    Srv = 33,
    Tlsa = 52,
}
