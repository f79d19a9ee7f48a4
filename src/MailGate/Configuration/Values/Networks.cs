using System.Net;
using System.Net.Sockets;

namespace MailGate.Configuration.Values;

/// <summary>Networks as they are written: <c>10.0.0.0/8</c>, or one address without a prefix length.</summary>
internal static class Networks
{
    public static bool TryParse(string text, string folder, out IPNetwork value, out string? problem)
    {
        (value, problem) = (default, null);
        int slash = text.IndexOf('/');
        string addressText = slash < 0 ? text : text[..slash];
        if (!IPAddress.TryParse(addressText, out IPAddress? address) || addressText.Contains('%') || addressText.StartsWith('[')
            || (address.AddressFamily == AddressFamily.InterNetwork && addressText.Count(c => c == '.') != 3))
        {
            return false;
        }

        int bits = address.AddressFamily == AddressFamily.InterNetwork ? 32 : 128;
        int prefix = bits;
        if (slash >= 0 && (!int.TryParse(text.AsSpan(slash + 1), System.Globalization.NumberStyles.None, null, out prefix) || prefix > bits))
        {
            problem = $"'{text[slash..]}' is not a prefix length from /0 to /{bits}";
            return false;
        }

        IPAddress first = FirstOf(address, prefix);
        if (!first.Equals(address))
        {
            problem = $"{text} has bits set behind its prefix; did you mean '{first}/{prefix}'?";
            return false;
        }

        // An IPv4 client on a dual-stack socket is compared as IPv4.
        value = address.IsIPv4MappedToIPv6 && prefix >= 96 ? new IPNetwork(address.MapToIPv4(), prefix - 96) : new IPNetwork(address, prefix);
        return true;
    }

    public static string Format(IPNetwork network) =>
        network.PrefixLength == (network.BaseAddress.AddressFamily == AddressFamily.InterNetwork ? 32 : 128) ? network.BaseAddress.ToString() : network.ToString();

    private static IPAddress FirstOf(IPAddress address, int prefix)
    {
        byte[] bytes = address.GetAddressBytes();
        for (int i = 0; i < bytes.Length; i++)
        {
            int kept = Math.Clamp(prefix - (i * 8), 0, 8);
            bytes[i] &= (byte)(0xff00 >> kept);
        }

        return new IPAddress(bytes);
    }
}
