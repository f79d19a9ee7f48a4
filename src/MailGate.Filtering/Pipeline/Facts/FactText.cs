using System.Globalization;
using System.Text;

namespace MailGate.Filtering.Pipeline.Facts;

/// <summary>Values as text, as <c>string()</c> gives it and as accounts of a verdict show it.</summary>
public static class FactText
{
    private const int MaxElements = 16;
    private const long NanosPerSecond = 1_000_000_000;

    /// <summary>The value as text; lists, maps and objects are shortened to their first elements and not descended into twice.</summary>
    public static string Of(FactValue value) => value.Kind switch
    {
        FactKind.Missing => "(unknown)",
        FactKind.Error => $"(error: {value.Reason})",
        FactKind.Null => "null",
        FactKind.Bool => value.IsTrue ? "true" : "false",
        FactKind.Int => value.AsInt.ToString(CultureInfo.InvariantCulture),
        FactKind.UInt => value.AsUInt.ToString(CultureInfo.InvariantCulture),
        FactKind.Double => OfDouble(value.AsDouble),
        FactKind.String => value.AsString,
        FactKind.Bytes => Convert.ToHexStringLower(value.AsBytes.Span),
        FactKind.Timestamp => OfTimestamp(value.UnixSeconds, value.Nanoseconds),
        FactKind.Duration => OfDuration(value.DurationNanoseconds),
        FactKind.Ip => value.AsIp.ToString(),
        FactKind.Network => $"{value.NetworkAddress}/{value.PrefixLength}",
        FactKind.List => OfList(value.AsList),
        FactKind.Map => $"{{{value.AsMap.Count} entries}}",
        FactKind.Object => value.AsObject.Type.Name,
        FactKind.Type => NameOf(value.AsType),
        FactKind.Dyn or FactKind.Domain => "",
        _ => throw new ArgumentOutOfRangeException(nameof(value)),
    };

    /// <summary>The name of a kind as <c>type()</c> shows it (CEL, "Values").</summary>
    public static string NameOf(FactKind kind) => kind switch
    {
        FactKind.Null => "null_type",
        FactKind.Timestamp => "google.protobuf.Timestamp",
        FactKind.Duration => "google.protobuf.Duration",
        FactKind.Ip => "net.IP",
        FactKind.Network => "net.CIDR",
        _ => kind.ToString().ToLowerInvariant(),
    };

    private static string OfDouble(double value) =>
        double.IsPositiveInfinity(value) ? "Infinity"
        : double.IsNegativeInfinity(value) ? "-Infinity"
        : value.ToString("R", CultureInfo.InvariantCulture);

    private static string OfTimestamp(long unixSeconds, int nanos)
    {
        string text = DateTimeOffset.FromUnixTimeSeconds(unixSeconds).ToString("yyyy-MM-dd'T'HH:mm:ss", CultureInfo.InvariantCulture);
        return text + Fraction(nanos) + "Z";
    }

    private static string OfDuration(long nanos)
    {
        // Through Int128: the smallest long has no positive counterpart.
        Int128 magnitude = Int128.Abs(nanos);
        string seconds = ((long)(magnitude / NanosPerSecond)).ToString(CultureInfo.InvariantCulture);
        return (nanos < 0 ? "-" : "") + seconds + Fraction((int)(magnitude % NanosPerSecond)) + "s";
    }

    private static string Fraction(int nanos) =>
        nanos == 0 ? "" : "." + nanos.ToString("D9", CultureInfo.InvariantCulture).TrimEnd('0');

    private static string OfList(FactList list)
    {
        StringBuilder text = new("[");
        for (int index = 0; index < Math.Min(list.Count, MaxElements); index++)
        {
            FactValue element = list[index];
            text.Append(index == 0 ? "" : ", ").Append(element.Kind == FactKind.List ? $"[{element.AsList.Count} elements]" : Of(element));
        }

        return text.Append(list.Count > MaxElements ? ", ...]" : "]").ToString();
    }
}
