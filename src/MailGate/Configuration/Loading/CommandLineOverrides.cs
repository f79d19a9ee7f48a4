using MailGate.Configuration.Yaml;

namespace MailGate.Configuration.Loading;

/// <summary>Puts options of <c>mailgate run</c> in place of what a file says, as if they stood there.</summary>
internal static class CommandLineOverrides
{
    public static MapNode Apply(MapNode root, ConfigurationInput input)
    {
        if (input.Listen is string listen)
        {
            SourceLocation at = Option("--listen");
            root = With(root, "listeners", new ListNode([new MapNode([new MapEntry("address", at, Text(listen, at))], at)], at), at);
        }

        if (input.Admin is string admin)
        {
            SourceLocation at = Option("--admin");
            MapNode section = root.Find("admin")?.Value as MapNode ?? new MapNode([], at);
            root = With(root, "admin", With(section, "listen", Text(admin, at), at), at);
        }

        if (input.Downstream is string downstream)
        {
            SourceLocation at = Option("--downstream");
            root = root with { Entries = [.. root.Entries.Where(e => e.Key != "routes")] };
            root = With(root, "downstream", Text(downstream, at), at);
        }

        if (input.Data is string data)
        {
            SourceLocation at = Option("--data");
            root = With(root, "data", Text(Path.GetFullPath(data), at), at);
        }

        return root;
    }

    private static SourceLocation Option(string name) => new(name, 0, 0);

    // Quoted, so that nothing is read as null. '${' has no meaning on the command line.
    private static ScalarNode Text(string value, SourceLocation at) => new(value.Replace("${", "$${", StringComparison.Ordinal), IsPlain: false, at);

    private static MapNode With(MapNode map, string key, ConfigNode value, SourceLocation at)
    {
        var entry = new MapEntry(key, at, value);
        return map.Find(key) is null
            ? map with { Entries = [.. map.Entries, entry] }
            : map with { Entries = [.. map.Entries.Select(e => e.Key == key ? entry : e)] };
    }
}
