using MailGate.Mail.Dns;

namespace MailGate.Mail.Spf;

/// <summary>One question that an SPF check put to the DNS, for the explanation of a result.</summary>
/// <param name="Type">The record type: TXT, A, AAAA, MX or PTR.</param>
/// <param name="Name">The name asked for.</param>
/// <param name="Status">How the question ended.</param>
/// <param name="Records">How many records came back.</param>
public readonly record struct SpfLookup(string Type, string Name, DnsStatus Status, int Records);
