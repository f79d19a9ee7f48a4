using System.Collections;
using System.Text;

namespace MailGate.Configuration.Model;

/// <summary>
/// Writes a configuration file that shows every setting with what it means, its unit, bounds and default. As it stands it says what no file
/// says; settings without a default and items of lists are commented out as <c>#name: value</c>, prose as <c># words</c>.
/// </summary>
internal sealed class ExampleWriter
{
    private const int Width = 120;

    private readonly StringBuilder _text = new();

    public static string Write<T>(string head)
        where T : new()
    {
        var writer = new ExampleWriter();
        writer.Comment(head, "");
        SectionModel section = SectionModel.Of(typeof(T));
        foreach (SettingModel setting in section.Settings)
        {
            writer._text.Append('\n');
            writer.Setting(setting, new T(), "", commented: false);
        }

        return writer._text.ToString();
    }

    private void Section(SectionModel model, object values, string indent, bool commented)
    {
        foreach (SettingModel setting in model.Settings)
        {
            Setting(setting, values, indent, commented);
        }
    }

    private void Setting(SettingModel setting, object values, string indent, bool commented)
    {
        Comment(Describe(setting), indent);
        object? value = setting.Get(values);
        switch (setting.Kind)
        {
            case SettingKind.Scalar or SettingKind.ScalarList:
                Scalar(setting, value, indent, commented);
                break;
            case SettingKind.Section:
                commented |= value is null;
                Line($"{setting.Name}:", indent, commented);
                SectionModel model = SectionModel.Of(setting.ElementType);
                Section(model, value ?? model.Create(), indent + "  ", commented);
                break;
            case SettingKind.SectionList:
                commented |= value is not IList { Count: > 0 };
                Line($"{setting.Name}:", indent, commented);
                Item(SectionModel.Of(setting.ElementType), value is IList { Count: > 0 } list ? list[0]! : null, indent + "  ", commented);
                break;
            default:
                throw new InvalidOperationException($"no such kind: {setting.Kind}");
        }
    }

    private void Scalar(SettingModel setting, object? value, string indent, bool commented)
    {
        bool isEmpty = value is null or IList { Count: 0 };
        bool showsExample = (isEmpty || commented) && setting.Attribute.Example is not null && (value is null || isEmpty || setting.Attribute.Required);
        Line(
            $"{setting.Name}: {(showsExample ? setting.Attribute.Example : SettingsDump.Format(setting, value))}",
            indent,
            commented || (showsExample && !setting.Attribute.Required && !setting.Attribute.ShowsExample));
    }

    // One item with all its settings; "- " stands on a line of its own so that each setting can be commented out alone.
    private void Item(SectionModel model, object? values, string indent, bool commented)
    {
        Line("-", indent, commented);
        Section(model, values ?? model.Create(), indent + "  ", commented);
    }

    private static string Describe(SettingModel setting)
    {
        SettingAttribute about = setting.Attribute;
        string?[] facts =
        [
            about.Required ? "required" : null,
            about.Unit,
            about.Min is null ? null : $"at least {about.Min}",
            about.Max is null ? null : $"at most {about.Max}",
            about.DefaultText is null ? null : $"default: {about.DefaultText}",
        ];
        string details = string.Join("; ", facts.Where(f => f is not null));
        return details.Length == 0 ? about.Description : $"{about.Description} ({details})";
    }

    private void Comment(string words, string indent)
    {
        foreach (string paragraph in words.Split('\n'))
        {
            var line = new StringBuilder();
            foreach (string word in paragraph.Split(' '))
            {
                if (line.Length > 0 && indent.Length + 2 + line.Length + 1 + word.Length > Width)
                {
                    _text.Append(indent).Append("# ").Append(line).Append('\n');
                    line.Clear();
                }

                line.Append(line.Length == 0 ? "" : " ").Append(word);
            }

            _text.Append(indent).Append("# ").Append(line).Append('\n');
        }
    }

    private void Line(string content, string indent, bool commented) =>
        _text.Append(indent).Append(commented ? "#" : "").Append(content).Append('\n');
}
