using System.Text.Json;

namespace MailGate.Filtering.Pipeline.Facts;

/// <summary>
/// Fact sets as JSON and back, so that a recorded transaction can be judged again by other rules:
/// <c>{"facts": {"spf.result": "pass", "ip": "192.0.2.1"}, "calls": [{"name": "dnsbl", "args": ["zen.spamhaus.org"], "value": false}]}</c>.
/// Facts that are missing are left out. Values take the JSON form next to their type: addresses, domains and timestamps (RFC 3339) are strings, durations
/// strings such as <c>1.5s</c>, octets base64, objects objects.
/// </summary>
public static class FactJson
{
    private const int MaxDepth = 32;

    private static readonly JsonDocumentOptions ReadOptions = new() { MaxDepth = MaxDepth, AllowDuplicateProperties = false };

    /// <summary>Writes the set as one object.</summary>
    public static void Write(Utf8JsonWriter writer, FactSet facts)
    {
        ArgumentNullException.ThrowIfNull(writer);
        ArgumentNullException.ThrowIfNull(facts);
        writer.WriteStartObject();
        writer.WriteStartObject("facts");
        foreach (Fact fact in facts.Schema.Facts)
        {
            FactValue value = facts.Get(fact.Slot);
            if (!value.IsError)
            {
                writer.WritePropertyName(fact.Path);
                FactJsonValue.Write(writer, value);
            }
        }

        writer.WriteEndObject();
        WriteAnswers(writer, facts);
        writer.WriteEndObject();
    }

    /// <summary>The set as a JSON text.</summary>
    public static byte[] ToUtf8(FactSet facts)
    {
        using MemoryStream stream = new();
        using (Utf8JsonWriter writer = new(stream))
        {
            Write(writer, facts);
        }

        return stream.ToArray();
    }

    /// <summary>
    /// Reads what <see cref="Write"/> wrote. Facts that the schema does not know (they come from another version) and values of another type than the
    /// schema's are left out and named in <paramref name="problems"/>; so is text that is not JSON at all. Never throws.
    /// </summary>
    public static FactSet Read(ReadOnlyMemory<byte> utf8, FactSchema schema, out IReadOnlyList<string> problems)
    {
        ArgumentNullException.ThrowIfNull(schema);
        FactSet facts = new(schema);
        List<string> found = [];
        problems = found;
        try
        {
            using JsonDocument document = JsonDocument.Parse(utf8, ReadOptions);
            ReadFacts(document.RootElement, facts, found);
            ReadAnswers(document.RootElement, facts, found);
        }
        // InvalidOperationException: octets that are not UTF-8, or half of a surrogate pair, inside of a string.
        catch (Exception error) when (error is JsonException or InvalidOperationException)
        {
            found.Add($"not a set of facts: {error.Message}");
        }

        return facts;
    }

    private static void WriteAnswers(Utf8JsonWriter writer, FactSet facts)
    {
        writer.WriteStartArray("calls");
        foreach ((FactCall call, FactValue value) in facts.Answers)
        {
            if (value.IsError)
            {
                continue;
            }

            writer.WriteStartObject();
            writer.WriteString("name", call.Function.Name);
            writer.WriteStartArray("args");
            foreach (FactValue argument in call.Arguments)
            {
                FactJsonValue.Write(writer, argument);
            }

            writer.WriteEndArray();
            writer.WritePropertyName("value");
            FactJsonValue.Write(writer, value);
            writer.WriteEndObject();
        }

        writer.WriteEndArray();
    }

    private static void ReadFacts(JsonElement root, FactSet facts, List<string> problems)
    {
        if (root.ValueKind != JsonValueKind.Object || !root.TryGetProperty("facts", out JsonElement values) || values.ValueKind != JsonValueKind.Object)
        {
            problems.Add("no object 'facts'");
            return;
        }

        foreach (JsonProperty property in values.EnumerateObject())
        {
            if (!facts.Schema.TryFind(property.Name, out Fact? fact))
            {
                problems.Add($"unknown fact '{property.Name}'");
            }
            else if (FactJsonValue.TryRead(property.Value, fact.Type, out FactValue value))
            {
                facts.Set(fact, value);
            }
            else
            {
                problems.Add($"'{property.Name}' is not of type {fact.Type}");
            }
        }
    }

    private static void ReadAnswers(JsonElement root, FactSet facts, List<string> problems)
    {
        if (root.ValueKind != JsonValueKind.Object || !root.TryGetProperty("calls", out JsonElement calls) || calls.ValueKind != JsonValueKind.Array)
        {
            return;
        }

        foreach (JsonElement call in calls.EnumerateArray())
        {
            if (!TryReadAnswer(call, facts))
            {
                problems.Add($"unknown call {call.GetRawText()}");
            }
        }
    }

    private static bool TryReadAnswer(JsonElement call, FactSet facts)
    {
        if (call.ValueKind != JsonValueKind.Object
            || !call.TryGetProperty("name", out JsonElement name) || name.ValueKind != JsonValueKind.String
            || !call.TryGetProperty("args", out JsonElement arguments) || arguments.ValueKind != JsonValueKind.Array
            || !call.TryGetProperty("value", out JsonElement answer))
        {
            return false;
        }

        FactFunction? function = facts.Schema.Functions.FirstOrDefault(
            candidate => candidate.Parameters.Count == arguments.GetArrayLength() && name.ValueEquals(candidate.Name));
        if (function is null || !FactJsonValue.TryRead(answer, function.Result, out FactValue value))
        {
            return false;
        }

        FactValue[] values = new FactValue[function.Parameters.Count];
        for (int index = 0; index < values.Length; index++)
        {
            if (!FactJsonValue.TryRead(arguments[index], function.Parameters[index], out values[index]))
            {
                return false;
            }
        }

        facts.SetAnswer(new FactCall(function, values), value);
        return true;
    }
}
