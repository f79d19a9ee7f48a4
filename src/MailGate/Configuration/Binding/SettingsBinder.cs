using System.Collections;
using MailGate.Configuration.Model;
using MailGate.Configuration.Yaml;

namespace MailGate.Configuration.Binding;

/// <summary>
/// Puts the values of a file into section objects. Strict: an unknown name, a wrong type, a value out of bounds is an error with its place,
/// and all errors are found in one pass. What is wrong keeps its default, so that later checks do not fail over it again.
/// </summary>
internal sealed class SettingsBinder(ConfigurationErrors errors, Origins origins, Interpolation interpolation)
{
    // Of the root section, for hints where a name is known elsewhere.
    private SectionModel? _root;
    private int _values;

    /// <summary>Binds a whole file.</summary>
    public T Bind<T>(MapNode root)
        where T : new()
    {
        _root = SectionModel.Of(typeof(T));
        origins.Add("", root.Location);
        return (T)BindSection(_root, root, "");
    }

    private object BindSection(SectionModel model, MapNode map, string path)
    {
        object section = model.Create();
        foreach (MapEntry entry in map.Entries)
        {
            SettingModel? setting = model.Find(entry.Key);
            string settingPath = path.Length == 0 ? entry.Key : $"{path}.{entry.Key}";
            if (setting is null)
            {
                errors.Add(entry.KeyLocation, "", Unknown(entry.Key, model, path));
            }
            else if (!origins.IsWritten(settingPath) && TryBind(setting, entry.Value, settingPath, out object? value))
            {
                setting.Set(section, value);
            }

            origins.Add(settingPath, entry.Value.Location);
        }

        foreach (SettingModel setting in model.Settings.Where(s => s.Attribute.Required && map.Find(s.Name) is null))
        {
            errors.Add(map.Location, path, $"'{setting.Name}' is missing");
        }

        return section;
    }

    private bool TryBind(SettingModel setting, ConfigNode node, string path, out object? value)
    {
        value = null;
        // An alias may name one value many times: what is bound is bounded, not only what is written.
        if (++_values > YamlLimits.Values)
        {
            errors.Add(node.Location, path, $"more than {YamlLimits.Values} values");
            return false;
        }

        if (node is ScalarNode { IsNull: true })
        {
            // `limits:` with every line below it commented out is a section that says nothing.
            bool keepsDefault = setting.Kind == SettingKind.Section && !setting.IsNullable;
            bool mayBeEmpty = setting.IsNullable && !setting.Attribute.Required;
            if (!mayBeEmpty && !keepsDefault)
            {
                errors.Add(node.Location, path, $"needs a value: expected {Expected(setting)}");
            }

            return mayBeEmpty;
        }

        switch (setting.Kind, node)
        {
            case (SettingKind.Scalar, ScalarNode scalar):
                return TryBindScalar(setting, scalar, path, out value);
            case (SettingKind.Section, MapNode map):
                value = BindSection(SectionModel.Of(setting.ElementType), map, path);
                return true;
            case (SettingKind.ScalarList or SettingKind.SectionList, ListNode list):
                value = BindList(setting, list, path);
                return true;
            default:
                string hint = setting.Kind == SettingKind.ScalarList && node is ScalarNode single ? $"; write [ {single.Text} ]" : "";
                errors.Add(node.Location, path, $"expected {Expected(setting)}, found {node.Kind}{hint}");
                return false;
        }
    }

    private IList BindList(SettingModel setting, ListNode list, string path)
    {
        var values = (IList)Activator.CreateInstance(typeof(List<>).MakeGenericType(setting.ElementType))!;
        for (int i = 0; i < list.Items.Count; i++)
        {
            string itemPath = $"{path}[{i}]";
            origins.Add(itemPath, list.Items[i].Location);
            if (setting.Kind == SettingKind.ScalarList && list.Items[i] is ScalarNode { IsNull: false } scalar)
            {
                if (TryBindScalar(setting, scalar, itemPath, out object? value))
                {
                    values.Add(value);
                }
            }
            else if (setting.Kind == SettingKind.SectionList && list.Items[i] is MapNode map)
            {
                values.Add(BindSection(SectionModel.Of(setting.ElementType), map, itemPath));
            }
            else
            {
                string expected = setting.Kind == SettingKind.ScalarList ? setting.Scalar!.Expected : "a section";
                errors.Add(list.Items[i].Location, itemPath, $"expected {expected}, found {list.Items[i].Kind}");
            }
        }

        return values;
    }

    private bool TryBindScalar(SettingModel setting, ScalarNode node, string path, out object? value)
    {
        value = null;
        string text = node.Text;
        string folder = Path.GetDirectoryName(Path.GetFullPath(node.Location.File)) ?? "/";
        bool expanded = Interpolation.IsNeeded(text);
        if (expanded && !interpolation.TryExpand(text, folder, out text, out string unset))
        {
            errors.Add(node.Location, path, unset);
            return false;
        }

        ScalarType type = setting.Scalar!;
        if (type.IsPlainOnly && !node.IsPlain && !expanded)
        {
            errors.Add(node.Location, path, $"expected {type.Expected}, found a text in quotes; write {text}");
            return false;
        }

        if (!type.TryParse(text, folder, out value, out string? problem))
        {
            errors.Add(node.Location, path, problem ?? $"expected {type.Expected}, found '{Shortened(text)}'");
            return false;
        }

        return IsWithinBounds(setting, node, path, value!);
    }

    private bool IsWithinBounds(SettingModel setting, ScalarNode node, string path, object value)
    {
        if (value is IComparable comparable)
        {
            (string? Bound, int Sign, string Words)[] bounds = [(setting.Attribute.Min, -1, "at least"), (setting.Attribute.Max, 1, "at most")];
            foreach ((string? bound, int sign, string words) in bounds)
            {
                if (bound is not null && setting.Scalar!.TryParse(bound, "/", out object? limit, out _) && Math.Sign(comparable.CompareTo(limit)) == sign)
                {
                    errors.Add(node.Location, path, $"{Shortened(node.Text)} is out of bounds: {words} {bound}");
                    return false;
                }
            }
        }

        return true;
    }

    private string Unknown(string key, SectionModel model, string path)
    {
        string where = path.Length == 0 ? "" : $" in {path}";
        if (NearestName.Find(key, model.Settings.Select(s => s.Name)) is string nearest)
        {
            return $"unknown setting '{Shortened(key)}'{where}; did you mean '{nearest}'?";
        }

        string[] elsewhere = [.. _root!.PathsOf(key).Order(StringComparer.Ordinal).Take(3)];
        return elsewhere.Length > 0
            ? $"unknown setting '{key}'{where}; there is {string.Join(", ", elsewhere)}"
            : $"unknown setting '{Shortened(key)}'{where}; known are {string.Join(", ", model.Settings.Select(s => s.Name))}";
    }

    private static string Expected(SettingModel setting) => setting.Kind switch
    {
        SettingKind.Scalar => setting.Scalar!.Expected,
        SettingKind.ScalarList => $"a list, each of it {setting.Scalar!.Expected}",
        SettingKind.Section => "a section with " + string.Join(", ", SectionModel.Of(setting.ElementType).Settings.Select(s => s.Name)),
        SettingKind.SectionList => "a list of sections with " + string.Join(", ", SectionModel.Of(setting.ElementType).Settings.Select(s => s.Name)),
        _ => throw new InvalidOperationException($"no such kind: {setting.Kind}"),
    };

    private static string Shortened(string text) => text.Length <= 60 ? text : text[..60] + "...";
}
