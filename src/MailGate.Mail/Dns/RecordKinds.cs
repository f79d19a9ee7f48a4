namespace MailGate.Mail.Dns;

/// <summary>The record types of <see cref="IDnsResolver"/>.</summary>
internal static class RecordKinds
{
    private const int ObjectBytes = 48;

    public static readonly RecordKind<TxtRecord> Txt = new(DnsRecordType.Txt, Rdata.TryReadTxt, r => ObjectBytes + (2 * r.Text.Length));
    public static readonly RecordKind<MxRecord> Mx = new(DnsRecordType.Mx, Rdata.TryReadMx, r => ObjectBytes + (2 * r.Exchange.Length));
    public static readonly RecordKind<AddressRecord> A = new(DnsRecordType.A, Rdata.TryReadA, _ => 2 * ObjectBytes);
    public static readonly RecordKind<AddressRecord> Aaaa = new(DnsRecordType.Aaaa, Rdata.TryReadAaaa, _ => 3 * ObjectBytes);
    public static readonly RecordKind<NameRecord> Ptr = new(DnsRecordType.Ptr, Rdata.TryReadName, r => ObjectBytes + (2 * r.Name.Length));
    public static readonly RecordKind<NameRecord> Ns = Ptr with { Type = DnsRecordType.Ns };
    public static readonly RecordKind<NameRecord> Cname = Ptr with { Type = DnsRecordType.Cname };
    public static readonly RecordKind<SrvRecord> Srv = new(DnsRecordType.Srv, Rdata.TryReadSrv, r => ObjectBytes + (2 * r.Target.Length));
    public static readonly RecordKind<TlsaRecord> Tlsa = new(DnsRecordType.Tlsa, Rdata.TryReadTlsa, r => ObjectBytes + r.AssociationData.Length);
}
