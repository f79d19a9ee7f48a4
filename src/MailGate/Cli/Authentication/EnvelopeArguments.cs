using System.CommandLine;
using System.CommandLine.Parsing;
using System.Net;
using System.Net.Sockets;
using MailGate.Mail.Addresses;

namespace MailGate.Cli.Authentication;

/// <summary>Arguments that say who sent: the client's address, its HELO name, the reverse-path, domains.</summary>
internal static class EnvelopeArguments
{
    /// <summary><c>--helo</c>: null when it is not given, or given without a value.</summary>
    public static Option<string?> Helo() => new("--helo")
    {
        HelpName = "NAME",
        Description = "What the client said after EHLO or HELO",
        Arity = ArgumentArity.ZeroOrOne,
    };

    /// <summary><c>--from</c> as MAIL FROM: null when it is not given, or given without a value.</summary>
    public static Option<string?> From(string description) => new("--from") { HelpName = "ADDR", Description = description, Arity = ArgumentArity.ZeroOrOne };

    /// <summary>The client's address from an option or argument; what is none is a usage error.</summary>
    public static IPAddress? ParseAddress(ArgumentResult result)
    {
        string text = result.Tokens[0].Value;
        // The system's parser also takes 1, 0x7f.1 and fe80::1%eth0.
        if (IPAddress.TryParse(text, out IPAddress? address) && !text.Contains('%', StringComparison.Ordinal)
            && (address.AddressFamily == AddressFamily.InterNetworkV6 || text.Count(c => c == '.') == 3))
        {
            return address;
        }

        result.AddError($"'{text}' is not an IPv4 or IPv6 address");
        return null;
    }

    /// <summary>A domain, or the domain of an address; what is none is a usage error.</summary>
    public static Domain? ParseDomain(ArgumentResult result)
    {
        string text = result.Tokens[0].Value;
        if (Domain.TryParse(DomainOf(text), out Domain? domain))
        {
            return domain;
        }

        result.AddError($"'{text}' is not a domain name");
        return null;
    }

    /// <summary>The reverse-path without angle brackets; otherwise as it was written, since that is what a client may send.</summary>
    public static string ReversePath(string? text) => text is ['<', .. var inner, '>'] ? inner : text ?? "";

    /// <summary>What follows the last at sign.</summary>
    public static string DomainOf(string address)
    {
        string path = ReversePath(address);
        return path[(path.LastIndexOf('@') + 1)..];
    }
}
