using System.Net;
using System.Net.Sockets;
using MailGate.Filtering.Rules.Expressions;

namespace MailGate.Filtering.Rules.Lists;

/// <summary>Address ranges, merged and sorted: a look-up is a binary search and allocates nothing.</summary>
internal sealed class NetworkSet
{
    private readonly UInt128[] _starts4, _ends4, _starts6, _ends6;

    public NetworkSet(IEnumerable<(IPAddress Address, int PrefixLength)> ranges)
    {
        List<(UInt128 Start, UInt128 End)> ranges4 = [], ranges6 = [];
        foreach ((IPAddress address, int prefixLength) in ranges)
        {
            int bits = Networks.BitsOf(address);
            UInt128 mask = Networks.MaskOf(prefixLength, bits);
            UInt128 start = Networks.ToNumber(address) & mask;
            (bits == 32 ? ranges4 : ranges6).Add((start, start | (Networks.MaskOf(bits, bits) ^ mask)));
        }

        (_starts4, _ends4) = Merge(ranges4);
        (_starts6, _ends6) = Merge(ranges6);
    }

    /// <summary>How many ranges there are after those that touch were joined.</summary>
    public int Count => _starts4.Length + _starts6.Length;

    public bool Contains(IPAddress address)
    {
        bool isIpv4 = address.AddressFamily == AddressFamily.InterNetwork;
        UInt128 number = Networks.ToNumber(address);
        UInt128[] starts = isIpv4 ? _starts4 : _starts6;
        int place = Array.BinarySearch(starts, number);
        place = place >= 0 ? place : ~place - 1;
        return place >= 0 && number <= (isIpv4 ? _ends4 : _ends6)[place];
    }

    private static (UInt128[] Starts, UInt128[] Ends) Merge(List<(UInt128 Start, UInt128 End)> ranges)
    {
        ranges.Sort();
        List<UInt128> starts = new(ranges.Count), ends = new(ranges.Count);
        foreach ((UInt128 start, UInt128 end) in ranges)
        {
            if (ends.Count > 0 && (start <= ends[^1] || start == ends[^1] + 1))
            {
                ends[^1] = UInt128.Max(ends[^1], end);
            }
            else
            {
                starts.Add(start);
                ends.Add(end);
            }
        }

        return ([.. starts], [.. ends]);
    }
}
