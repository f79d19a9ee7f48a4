using System.Net;

namespace MailGate.Filtering.Pipeline.Facts;

/// <summary>
/// A fact, or what an expression over facts evaluates to: 24 bytes, copied freely. The default value is <see cref="FactKind.Missing"/>. Accessors such as
/// <see cref="AsString"/> are for values whose <see cref="Kind"/> is known to fit.
/// </summary>
public readonly struct FactValue
{
    private readonly object? _reference;
    private readonly long _bits;
    private readonly int _nanos;

    private FactValue(FactKind kind, object? reference, long bits = 0, int nanos = 0)
    {
        Kind = kind;
        _reference = reference;
        _bits = bits;
        _nanos = nanos;
    }

    public static FactValue Missing => default;

    public static FactValue Null => new(FactKind.Null, null);

    public static FactValue True => new(FactKind.Bool, null, 1);

    public static FactValue False => new(FactKind.Bool, null, 0);

    public static FactValue EmptyString => new(FactKind.String, "");

    public FactKind Kind { get; }

    /// <summary>True when this stands for no value: <see cref="FactKind.Missing"/> or <see cref="FactKind.Error"/>.</summary>
    public bool IsError => Kind <= FactKind.Error;

    public bool IsTrue => Kind == FactKind.Bool && _bits != 0;

    public bool IsFalse => Kind == FactKind.Bool && _bits == 0;

    public long AsInt => _bits;

    public ulong AsUInt => (ulong)_bits;

    public double AsDouble => BitConverter.Int64BitsToDouble(_bits);

    public string AsString => (string)_reference!;

    public ReadOnlyMemory<byte> AsBytes => (byte[])_reference!;

    /// <summary>Seconds since 1970 of a timestamp; <see cref="Nanoseconds"/> come on top.</summary>
    public long UnixSeconds => _bits;

    /// <summary>The part of a timestamp below a second, from 0 to 999,999,999.</summary>
    public int Nanoseconds => _nanos;

    /// <summary>A duration in nanoseconds.</summary>
    public long DurationNanoseconds => _bits;

    public IPAddress AsIp => (IPAddress)_reference!;

    /// <summary>The address of a range as it was written, host bits included; <see cref="PrefixLength"/> says how much of it counts.</summary>
    public IPAddress NetworkAddress => (IPAddress)_reference!;

    /// <summary>Bits of a range's address that count.</summary>
    public int PrefixLength => _nanos;

    public FactList AsList => (FactList)_reference!;

    public FactMap AsMap => (FactMap)_reference!;

    public FactObject AsObject => (FactObject)_reference!;

    /// <summary>The type that a type value names.</summary>
    public FactKind AsType => (FactKind)_bits;

    /// <summary>Why an evaluation failed; empty for a fact that is missing.</summary>
    public string Reason => _reference as string ?? "";

    public static FactValue Of(bool value) => value ? True : False;

    public static FactValue Of(long value) => new(FactKind.Int, null, value);

    public static FactValue Of(ulong value) => new(FactKind.UInt, null, (long)value);

    public static FactValue Of(double value) => new(FactKind.Double, null, BitConverter.DoubleToInt64Bits(value));

    /// <summary>A string, or for null one that is missing. For domains use the form of <c>Domain.Ascii</c>; an absent one is the empty string.</summary>
    public static FactValue Of(string? value) => value is null ? default : new(FactKind.String, value);

    /// <summary>Octets; the array is not copied.</summary>
    public static FactValue Of(byte[] value) => new(FactKind.Bytes, value);

    public static FactValue Of(DateTimeOffset value) => Timestamp(
        value.UtcTicks / TimeSpan.TicksPerSecond - DateTimeOffset.UnixEpoch.Ticks / TimeSpan.TicksPerSecond,
        (int)(value.UtcTicks % TimeSpan.TicksPerSecond * TimeSpan.NanosecondsPerTick));

    /// <summary>A duration; one too long for 64 bits of nanoseconds (292 years) becomes the longest.</summary>
    public static FactValue Of(TimeSpan value) => Duration(
        value.Ticks > long.MaxValue / TimeSpan.NanosecondsPerTick ? long.MaxValue
        : value.Ticks < long.MinValue / TimeSpan.NanosecondsPerTick ? long.MinValue
        : value.Ticks * TimeSpan.NanosecondsPerTick);

    /// <summary>An address; IPv4 in its IPv6-mapped form is stored as IPv4, so that ranges mean what they say. Null is missing.</summary>
    public static FactValue Of(IPAddress? value) =>
        value is null ? default : new(FactKind.Ip, value.IsIPv4MappedToIPv6 ? value.MapToIPv4() : value);

    public static FactValue Of(FactList value) => new(FactKind.List, value);

    /// <summary>A list over these strings, which are not copied.</summary>
    public static FactValue Of(IReadOnlyList<string> strings) => Of(FactList.Of(strings));

    /// <summary>A list over these objects, which are not copied.</summary>
    public static FactValue Of(IReadOnlyList<FactObject> objects) => Of(FactList.Of(objects));

    public static FactValue Of(FactMap value) => new(FactKind.Map, value);

    public static FactValue Of(FactObject value) => new(FactKind.Object, value);

    /// <summary>An address range.</summary>
    public static FactValue Network(IPAddress address, int prefixLength) => new(FactKind.Network, address, 0, prefixLength);

    /// <summary>A point in time; the caller keeps it within the years 1 to 9999.</summary>
    public static FactValue Timestamp(long unixSeconds, int nanoseconds) => new(FactKind.Timestamp, null, unixSeconds, nanoseconds);

    public static FactValue Duration(long nanoseconds) => new(FactKind.Duration, null, nanoseconds);

    /// <summary>A type as a value.</summary>
    public static FactValue TypeOf(FactKind kind) => new(FactKind.Type, null, (long)kind);

    /// <summary>A failed evaluation; <paramref name="reason"/> is a constant text, so that failing costs nothing.</summary>
    public static FactValue Error(string reason) => new(FactKind.Error, reason);

    public override string ToString() => FactText.Of(this);
}
