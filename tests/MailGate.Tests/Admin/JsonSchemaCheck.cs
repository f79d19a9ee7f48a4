using System.Text.Json;

namespace MailGate.Tests.Admin;

/// <summary>Says where a JSON value departs from a schema: types, fields that must be there, fields that the schema does not know.</summary>
internal static class JsonSchemaCheck
{
    public static IReadOnlyList<string> Problems(JsonElement value, JsonElement schema, string path = "$")
    {
        if (schema.ValueKind == JsonValueKind.True)
        {
            return [];
        }

        string[] types = !schema.TryGetProperty("type", out JsonElement type) ? [] : type.ValueKind == JsonValueKind.Array ? [.. type.EnumerateArray().Select(t => t.GetString()!)] : [type.GetString()!];
        List<string> problems = [];
        if (types.Length > 0 && !types.Any(t => Is(value, t)))
        {
            problems.Add($"{path} is {value.ValueKind}, not {string.Join(" or ", types)}");
        }

        if (value.ValueKind == JsonValueKind.Object && schema.TryGetProperty("properties", out JsonElement properties))
        {
            problems.AddRange(value.EnumerateObject().SelectMany(field => properties.TryGetProperty(field.Name, out JsonElement known)
                ? Problems(field.Value, known, $"{path}.{field.Name}")
                : [$"{path}.{field.Name} is not described"]));
            string[] required = schema.TryGetProperty("required", out JsonElement names) ? [.. names.EnumerateArray().Select(name => name.GetString()!)] : [];
            problems.AddRange(required.Where(name => !value.TryGetProperty(name, out _)).Select(name => $"{path}.{name} is missing"));
        }

        if (value.ValueKind == JsonValueKind.Array && schema.TryGetProperty("items", out JsonElement items))
        {
            problems.AddRange(value.EnumerateArray().SelectMany((item, i) => Problems(item, items, $"{path}[{i}]")));
        }

        return problems;
    }

    private static bool Is(JsonElement value, string type) => type switch
    {
        "object" => value.ValueKind == JsonValueKind.Object,
        "array" => value.ValueKind == JsonValueKind.Array,
        "string" => value.ValueKind == JsonValueKind.String,
        "boolean" => value.ValueKind is JsonValueKind.True or JsonValueKind.False,
        "null" => value.ValueKind == JsonValueKind.Null,
        "integer" => value.ValueKind == JsonValueKind.Number && value.TryGetInt64(out _),
        "number" => value.ValueKind == JsonValueKind.Number,
        _ => false,
    };
}
