namespace MailGate.Configuration.Yaml;

/// <summary>One value of a configuration file, with the place where it stands. Closed: scalar, list or map.</summary>
internal abstract record ConfigNode(SourceLocation Location)
{
    /// <summary>The kind in words for an error message.</summary>
    public abstract string Kind { get; }
}

/// <summary>Text as written. <paramref name="IsPlain"/>: without quotes, so that it may be a number, a switch or null.</summary>
internal sealed record ScalarNode(string Text, bool IsPlain, SourceLocation Location) : ConfigNode(Location)
{
    public override string Kind => IsNull ? "nothing" : "a single value";

    public bool IsNull => IsPlain && (Text is "" or "~" or "null");
}

internal sealed record ListNode(IReadOnlyList<ConfigNode> Items, SourceLocation Location) : ConfigNode(Location)
{
    public override string Kind => "a list";
}

internal sealed record MapNode(IReadOnlyList<MapEntry> Entries, SourceLocation Location) : ConfigNode(Location)
{
    public override string Kind => "a section";

    public MapEntry? Find(string key) => Entries.FirstOrDefault(e => e.Key == key);
}

/// <summary>A key of a map with its value.</summary>
internal sealed record MapEntry(string Key, SourceLocation KeyLocation, ConfigNode Value);
