using System.Diagnostics;
using System.Text;
using MailGate.Mail.Dns;
using MailGate.Mail.Messages;

namespace MailGate.Cli.Authentication;

/// <summary>DNS results as text.</summary>
internal static class RecordText
{
    public static string Of(TxtRecord record) => HeaderText.Decode(Encoding.Latin1.GetBytes(record.Text));

    public static string Of(MxRecord record) => $"{record.Preference} {OrRoot(record.Exchange)}";

    public static string Of(AddressRecord record) => record.Address.ToString();

    public static string Of(NameRecord record) => OrRoot(record.Name);

    public static string Of(SrvRecord record) => $"{record.Priority} {record.Weight} {record.Port} {OrRoot(record.Target)}";

    public static string Of(TlsaRecord record) =>
        $"{record.Usage} {record.Selector} {record.MatchingType} {Convert.ToHexStringLower(record.AssociationData.Span)}";

    public static string Word(DnsStatus status) => status switch
    {
        DnsStatus.Answer => "answer",
        DnsStatus.NoData => "nodata",
        DnsStatus.NxDomain => "nxdomain",
        DnsStatus.ServerFailure => "servfail",
        DnsStatus.Timeout => "timeout",
        _ => throw new UnreachableException(),
    };

    // RFC 7505: the null MX is the root.
    private static string OrRoot(string name) => name.Length == 0 ? "." : name;
}
