using System.Globalization;
using System.Net;
using System.Net.Sockets;
using MailGate.Smtp.Grammar;

namespace MailGate.Smtp.Client;

/// <summary>XCLIENT and XFORWARD (Postfix's XCLIENT_README and XFORWARD_README).</summary>
internal static class IdentityCommands
{
    private const string Unavailable = "[UNAVAILABLE]";

    // The README's limit for a command, CRLF included, is that of RFC 5321 §4.5.3.1.4.
    private const int MaxOctets = 510;

    /// <summary>
    /// Adds XCLIENT with every attribute that the server takes: one that is left out would keep what it was for the client before.
    /// </summary>
    public static bool TryAddXClient(CommandBuffer commands, IReadOnlyList<string> attributes, ClientIdentity identity)
    {
        commands.Add("XCLIENT"u8);
        int octets = 7;
        foreach (string attribute in attributes)
        {
            string? value = attribute switch
            {
                "NAME" => Value(identity.Name),
                "ADDR" => Address(identity.Client),
                "PORT" => Port(identity.Client),
                "PROTO" => identity.Protocol ?? "",
                "HELO" => Value(identity.Helo),
                "LOGIN" => Value(identity.Login),
                "DESTADDR" => Address(identity.Server),
                "DESTPORT" => Port(identity.Server),
                _ => null,
            };
            Add(commands, attribute, value, ref octets);
        }

        return commands.TryEndLine();
    }

    /// <summary>Adds XFORWARD with the attributes that the server takes; nothing, and false, when it takes none that are known.</summary>
    public static bool TryAddXForward(CommandBuffer commands, IReadOnlyList<string> attributes, ClientIdentity identity)
    {
        if (attributes.Count == 0)
        {
            return false;
        }

        commands.Add("XFORWARD"u8);
        int octets = 8;
        foreach (string attribute in attributes)
        {
            string? value = attribute switch
            {
                "NAME" => Value(identity.Name),
                "ADDR" => Address(identity.Client),
                "PORT" => Port(identity.Client),
                "PROTO" => identity.Protocol ?? Unavailable,
                "HELO" => Value(identity.Helo),
                "IDENT" => Value(identity.TransactionId),
                "SOURCE" => "REMOTE",
                _ => null,
            };
            Add(commands, attribute, value, ref octets);
        }

        return commands.TryEndLine();
    }

    private static void Add(CommandBuffer commands, string attribute, string? value, ref int octets)
    {
        if (string.IsNullOrEmpty(value))
        {
            return;
        }

        if (octets + attribute.Length + value.Length + 2 > MaxOctets)
        {
            value = Unavailable;
        }

        octets += attribute.Length + value.Length + 2;
        commands.Add(" "u8).Add(attribute).Add("="u8).Add(value);
    }

    private static string Value(string? text) => string.IsNullOrEmpty(text) ? Unavailable : XText.Encode(text);

    private static string Port(IPEndPoint? endPoint) => endPoint is null ? Unavailable : endPoint.Port.ToString(CultureInfo.InvariantCulture);

    private static string Address(IPEndPoint? endPoint)
    {
        if (endPoint is null)
        {
            return Unavailable;
        }

        IPAddress address = endPoint.Address.IsIPv4MappedToIPv6 ? endPoint.Address.MapToIPv4() : endPoint.Address;
        return address.AddressFamily == AddressFamily.InterNetworkV6 ? "IPV6:" + Unscoped(address) : address.ToString();
    }

    // A zone means something on this machine only.
    private static IPAddress Unscoped(IPAddress address) => address.ScopeId == 0 ? address : new IPAddress(address.GetAddressBytes());
}
