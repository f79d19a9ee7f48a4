using System.Net;

namespace MailGate.Mail.Spf;

/// <summary>What the macro letters stand for in one check (RFC 7208 §7.2), the same through all of its records but for the domain.</summary>
/// <param name="LocalPart">The sender's local-part, "postmaster" where it has none.</param>
/// <param name="SenderDomain">The sender's domain, with A-labels (RFC 8616 §4).</param>
/// <param name="Client">The client's address.</param>
/// <param name="Helo">The client's HELO name, whatever it is.</param>
/// <param name="Receiver">This host.</param>
/// <param name="Now">The time of the check.</param>
internal sealed record SpfMacroValues(string LocalPart, string SenderDomain, IPAddress Client, string Helo, string Receiver, DateTimeOffset Now)
{
    public SpfAddress Address { get; } = SpfAddress.From(Client);

    /// <summary>The value of a letter. <paramref name="validatedName"/> is the one of "p", found beforehand.</summary>
    public string Get(char letter, string domain, string validatedName) => letter switch
    {
        's' => $"{LocalPart}@{SenderDomain}",
        'l' => LocalPart,
        'o' => SenderDomain,
        'd' => domain,
        'i' => Address.ToDotted(),
        'p' => validatedName,
        'v' => Address.IsIPv4 ? "in-addr" : "ip6",
        'h' => Helo,
        'c' => (Client.IsIPv4MappedToIPv6 ? Client.MapToIPv4() : Client).ToString(),
        'r' => Receiver,
        't' => Now.ToUnixTimeSeconds().ToString(System.Globalization.CultureInfo.InvariantCulture),
        _ => "",
    };
}
