using System.Globalization;
using System.Net;
using System.Text.Json.Nodes;
using MailGate.Configuration.Values;
using MailGate.Mail.Addresses;

namespace MailGate.Configuration.Model;

/// <summary>The one list of scalar types. What is in none of them is a section.</summary>
internal static class ScalarTypes
{
    private const string DurationPattern = @"^([0-9]+(ms|s|m|h|d|w))+$";
    private const string SizePattern = @"^[0-9]+(B|KB|KiB|MB|MiB|GB|GiB|TB|TiB)$";

    private static readonly ScalarType Bool = new ScalarType<bool>("true or false", Typed("boolean"), ParseBool, v => v ? "true" : "false") { PlainOnly = true };
    private static readonly ScalarType Text = new ScalarType<string>("a text", Typed("string"), ParseText);

    private static readonly ScalarType Duration = new ScalarType<TimeSpan>(
        "a time with its unit such as 500ms, 30s, 5m, 1h or 14d", Pattern(DurationPattern), Durations.TryParse, Durations.Format);

    private static readonly ScalarType Size = new ScalarType<ByteSize>(
        "a size such as 512KB, 50MB or 2GB",
        new JsonObject { ["anyOf"] = new JsonArray(Pattern(SizePattern), new JsonObject { ["type"] = "integer", ["minimum"] = 0 }) },
        ByteSize.TryParse);

    private static readonly ScalarType DomainName = new ScalarType<Domain>("a domain name such as mx.example.com", Typed("string"), ParseDomain);

    private static readonly ScalarType Pattern_ = new ScalarType<DomainPattern>(
        "a domain such as example.com, or *.example.com for all below it", Typed("string"), DomainPattern.TryParse) { Quoted = true };

    private static readonly ScalarType Network = new ScalarType<IPNetwork>(
        "an address or network such as 10.0.0.0/8 or 2001:db8::/32", Typed("string"), Networks.TryParse, Networks.Format) { Quoted = true };

    private static readonly ScalarType Path = new ScalarType<FilePath>("a path", Typed("string"), FilePath.TryParse);
    private static readonly ScalarType Model = new ScalarType<SpamModelPath>("a path, or none", Typed("string"), SpamModelPath.TryParse);
    private static readonly ScalarType Hidden = new ScalarType<Secret>("a text", Typed("string"), Secret.TryParse) { Quoted = true };

    private static readonly ScalarType Target = new ScalarType<Downstream>(
        "HOST:PORT such as 127.0.0.1:25, or capture", Typed("string"), Downstream.TryParse) { Quoted = true };

    /// <summary>The scalar type for a property's type, or null when the type is a section.</summary>
    public static ScalarType? Find(Type type, SettingAttribute attribute) =>
        type == typeof(bool) ? Bool
        : type == typeof(string) ? Text
        : type == typeof(int) ? Integer(attribute)
        : type == typeof(TimeSpan) ? Duration
        : type == typeof(ByteSize) ? Size
        : type == typeof(Domain) ? DomainName
        : type == typeof(DomainPattern) ? Pattern_
        : type == typeof(IPNetwork) ? Network
        : type == typeof(IPEndPoint) ? EndPoint(attribute.DefaultPort)
        : type == typeof(FilePath) ? Path
        : type == typeof(SpamModelPath) ? Model
        : type == typeof(Secret) ? Hidden
        : type == typeof(Downstream) ? Target
        : type.IsEnum ? (ScalarType)Activator.CreateInstance(typeof(EnumScalarType<>).MakeGenericType(type))!
        : null;

    private static ScalarType<int> Integer(SettingAttribute attribute)
    {
        JsonObject schema = Typed("integer");
        (string, string?)[] bounds = [("minimum", attribute.Min), ("maximum", attribute.Max)];
        foreach ((string keyword, string? bound) in bounds)
        {
            if (bound is not null)
            {
                schema[keyword] = int.Parse(bound, CultureInfo.InvariantCulture);
            }
        }

        return new ScalarType<int>("a whole number", schema, ParseInteger, v => v.ToString(CultureInfo.InvariantCulture)) { PlainOnly = true };
    }

    private static ScalarType<IPEndPoint> EndPoint(int defaultPort)
    {
        string expected = defaultPort == 0 ? "ADDRESS:PORT such as 0.0.0.0:25 or [::]:25" : $"ADDRESS or ADDRESS:PORT such as 127.0.0.1:{defaultPort}";
        return new ScalarType<IPEndPoint>(expected, Typed("string"), Parse) { Quoted = true };

        bool Parse(string text, string folder, out IPEndPoint? value, out string? problem)
        {
            problem = null;
            // TryParse takes "::1:25" for an address: IPv6 needs its brackets where a port may follow.
            bool hasPort = text.StartsWith('[') ? text.Contains("]:", StringComparison.Ordinal) : text.Contains(':');
            bool parsed = IPEndPoint.TryParse(text, out value) && (hasPort || defaultPort != 0);
            // Not "1" or "127.1", which .NET takes for IPv4 addresses.
            parsed = parsed && (value!.Address.AddressFamily != System.Net.Sockets.AddressFamily.InterNetwork || text.Count(c => c == '.') == 3);
            parsed = parsed && (text.StartsWith('[') || value!.Address.AddressFamily == System.Net.Sockets.AddressFamily.InterNetwork || !hasPort || defaultPort != 0);
            if (parsed && value!.Port == 0 && defaultPort != 0)
            {
                value = new IPEndPoint(value.Address, defaultPort);
            }

            return parsed;
        }
    }

    private static bool ParseBool(string text, string folder, out bool value, out string? problem)
    {
        value = text == "true";
        // YAML 1.1 took all of these for switches: people still write them.
        problem = text.ToLowerInvariant() switch
        {
            "yes" or "on" or "y" => $"expected true or false, found '{text}'; did you mean 'true'?",
            "no" or "off" or "n" => $"expected true or false, found '{text}'; did you mean 'false'?",
            _ => null,
        };
        return text is "true" or "false";
    }

    private static bool ParseText(string text, string folder, out string? value, out string? problem)
    {
        value = text;
        problem = text.Any(char.IsControl) ? "control characters have no place in a setting" : null;
        return problem is null;
    }

    private static bool ParseInteger(string text, string folder, out int value, out string? problem)
    {
        ReadOnlySpan<char> digits = text.AsSpan().TrimStart('-');
        bool isNumber = !digits.IsEmpty && digits.IndexOfAnyExceptInRange('0', '9') < 0 && text.Length - digits.Length <= 1;
        problem = isNumber && digits.Length > 1 && digits[0] == '0' ? $"'{text}' could be meant as octal: write it without the leading zero" : null;
        value = 0;
        if (isNumber && problem is null && !int.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out value))
        {
            problem = $"{text} is too large a number";
        }

        return isNumber && problem is null;
    }

    private static bool ParseDomain(string text, string folder, out Domain? value, out string? problem)
    {
        problem = null;
        return Domain.TryParse(text, out value);
    }

    private static JsonObject Typed(string type) => new() { ["type"] = type };

    private static JsonObject Pattern(string pattern) => new() { ["type"] = "string", ["pattern"] = pattern };
}
