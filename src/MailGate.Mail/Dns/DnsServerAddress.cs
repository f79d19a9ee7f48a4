using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using System.Net;
using System.Net.Sockets;

namespace MailGate.Mail.Dns;

/// <summary>A DNS server as people write it: <c>127.0.0.1</c>, <c>127.0.0.1:5353</c>, <c>::1</c> or <c>[::1]:53</c>.</summary>
public static class DnsServerAddress
{
    /// <summary>The port where none is written.</summary>
    public const int DefaultPort = 53;

    /// <summary>Reads a server; false for a host name, port 0, or an IPv4 address that is not four numbers.</summary>
    public static bool TryParse(ReadOnlySpan<char> text, [NotNullWhen(true)] out IPEndPoint? server)
    {
        server = null;
        ReadOnlySpan<char> address = text;
        ushort port = DefaultPort;
        bool isBracketed = text is ['[', ..];
        if (isBracketed)
        {
            int close = text.IndexOf(']');
            if (close < 0 || (close + 1 < text.Length && !TryParsePort(text[(close + 1)..], out port)))
            {
                return false;
            }

            address = text[1..close];
        }
        else if (text.Count(':') == 1)
        {
            int colon = text.IndexOf(':');
            if (!TryParsePort(text[colon..], out port))
            {
                return false;
            }

            address = text[..colon];
        }

        if (!IPAddress.TryParse(address, out IPAddress? parsed)
            || (parsed.AddressFamily == AddressFamily.InterNetwork && (isBracketed || address.Count('.') != 3)))
        {
            return false;
        }

        server = new IPEndPoint(parsed, port);
        return true;
    }

    private static bool TryParsePort(ReadOnlySpan<char> text, out ushort port)
    {
        port = 0;
        return text[0] == ':' && ushort.TryParse(text[1..], NumberStyles.None, CultureInfo.InvariantCulture, out port) && port > 0;
    }
}
