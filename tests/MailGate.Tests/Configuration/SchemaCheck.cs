using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using MailGate.Configuration.Yaml;

namespace MailGate.Tests.Configuration;

/// <summary>A JSON Schema validator for the keywords that our schema uses; any other keyword fails the test that meets it.</summary>
internal static class SchemaCheck
{
    private static readonly HashSet<string> Known =
        ["$schema", "title", "description", "default", "type", "properties", "additionalProperties", "required", "items", "anyOf", "enum", "pattern", "minimum", "maximum"];

    public static List<string> Errors(JsonObject schema, ConfigNode node)
    {
        var errors = new List<string>();
        Check(schema, ToJson(node), "", errors);
        return errors;
    }

    private static void Check(JsonObject schema, JsonNode? value, string path, List<string> errors)
    {
        errors.AddRange(schema.Select(p => p.Key).Where(k => !Known.Contains(k)).Select(k => $"unknown keyword {k}"));
        if (schema["anyOf"] is JsonArray choices && choices.All(c => IsBad(c!.AsObject(), value)))
        {
            errors.Add($"{path}: fits none of {choices.ToJsonString()}");
        }

        if (schema["type"] is JsonNode type && !HasType(value, type.GetValue<string>()))
        {
            errors.Add($"{path}: not {type}");
            return;
        }

        CheckScalar(schema, value, path, errors);
        for (int i = 0; value is JsonArray array && i < array.Count; i++)
        {
            Check(schema["items"]!.AsObject(), array[i], $"{path}[{i}]", errors);
        }

        if (value is JsonObject map && schema["properties"] is JsonObject properties)
        {
            errors.AddRange((schema["required"] as JsonArray ?? []).Select(r => r!.GetValue<string>()).Where(r => !map.ContainsKey(r)).Select(r => $"{path}: {r} missing"));
            foreach ((string key, JsonNode? item) in map)
            {
                if (properties[key] is JsonObject property)
                {
                    Check(property, item, $"{path}.{key}", errors);
                }
                else
                {
                    errors.Add($"{path}: unknown {key}");
                }
            }
        }
    }

    private static void CheckScalar(JsonObject schema, JsonNode? value, string path, List<string> errors)
    {
        if (schema["enum"] is JsonArray words && !words.Any(w => JsonNode.DeepEquals(w, value)))
        {
            errors.Add($"{path}: not one of {words.ToJsonString()}");
        }

        if (schema["pattern"] is JsonNode pattern && !Regex.IsMatch(value!.GetValue<string>(), pattern.GetValue<string>()))
        {
            errors.Add($"{path}: does not match {pattern}");
        }

        if (value?.GetValueKind() == JsonValueKind.Number)
        {
            double number = value.GetValue<double>();
            if (number < (schema["minimum"]?.GetValue<int>() ?? number) || number > (schema["maximum"]?.GetValue<int>() ?? number))
            {
                errors.Add($"{path}: out of bounds");
            }
        }
    }

    private static bool IsBad(JsonObject schema, JsonNode? value)
    {
        var errors = new List<string>();
        Check(schema, value, "", errors);
        return errors.Count > 0;
    }

    private static bool HasType(JsonNode? value, string type) => (value?.GetValueKind() ?? JsonValueKind.Null) switch
    {
        JsonValueKind.Null => type == "null",
        JsonValueKind.True or JsonValueKind.False => type == "boolean",
        JsonValueKind.Number => type == "integer" && double.IsInteger(value!.GetValue<double>()),
        JsonValueKind.String => type == "string",
        JsonValueKind.Array => type == "array",
        JsonValueKind.Object => type == "object",
        _ => false,
    };

    // As a YAML 1.2 editor reads it.
    private static JsonNode? ToJson(ConfigNode node) => node switch
    {
        MapNode map => new JsonObject(map.Entries.Select(e => KeyValuePair.Create(e.Key, ToJson(e.Value)))),
        ListNode list => new JsonArray([.. list.Items.Select(ToJson)]),
        ScalarNode { IsNull: true } => null,
        ScalarNode { IsPlain: true, Text: "true" or "false" } flag => flag.Text == "true",
        ScalarNode { IsPlain: true } number when double.TryParse(number.Text, NumberStyles.Float, CultureInfo.InvariantCulture, out double value) => value,
        ScalarNode text => text.Text,
        _ => throw new InvalidOperationException(),
    };
}
