using System.Buffers.Binary;
using System.Globalization;
using System.Net;
using System.Net.Sockets;

namespace MailGate.Smtp.Client;

/// <summary>Writes the header of the PROXY protocol (HAProxy's proxy-protocol.txt, sections 2.1 and 2.2).</summary>
internal static class ProxyHeaderWriter
{
    private const byte Version2Local = 0x20;
    private const byte Version2Proxy = 0x21;
    private const byte TcpOverIPv4 = 0x11;
    private const byte TcpOverIPv6 = 0x21;

    /// <summary>Writes a header for the client; without one, the header that says that the connection is our own.</summary>
    public static void Write(CommandBuffer output, bool isVersion2, ClientIdentity? identity)
    {
        IPAddress? source = Plain(identity?.Client?.Address);
        IPAddress? destination = Plain(identity?.Server?.Address);
        bool isKnown = source is not null && destination is not null;
        if (isKnown && source!.AddressFamily != destination!.AddressFamily)
        {
            source = source.MapToIPv6();
            destination = destination.MapToIPv6();
        }

        if (isVersion2)
        {
            WriteVersion2(output, isKnown ? source : null, destination, identity);
        }
        else if (isKnown)
        {
            string family = source!.AddressFamily == AddressFamily.InterNetwork ? "TCP4" : "TCP6";
            output.Add(string.Create(CultureInfo.InvariantCulture, $"PROXY {family} {source} {destination} {identity!.Client!.Port} {identity.Server!.Port}")).TryEndLine();
        }
        else
        {
            output.AddVerb("PROXY UNKNOWN"u8);
        }
    }

    private static void WriteVersion2(CommandBuffer output, IPAddress? source, IPAddress? destination, ClientIdentity? identity)
    {
        Span<byte> header = stackalloc byte[16 + 36];
        "\r\n\r\n\0\r\nQUIT\n"u8.CopyTo(header);
        header[12] = Version2Local;
        int length = 16;
        if (source is not null)
        {
            header[12] = Version2Proxy;
            header[13] = source.AddressFamily == AddressFamily.InterNetwork ? TcpOverIPv4 : TcpOverIPv6;
            source.TryWriteBytes(header[length..], out int octets);
            destination!.TryWriteBytes(header[(length + octets)..], out _);
            length += 2 * octets;
            BinaryPrimitives.WriteUInt16BigEndian(header[length..], (ushort)identity!.Client!.Port);
            BinaryPrimitives.WriteUInt16BigEndian(header[(length + 2)..], (ushort)identity.Server!.Port);
            length += 4;
        }

        BinaryPrimitives.WriteUInt16BigEndian(header[14..], (ushort)(length - 16));
        output.Add(header[..length]);
    }

    private static IPAddress? Plain(IPAddress? address) =>
        address is { IsIPv4MappedToIPv6: true } ? address.MapToIPv4() : address is { AddressFamily: AddressFamily.InterNetworkV6 } ? new IPAddress(address.GetAddressBytes()) : address;
}
