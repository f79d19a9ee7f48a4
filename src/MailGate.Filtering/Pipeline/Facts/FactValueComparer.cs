using System.Runtime.CompilerServices;

namespace MailGate.Filtering.Pipeline.Facts;

/// <summary>
/// Equality as expressions see it (CEL, "Equality"): numbers by value whatever their type, lists and maps by content, values of different kinds
/// never equal, NaN equal to nothing.
/// </summary>
public sealed class FactValueComparer : IEqualityComparer<FactValue>
{
    private const double TwoTo63 = 9223372036854775808.0;
    private const double TwoTo64 = 18446744073709551616.0;

    public static FactValueComparer Instance { get; } = new();

    public bool Equals(FactValue x, FactValue y) => AreEqual(x, y);

    public int GetHashCode(FactValue obj) => obj.Kind switch
    {
        FactKind.Bool or FactKind.Int or FactKind.UInt or FactKind.Type => obj.AsInt.GetHashCode(),
        FactKind.Double => HashOf(obj.AsDouble),
        FactKind.String => obj.AsString.GetHashCode(StringComparison.Ordinal),
        FactKind.Timestamp => HashCode.Combine(obj.UnixSeconds, obj.Nanoseconds),
        FactKind.Duration => obj.DurationNanoseconds.GetHashCode(),
        FactKind.Ip => obj.AsIp.GetHashCode(),
        FactKind.Network => HashCode.Combine(obj.NetworkAddress, obj.PrefixLength),
        // Content of the other kinds is compared, not hashed: they are no keys of maps.
        FactKind.Missing or FactKind.Error or FactKind.Dyn or FactKind.Null or FactKind.Domain or FactKind.Bytes or FactKind.List or FactKind.Map
            or FactKind.Object => (int)obj.Kind,
        _ => throw new ArgumentOutOfRangeException(nameof(obj)),
    };

    /// <summary>Whether two values are equal. Values that are missing or errors equal nothing. Cost is linear in their content.</summary>
    public static bool AreEqual(FactValue x, FactValue y)
    {
        if (x.Kind != y.Kind)
        {
            return IsNumber(x) && IsNumber(y) && CompareNumbers(x, y) == 0;
        }

        return x.Kind switch
        {
            FactKind.Null => true,
            FactKind.Bool or FactKind.Int or FactKind.UInt or FactKind.Type or FactKind.Duration => x.AsInt == y.AsInt,
            FactKind.Double => x.AsDouble == y.AsDouble,
            FactKind.String => string.Equals(x.AsString, y.AsString, StringComparison.Ordinal),
            FactKind.Bytes => x.AsBytes.Span.SequenceEqual(y.AsBytes.Span),
            FactKind.Timestamp => x.UnixSeconds == y.UnixSeconds && x.Nanoseconds == y.Nanoseconds,
            FactKind.Ip => x.AsIp.Equals(y.AsIp),
            FactKind.Network => x.PrefixLength == y.PrefixLength && x.NetworkAddress.Equals(y.NetworkAddress),
            FactKind.List => RuntimeHelpers.TryEnsureSufficientExecutionStack() && AreEqual(x.AsList, y.AsList),
            FactKind.Map => RuntimeHelpers.TryEnsureSufficientExecutionStack() && AreEqual(x.AsMap, y.AsMap),
            FactKind.Object => RuntimeHelpers.TryEnsureSufficientExecutionStack() && AreEqual(x.AsObject, y.AsObject),
            FactKind.Missing or FactKind.Error or FactKind.Dyn or FactKind.Domain => false,
            _ => throw new ArgumentOutOfRangeException(nameof(x)),
        };
    }

    /// <summary>
    /// Orders two numbers on one line whatever their types (CEL, "Numbers"); an int beside a double is compared as a double. Null when one is NaN.
    /// </summary>
    public static int? CompareNumbers(FactValue x, FactValue y) => (x.Kind, y.Kind) switch
    {
        (FactKind.Int, FactKind.Int) => x.AsInt.CompareTo(y.AsInt),
        (FactKind.UInt, FactKind.UInt) => x.AsUInt.CompareTo(y.AsUInt),
        (FactKind.Int, FactKind.UInt) => x.AsInt < 0 ? -1 : ((ulong)x.AsInt).CompareTo(y.AsUInt),
        (FactKind.UInt, FactKind.Int) => y.AsInt < 0 ? 1 : x.AsUInt.CompareTo((ulong)y.AsInt),
        (FactKind.Double, FactKind.Double) => CompareDoubles(x.AsDouble, y.AsDouble),
        (FactKind.Int, FactKind.Double) => CompareIntDouble(x.AsInt, y.AsDouble),
        (FactKind.Double, FactKind.Int) => -CompareIntDouble(y.AsInt, x.AsDouble),
        (FactKind.UInt, FactKind.Double) => CompareUIntDouble(x.AsUInt, y.AsDouble),
        (FactKind.Double, FactKind.UInt) => -CompareUIntDouble(y.AsUInt, x.AsDouble),
        _ => null,
    };

    private static bool IsNumber(FactValue value) => value.Kind is FactKind.Int or FactKind.UInt or FactKind.Double;

    private static int? CompareDoubles(double x, double y) => x < y ? -1 : x > y ? 1 : x == y ? 0 : null;

    // Within the range of the integer the double decides how exact the comparison is; beyond it the range does.
    private static int? CompareIntDouble(long x, double y) => y > TwoTo63 ? -1 : y < -TwoTo63 ? 1 : CompareDoubles(x, y);

    private static int? CompareUIntDouble(ulong x, double y) => y > TwoTo64 ? -1 : y < 0 ? 1 : CompareDoubles(x, y);

    private static int HashOf(double value) =>
        value >= -TwoTo63 && value < TwoTo63 && Math.Truncate(value) == value ? ((long)value).GetHashCode()
        : value >= 0 && value < TwoTo64 && Math.Truncate(value) == value ? ((long)(ulong)value).GetHashCode()
        : value.GetHashCode();

    private static bool AreEqual(FactList x, FactList y)
    {
        bool equal = x.Count == y.Count;
        for (int index = 0; equal && index < x.Count; index++)
        {
            equal = AreEqual(x[index], y[index]);
        }

        return equal;
    }

    private static bool AreEqual(FactMap x, FactMap y) =>
        x.Count == y.Count && x.Keys.All(key => x.TryGet(key, out FactValue left) && y.TryGet(key, out FactValue right) && AreEqual(left, right));

    private static bool AreEqual(FactObject x, FactObject y)
    {
        bool equal = x.Type == y.Type;
        for (int index = 0; equal && index < x.Type.Fields.Count; index++)
        {
            FactValue left = x.Get(index), right = y.Get(index);
            equal = AreEqual(left, right) || (left.Kind == FactKind.Missing && right.Kind == FactKind.Missing);
        }

        return equal;
    }
}
