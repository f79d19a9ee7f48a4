using System.Net;

namespace MailGate.Mail.Spf;

/// <summary>One SMTP client's claim.</summary>
/// <param name="Client">The client's address; an IPv4-mapped IPv6 address is an IPv4 address (RFC 7208 §5).</param>
/// <param name="Helo">What the client said after HELO or EHLO, as it said it.</param>
/// <param name="ReversePath">
/// The mailbox of MAIL FROM without angle brackets; empty for the null reverse-path, and then, and only then, the HELO name is checked
/// (RFC 7208 §2.4). To check the HELO name by itself, pass an empty one.
/// </param>
public sealed record SpfRequest(IPAddress Client, string Helo, string ReversePath);
