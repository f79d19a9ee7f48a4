using System.Net;
using System.Net.Sockets;
using MailGate.Filtering.Pipeline.Facts;
using T = MailGate.Filtering.Pipeline.Facts.FactType;

namespace MailGate.Filtering.Rules.Expressions.Functions;

/// <summary>Addresses and ranges (CEL's network extension).</summary>
internal static class NetworkFunctions
{
    public static void AddTo(FunctionTable table)
    {
        table.AddGlobal("ip", [T.String], T.Ip, (a, _) => ToAddress(a[0].AsString));
        table.AddGlobal("ip", [T.Ip], T.Ip, (a, _) => a[0]);
        table.AddGlobal("cidr", [T.String], T.Network, (a, _) => ToNetwork(a[0].AsString));
        table.AddGlobal("cidr", [T.Network], T.Network, (a, _) => a[0]);
        table.AddGlobal("isIP", [T.String], T.Bool, (a, _) => FactValue.Of(!ToAddress(a[0].AsString).IsError));
        table.AddGlobal("isCIDR", [T.String], T.Bool, (a, _) => FactValue.Of(!ToNetwork(a[0].AsString).IsError));
        table.AddGlobal("ip.isCanonical", [T.String], T.Bool, (a, _) => IsCanonical(a[0].AsString));
        table.AddMember("family", [T.Ip], T.Int, (a, _) => FactValue.Of(IsIpv4(a[0].AsIp) ? 4L : 6L));
        AddTest(table, "isLoopback", address => IPAddress.IsLoopback(address));
        AddTest(table, "isUnspecified", address => address.Equals(IPAddress.Any) || address.Equals(IPAddress.IPv6Any));
        AddTest(table, "isLinkLocalUnicast", address => IsIn(address, 0xA9FE, 16, 0x3FA, 10));
        AddTest(table, "isLinkLocalMulticast", address => IsIn(address, 0xE00000, 24, 0xFF02, 16));
        AddTest(table, "isPrivate", IsPrivate);
        AddTest(table, "isGlobalUnicast", IsGlobalUnicast);
        table.AddMember("containsIP", [T.Network, T.Ip], T.Bool, (a, _) => FactValue.Of(Networks.Contains(a[0], a[1].AsIp)));
        table.AddMember("containsIP", [T.Network, T.String], T.Bool, (a, _) =>
            ToAddress(a[1].AsString) is { IsError: false } address ? FactValue.Of(Networks.Contains(a[0], address.AsIp)) : EvaluationErrors.BadConversion);
        table.AddMember("containsCIDR", [T.Network, T.Network], T.Bool, (a, _) => FactValue.Of(ContainsNetwork(a[0], a[1])));
        table.AddMember("containsCIDR", [T.Network, T.String], T.Bool, (a, _) =>
            ToNetwork(a[1].AsString) is { IsError: false } network ? FactValue.Of(ContainsNetwork(a[0], network)) : EvaluationErrors.BadConversion);
        table.AddMember("ip", [T.Network], T.Ip, (a, _) => FactValue.Of(a[0].NetworkAddress));
        table.AddMember("prefixLength", [T.Network], T.Int, (a, _) => FactValue.Of((long)a[0].PrefixLength));
        table.AddMember("masked", [T.Network], T.Network, (a, _) => Masked(a[0]));
    }

    private static void AddTest(FunctionTable table, string name, Func<IPAddress, bool> test) =>
        table.AddMember(name, [T.Ip], T.Bool, (a, _) => FactValue.Of(test(a[0].AsIp)));

    private static bool IsIpv4(IPAddress address) => address.AddressFamily == AddressFamily.InterNetwork;

    private static FactValue ToAddress(string text) =>
        Networks.TryParseAddress(text, out IPAddress address) ? FactValue.Of(address) : EvaluationErrors.BadConversion;

    private static FactValue ToNetwork(string text) =>
        Networks.TryParseRange(text, out IPAddress address, out int length) ? FactValue.Network(address, length) : EvaluationErrors.BadConversion;

    private static FactValue IsCanonical(string text)
    {
        FactValue address = ToAddress(text);
        return address.IsError ? address : FactValue.Of(address.AsIp.ToString() == text);
    }

    // True when the address begins with these bits, given for each family.
    private static bool IsIn(IPAddress address, uint prefix4, int length4, uint prefix6, int length6)
    {
        UInt128 number = Networks.ToNumber(address);
        return IsIpv4(address) ? number >> (32 - length4) == prefix4 : number >> (128 - length6) == prefix6;
    }

    // RFC 1918 and RFC 4193.
    private static bool IsPrivate(IPAddress address) =>
        IsIn(address, 0x0A, 8, 0x7E, 7) || (IsIpv4(address) && (IsIn(address, 0xAC1, 12, 0, 0) || IsIn(address, 0xC0A8, 16, 0, 0)));

    private static bool IsGlobalUnicast(IPAddress address) =>
        !IPAddress.IsLoopback(address)
        && !address.Equals(IPAddress.Any) && !address.Equals(IPAddress.IPv6Any) && !address.Equals(IPAddress.Broadcast)
        && !IsIn(address, 0xE, 4, 0xFF, 8)
        && !IsIn(address, 0xA9FE, 16, 0x3FA, 10);

    private static bool ContainsNetwork(FactValue outer, FactValue inner) =>
        inner.PrefixLength >= outer.PrefixLength && Networks.Contains(outer, inner.NetworkAddress);

    private static FactValue Masked(FactValue network)
    {
        int bits = Networks.BitsOf(network.NetworkAddress);
        UInt128 masked = Networks.ToNumber(network.NetworkAddress) & Networks.MaskOf(network.PrefixLength, bits);
        return FactValue.Network(Networks.ToAddress(masked, bits), network.PrefixLength);
    }
}
