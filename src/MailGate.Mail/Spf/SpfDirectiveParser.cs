using System.Buffers;
using System.Diagnostics.CodeAnalysis;
using System.Net;

namespace MailGate.Mail.Spf;

/// <summary>Reads one directive: a mechanism with its qualifier and arguments (RFC 7208 §4.6.1, §5).</summary>
internal static class SpfDirectiveParser
{
    private static readonly (string Name, SpfMechanism Mechanism)[] Mechanisms =
    [
        ("all", SpfMechanism.All), ("include", SpfMechanism.Include), ("a", SpfMechanism.A), ("mx", SpfMechanism.Mx),
        ("ptr", SpfMechanism.Ptr), ("ip4", SpfMechanism.Ip4), ("ip6", SpfMechanism.Ip6), ("exists", SpfMechanism.Exists),
    ];

    private static readonly SearchValues<char> IPv6Characters = SearchValues.Create("0123456789abcdefABCDEF:.");

    public static bool TryParse(ReadOnlySpan<char> term, [NotNullWhen(true)] out SpfDirective? directive, out string problem)
    {
        directive = null;
        ReadOnlySpan<char> rest = TakeQualifier(term, out SpfResultCode result);
        int nameEnd = rest.IndexOfAny(':', '/');
        ReadOnlySpan<char> name = nameEnd < 0 ? rest : rest[..nameEnd];
        ReadOnlySpan<char> arguments = nameEnd < 0 ? [] : rest[nameEnd..];
        foreach ((string known, SpfMechanism mechanism) in Mechanisms)
        {
            if (name.Equals(known, StringComparison.OrdinalIgnoreCase))
            {
                return TryParseArguments(new SpfDirective(term.ToString(), mechanism, result), arguments, out directive, out problem);
            }
        }

        problem = "there is no such mechanism";
        return false;
    }

    private static ReadOnlySpan<char> TakeQualifier(ReadOnlySpan<char> term, out SpfResultCode result)
    {
        (result, int length) = term[0] switch
        {
            '+' => (SpfResultCode.Pass, 1),
            '-' => (SpfResultCode.Fail, 1),
            '~' => (SpfResultCode.Softfail, 1),
            '?' => (SpfResultCode.Neutral, 1),
            _ => (SpfResultCode.Pass, 0),
        };
        return term[length..];
    }

    private static bool TryParseArguments(
        SpfDirective bare, ReadOnlySpan<char> arguments, [NotNullWhen(true)] out SpfDirective? directive, out string problem)
    {
        directive = bare;
        problem = "";
        switch (bare.Mechanism)
        {
            case SpfMechanism.All:
                problem = "'all' takes no argument";
                return arguments.IsEmpty;
            case SpfMechanism.Ip4:
            case SpfMechanism.Ip6:
                return TryParseNetwork(bare, arguments, out directive, out problem);
            case SpfMechanism.A:
            case SpfMechanism.Mx:
                return TryParseHost(bare, arguments, out directive, out problem);
            case SpfMechanism.Ptr when arguments.IsEmpty:
                return true;
            default:
                return TryParseDomain(bare, arguments, out directive, out problem);
        }
    }

    private static bool TryParseDomain(
        SpfDirective bare, ReadOnlySpan<char> arguments, [NotNullWhen(true)] out SpfDirective? directive, out string problem)
    {
        directive = null;
        problem = "a colon and a domain must follow";
        if (arguments.IsEmpty || arguments[0] != ':' || !SpfMacroParser.TryParseDomainSpec(arguments[1..], out SpfMacroString? domain, out problem))
        {
            return false;
        }

        directive = bare with { DomainSpec = domain };
        return true;
    }

