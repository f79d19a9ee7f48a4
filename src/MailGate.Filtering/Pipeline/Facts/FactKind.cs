namespace MailGate.Filtering.Pipeline.Facts;

/// <summary>What a value is, or what a type describes.</summary>
public enum FactKind : byte
{
    /// <summary>Nothing is known: the check did not run, or could not find out. Also what an empty slot holds.</summary>
    Missing,

    /// <summary>An evaluation failed; the value carries the reason. Never stored as a fact.</summary>
    Error,

    /// <summary>As a type only: known when the expression runs, not before.</summary>
    Dyn,

    /// <summary>The literal <c>null</c>.</summary>
    Null,

    /// <summary>true or false.</summary>
    Bool,

    /// <summary>Signed, 64 bits.</summary>
    Int,

    /// <summary>Unsigned, 64 bits.</summary>
    UInt,

    /// <summary>IEEE 754, 64 bits.</summary>
    Double,

    /// <summary>Text; its size counts code points.</summary>
    String,

    /// <summary>As a type only: a string that holds a domain name in lower case with A-labels, or is empty.</summary>
    Domain,

    /// <summary>Octets.</summary>
    Bytes,

    /// <summary>A point in time between the years 1 and 9999, to the nanosecond.</summary>
    Timestamp,

    /// <summary>A span of time in nanoseconds.</summary>
    Duration,

    /// <summary>An IPv4 or IPv6 address.</summary>
    Ip,

    /// <summary>An address range such as 10.0.0.0/8.</summary>
    Network,

    /// <summary>Values in order.</summary>
    List,

    /// <summary>Values by key.</summary>
    Map,

    /// <summary>A record with the named fields of its <see cref="FactObjectType"/>.</summary>
    Object,

    /// <summary>A type as a value, as <c>type(1)</c> gives it.</summary>
    Type,
}
