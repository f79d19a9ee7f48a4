namespace MailGate.Mail.Dns;

/// <summary>What came of sending a query.</summary>
/// <param name="Status">How it ended.</param>
/// <param name="Length">Octets of the reply.</param>
/// <param name="ForeignDatagrams">Messages that came from the server's address and did not answer the query.</param>
internal readonly record struct DnsTransportResult(DnsTransportStatus Status, int Length = 0, int ForeignDatagrams = 0);
