namespace MailGate.Filtering.Pipeline.Facts;

/// <summary>The type of a fact or of an expression. Equal types are equal values.</summary>
public sealed record FactType
{
    private FactType(FactKind kind) => Kind = kind;

    public static FactType Dyn { get; } = new(FactKind.Dyn);

    public static FactType Null { get; } = new(FactKind.Null);

    public static FactType Bool { get; } = new(FactKind.Bool);

    public static FactType Int { get; } = new(FactKind.Int);

    public static FactType UInt { get; } = new(FactKind.UInt);

    public static FactType Double { get; } = new(FactKind.Double);

    public static FactType String { get; } = new(FactKind.String);

    /// <summary>A string that is a domain name (lower case, A-labels) or empty; has <c>under()</c>, and literals compared with it are normalised.</summary>
    public static FactType Domain { get; } = new(FactKind.Domain);

    public static FactType Bytes { get; } = new(FactKind.Bytes);

    public static FactType Timestamp { get; } = new(FactKind.Timestamp);

    public static FactType Duration { get; } = new(FactKind.Duration);

    public static FactType Ip { get; } = new(FactKind.Ip);

    public static FactType Network { get; } = new(FactKind.Network);

    /// <summary>The type of types.</summary>
    public static FactType Type { get; } = new(FactKind.Type);

    /// <summary>A list of strings.</summary>
    public static FactType Strings { get; } = List(String);

    /// <summary>A list of domains.</summary>
    public static FactType Domains { get; } = List(Domain);

    public FactKind Kind { get; }

    /// <summary>What a list holds, or the values of a map; null for other kinds.</summary>
    public FactType? Element { get; private init; }

    /// <summary>The keys of a map; null for other kinds.</summary>
    public FactType? Key { get; private init; }

    /// <summary>The fields of an object; null for other kinds.</summary>
    public FactObjectType? Fields { get; private init; }

    /// <summary>True for int, uint and double.</summary>
    public bool IsNumeric => Kind is FactKind.Int or FactKind.UInt or FactKind.Double;

    /// <summary>True for strings and domains.</summary>
    public bool IsText => Kind is FactKind.String or FactKind.Domain;

    public static FactType List(FactType element) => new(FactKind.List) { Element = element };

    public static FactType Map(FactType key, FactType value) => new(FactKind.Map) { Key = key, Element = value };

    public static FactType Object(FactObjectType fields) => new(FactKind.Object) { Fields = fields };

    /// <summary>The name as rule authors read it: <c>list(string)</c>, <c>map(string, int)</c>, an object type's own name.</summary>
    public override string ToString() => Kind switch
    {
        FactKind.List => $"list({Element})",
        FactKind.Map => $"map({Key}, {Element})",
        FactKind.Object => Fields!.Name,
        FactKind.Null => "null",
        _ => Kind.ToString().ToLowerInvariant(),
    };
}
