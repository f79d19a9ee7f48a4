using System.Text.Json.Nodes;
using MailGate.Configuration.Sections;

namespace MailGate.Configuration.Model;

/// <summary>The JSON Schema (draft 2020-12) of the configuration file, for editors: from the same types that the binder uses.</summary>
internal static class JsonSchema
{
    /// <summary>The whole schema.</summary>
    public static JsonObject Create()
    {
        JsonObject schema = Section(SectionModel.Of(typeof(RootSection)));
        schema.Insert(0, "$schema", "https://json-schema.org/draft/2020-12/schema");
        schema.Insert(1, "title", "MailGate configuration");
        return schema;
    }

    private static JsonObject Section(SectionModel section)
    {
        var properties = new JsonObject();
        foreach (SettingModel setting in section.Settings)
        {
            properties[setting.Name] = Setting(setting);
        }

        var schema = new JsonObject { ["type"] = "object", ["properties"] = properties, ["additionalProperties"] = false };
        JsonNode[] required = [.. section.Settings.Where(s => s.Attribute.Required).Select(s => JsonValue.Create(s.Name))];
        if (required.Length > 0)
        {
            schema["required"] = new JsonArray(required);
        }

        return schema;
    }

    private static JsonObject Setting(SettingModel setting)
    {
        JsonObject value = setting.Scalar is null ? Section(SectionModel.Of(setting.ElementType)) : Interpolated(setting);
        JsonObject schema = setting.Kind is SettingKind.ScalarList or SettingKind.SectionList ? new JsonObject { ["type"] = "array", ["items"] = value } : value;
        if ((setting.IsNullable && !setting.Attribute.Required) || setting.Kind == SettingKind.Section)
        {
            schema = new JsonObject { ["anyOf"] = new JsonArray(schema, new JsonObject { ["type"] = "null" }) };
        }

        schema["description"] = Description(setting);
        if (setting is { Kind: SettingKind.Scalar, Default: not null, Attribute.Required: false })
        {
            schema["default"] = SettingDefault(setting);
        }

        return schema;
    }

    // Anything but free text may also be put in from the environment or a file.
    private static JsonObject Interpolated(SettingModel setting)
    {
        JsonObject schema = setting.Scalar!.Schema;
        bool isFreeText = schema["type"]?.GetValue<string>() == "string" && !schema.ContainsKey("pattern");
        return isFreeText ? schema : new JsonObject { ["anyOf"] = new JsonArray(schema, new JsonObject { ["type"] = "string", ["pattern"] = @"\$\{.+\}" }) };
    }

    private static string Description(SettingModel setting)
    {
        SettingAttribute about = setting.Attribute;
        string[] bounds = [about.Min is null ? "" : $"at least {about.Min}", about.Max is null ? "" : $"at most {about.Max}"];
        string range = string.Join(", ", bounds.Where(b => b.Length > 0));
        string defaultText = about.DefaultText is null ? "" : $" Default: {about.DefaultText}.";
        return $"{about.Description}{(about.Unit is null ? "" : $" Unit: {about.Unit}.")}{(range.Length == 0 ? "" : $" Bounds: {range}.")}{defaultText}";
    }

    private static JsonNode SettingDefault(SettingModel setting) =>
        setting.Default switch
        {
            bool flag => flag,
            int number => number,
            object value => setting.Scalar!.Format(value) is var text && setting.Scalar.Schema["enum"] is JsonArray words && words.All(w => w!.GetValueKind() == System.Text.Json.JsonValueKind.Number)
                ? double.Parse(text, System.Globalization.CultureInfo.InvariantCulture)
                : text,
            null => throw new InvalidOperationException("no default"),
        };
}
