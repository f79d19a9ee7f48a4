using MailGate.Configuration.Binding;
using MailGate.Configuration.Yaml;

namespace MailGate.Configuration.Loading;

/// <summary>Joins the trees of two files: sections are merged, lists are joined, and a value that both set is an error.</summary>
internal static class NodeMerge
{
    // Depth is bounded by YamlLimits.Depth, so recursion is.
    public static MapNode Merge(MapNode first, MapNode second, string path, ConfigurationErrors errors)
    {
        var entries = first.Entries.ToList();
        foreach (MapEntry entry in second.Entries)
        {
            int index = entries.FindIndex(e => e.Key == entry.Key);
            if (index < 0)
            {
                entries.Add(entry);
                continue;
            }

            string setting = path.Length == 0 ? entry.Key : $"{path}.{entry.Key}";
            MapEntry earlier = entries[index];
            switch (earlier.Value, entry.Value)
            {
                case (MapNode a, MapNode b):
                    entries[index] = earlier with { Value = Merge(a, b, setting, errors) };
                    break;
                case (ListNode a, ListNode b):
                    entries[index] = earlier with { Value = new ListNode([.. a.Items, .. b.Items], a.Location) };
                    break;
                default:
                    errors.Add(entry.KeyLocation, setting, $"is set twice, first at {earlier.KeyLocation}");
                    break;
            }
        }

        return first with { Entries = entries };
    }
}
