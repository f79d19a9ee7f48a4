using MailGate.Mail.Dns;

namespace MailGate.Tests.Common;

/// <summary>What a <see cref="FakeDns"/> was asked, the name as it was given.</summary>
public sealed record DnsQuestion(string Name, DnsRecordType Type);