    // a, mx: [ ":" domain-spec ] [ ip4-cidr-length ] [ "/" ip6-cidr-length ]
    private static bool TryParseHost(
        SpfDirective bare, ReadOnlySpan<char> arguments, [NotNullWhen(true)] out SpfDirective? directive, out string problem)
    {
        int ip6 = 128, ip4 = 32;
        directive = null;
        problem = "the prefix length is wrong";
        if (TakePrefixLength(ref arguments, "//", out ReadOnlySpan<char> digits) && !TryParsePrefixLength(digits, 128, out ip6))
        {
            return false;
        }

        if (TakePrefixLength(ref arguments, "/", out digits) && !TryParsePrefixLength(digits, 32, out ip4))
        {
            return false;
        }

        SpfDirective sized = bare with { IPv4PrefixLength = ip4, IPv6PrefixLength = ip6 };
        if (arguments.IsEmpty)
        {
            directive = sized;
            return true;
        }

        if (TryParseDomain(sized, arguments, out directive, out problem))
        {
            return true;
        }

        if (arguments[0] == ':' && IPAddress.TryParse(arguments[1..], out _))
        {
            problem += "; an address belongs into ip4: or ip6:";
        }

        return false;
    }

    // A prefix length is the digits at the end after its slashes; a domain-spec cannot end like that.
    private static bool TakePrefixLength(ref ReadOnlySpan<char> arguments, string slashes, out ReadOnlySpan<char> digits)
    {
        int last = arguments.LastIndexOfAnyExceptInRange('0', '9');
        digits = arguments[(last + 1)..];
        if (digits.IsEmpty || !arguments[..(last + 1)].EndsWith(slashes, StringComparison.Ordinal))
        {
            return false;
        }

        arguments = arguments[..(last + 1 - slashes.Length)];
        return true;
    }

    // "/" ("0" / %x31-39 0*2DIGIT): no leading zero.
    private static bool TryParsePrefixLength(ReadOnlySpan<char> digits, int max, out int length)
    {
        length = 0;
        return digits.Length is > 0 and <= 3
            && !digits.ContainsAnyExceptInRange('0', '9')
            && (digits[0] != '0' || digits.Length == 1)
            && int.TryParse(digits, System.Globalization.NumberStyles.None, null, out length)
            && length <= max;
    }

    private static bool TryParseNetwork(
        SpfDirective bare, ReadOnlySpan<char> arguments, [NotNullWhen(true)] out SpfDirective? directive, out string problem)
    {
        directive = null;
        problem = "a colon and an address must follow";
        bool ip4 = bare.Mechanism == SpfMechanism.Ip4;
        if (arguments.IsEmpty || arguments[0] != ':')
        {
            return false;
        }

        ReadOnlySpan<char> text = arguments[1..];
        int slash = text.IndexOf('/');
        int length = ip4 ? 32 : 128;
        if (slash >= 0)
        {
            problem = "the prefix length is wrong";
            if (!TryParsePrefixLength(text[(slash + 1)..], length, out length))
            {
                return false;
            }

            text = text[..slash];
        }

        problem = ip4 ? "that is no IPv4 address" : "that is no IPv6 address";
        if (!(ip4 ? TryParseIPv4(text, out SpfAddress network) : TryParseIPv6(text, out network)))
        {
            return false;
        }

        directive = bare with { Network = network, IPv4PrefixLength = length, IPv6PrefixLength = length };
        return true;
    }

    // ip4-network = qnum "." qnum "." qnum "." qnum, each without leading zeros.
    private static bool TryParseIPv4(ReadOnlySpan<char> text, out SpfAddress address)
    {
        address = default;
        uint value = 0;
        int count = 0;
        foreach (Range range in text.Split('.'))
        {
            if (++count > 4 || !TryParsePrefixLength(text[range], 255, out int number))
            {
                return false;
            }

            value = (value << 8) | (uint)number;
        }

        address = new SpfAddress(true, value);
        return count == 4;
    }

    private static bool TryParseIPv6(ReadOnlySpan<char> text, out SpfAddress address)
    {
        address = default;
        // The framework also reads scopes, brackets and ports.
        if (text.ContainsAnyExcept(IPv6Characters) || !text.Contains(':') || !IPAddress.TryParse(text, out IPAddress? parsed))
        {
            return false;
        }

        Span<byte> octets = stackalloc byte[16];
        _ = parsed.TryWriteBytes(octets, out _);
        // Not mapped to IPv4 here: RFC 7208 §5 lets only ip4 match IPv4 clients.
        address = new SpfAddress(false, System.Buffers.Binary.BinaryPrimitives.ReadUInt128BigEndian(octets));
        return true;
    }
}
