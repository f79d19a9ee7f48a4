using System.Diagnostics.CodeAnalysis;

namespace MailGate.Mail.Dns;

/// <summary>
/// Records in memory that answer as an authoritative server would: NXDOMAIN against NODATA, empty non-terminals (RFC 8020),
/// wildcards (RFC 4592) and aliases (RFC 1034 §3.6.2) followed.
/// </summary>
internal sealed class RecordZone
{
    /// <summary>Most aliases followed for one question.</summary>
    public const int MaxAliases = 16;

    /// <summary>How long records without a TTL of their own, and negative answers, may be kept.</summary>
    public static readonly TimeSpan DefaultTimeToLive = TimeSpan.FromMinutes(5);

    private readonly Dictionary<string, Node> nodes = new(StringComparer.OrdinalIgnoreCase);

    /// <summary>Adds a record; false when the name cannot be a name.</summary>
    public bool TryAdd(string name, DnsRecordType type, object record, TimeSpan? timeToLive = null)
    {
        if (!TryCreateNode(name, out Node? node))
        {
            return false;
        }

        if (!node.Sets.TryGetValue(type, out RecordSet? set))
        {
            node.Sets[type] = set = new RecordSet();
        }

        set.Records.Add(record);
        if (timeToLive is { } ttl && (set.TimeToLive is not { } smallest || ttl < smallest))
        {
            set.TimeToLive = ttl;
        }

        return true;
    }

    /// <summary>Makes every question for the name fail, but for the types that it has records of; false when the name cannot be a name.</summary>
    public bool TryFail(string name, DnsStatus status)
    {
        if (!TryCreateNode(name, out Node? node))
        {
            return false;
        }

        node.Failure = status;
        return true;
    }

    /// <summary>The result of a question.</summary>
    public DnsResult<T> Resolve<T>(string name, DnsRecordType type)
    {
        TimeSpan timeToLive = TimeSpan.MaxValue;
        for (int aliases = 0; aliases <= MaxAliases; aliases++)
        {
            name = DnsName.TrimRoot(name);
            if (!DnsName.IsValid(name) || Find(name) is not { } node)
            {
                return new DnsResult<T>(DnsStatus.NxDomain, [], Smaller(timeToLive, null));
            }

            if (node.Sets.TryGetValue(type, out RecordSet? set))
            {
                return new DnsResult<T>(DnsStatus.Answer, [.. set.Records.Cast<T>()], Smaller(timeToLive, set.TimeToLive));
            }

            if (!node.Sets.TryGetValue(DnsRecordType.Cname, out RecordSet? alias))
            {
                return node.Failure is { } failure
                    ? new DnsResult<T>(failure, [])
                    : new DnsResult<T>(DnsStatus.NoData, [], Smaller(timeToLive, null));
            }

            timeToLive = Smaller(timeToLive, alias.TimeToLive);
            name = ((NameRecord)alias.Records[0]).Name;
        }

        return new DnsResult<T>(DnsStatus.ServerFailure, []);
    }

    private static TimeSpan Smaller(TimeSpan one, TimeSpan? other) => (other ?? DefaultTimeToLive) is var that && that < one ? that : one;

    private static string? ParentOf(string name) => name.IndexOf('.', StringComparison.Ordinal) is var dot and >= 0 ? name[(dot + 1)..] : null;

    private Node? Find(string name)
    {
        if (nodes.TryGetValue(name, out Node? node))
        {
            return node;
        }

        // RFC 4592 §3.3.1: only the wildcard of the closest name that exists stands in.
        for (string? encloser = ParentOf(name); encloser is not null; encloser = ParentOf(encloser))
        {
            if (nodes.ContainsKey(encloser))
            {
                return nodes.GetValueOrDefault("*." + encloser);
            }
        }

        return null;
    }

    private bool TryCreateNode(string name, [NotNullWhen(true)] out Node? node)
    {
        node = null;
        name = DnsName.TrimRoot(name);
        if (!DnsName.IsValid(name))
        {
            return false;
        }

        // RFC 8020: every name above one that exists exists too.
        for (string? parent = ParentOf(name); parent is not null && !nodes.ContainsKey(parent); parent = ParentOf(parent))
        {
            nodes.Add(parent, new Node());
        }

        if (!nodes.TryGetValue(name, out node))
        {
            nodes.Add(name, node = new Node());
        }

        return true;
    }

    private sealed class Node
    {
        public Dictionary<DnsRecordType, RecordSet> Sets { get; } = [];

        public DnsStatus? Failure { get; set; }
    }

    private sealed class RecordSet
    {
        public List<object> Records { get; } = [];

        public TimeSpan? TimeToLive { get; set; }
    }
}
