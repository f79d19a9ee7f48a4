using System.Globalization;
using System.Net;
using System.Text.Json;

namespace MailGate.Filtering.Pipeline.Facts;

/// <summary>One value as JSON; reading needs the type, since JSON has fewer.</summary>
internal static class FactJsonValue
{
    public static void Write(Utf8JsonWriter writer, FactValue value)
    {
        switch (value.Kind)
        {
            case FactKind.Bool:
                writer.WriteBooleanValue(value.IsTrue);
                break;
            case FactKind.Int:
                writer.WriteNumberValue(value.AsInt);
                break;
            case FactKind.UInt:
                writer.WriteNumberValue(value.AsUInt);
                break;
            case FactKind.Double when double.IsFinite(value.AsDouble):
                writer.WriteNumberValue(value.AsDouble);
                break;
            case FactKind.Bytes:
                writer.WriteBase64StringValue(value.AsBytes.Span);
                break;
            case FactKind.List:
                WriteList(writer, value.AsList);
                break;
            case FactKind.Map:
                WriteMap(writer, value.AsMap);
                break;
            case FactKind.Object:
                WriteObject(writer, value.AsObject);
                break;
            case FactKind.String or FactKind.Double or FactKind.Timestamp or FactKind.Duration or FactKind.Ip or FactKind.Network or FactKind.Type:
                writer.WriteStringValue(FactText.Of(value));
                break;
            case FactKind.Missing or FactKind.Error or FactKind.Null or FactKind.Dyn or FactKind.Domain:
                writer.WriteNullValue();
                break;
            default:
                throw new ArgumentOutOfRangeException(nameof(value));
        }
    }

    /// <summary>Reads a value of this type; false for any other. Null reads as missing.</summary>
    public static bool TryRead(JsonElement json, FactType type, out FactValue value)
    {
        value = default;
        if (json.ValueKind == JsonValueKind.Null)
        {
            return true;
        }

        switch (type.Kind)
        {
            case FactKind.Bool:
                value = FactValue.Of(json.ValueKind == JsonValueKind.True);
                return json.ValueKind is JsonValueKind.True or JsonValueKind.False;
            case FactKind.Int:
                bool isInt = json.TryGetInt64Safe(out long signed);
                value = FactValue.Of(signed);
                return isInt;
            case FactKind.UInt:
                ulong unsigned = 0;
                bool isUInt = json.ValueKind == JsonValueKind.Number && json.TryGetUInt64(out unsigned);
                value = FactValue.Of(unsigned);
                return isUInt;
            case FactKind.Double when json.ValueKind == JsonValueKind.Number:
                value = FactValue.Of(json.GetDouble());
                return true;
            case FactKind.List:
                return TryReadList(json, type.Element!, out value);
            case FactKind.Map:
                return TryReadMap(json, type, out value);
            case FactKind.Object:
                return TryReadObject(json, type.Fields!, out value);
            default:
                return json.ValueKind == JsonValueKind.String && TryReadText(json, type.Kind, out value);
        }
    }

    private static bool TryGetInt64Safe(this JsonElement json, out long value)
    {
        value = 0;
        return json.ValueKind == JsonValueKind.Number && json.TryGetInt64(out value);
    }

    private static bool TryReadText(JsonElement json, FactKind kind, out FactValue value)
    {
        string text = json.GetString()!;
        value = default;
        switch (kind)
        {
            case FactKind.String or FactKind.Domain:
                value = FactValue.Of(text);
                return true;
            case FactKind.Double:
                bool isDouble = double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out double number);
                value = FactValue.Of(number);
                return isDouble;
            case FactKind.Bytes:
                bool isBase64 = json.TryGetBytesFromBase64(out byte[]? bytes);
                value = isBase64 ? FactValue.Of(bytes!) : default;
                return isBase64;
            case FactKind.Timestamp:
                return FactTime.TryParseTimestamp(text, out value);
            case FactKind.Duration:
                return FactTime.TryParseDuration(text, out value);
            case FactKind.Ip:
                bool isAddress = IPAddress.TryParse(text, out IPAddress? address);
                value = FactValue.Of(address);
                return isAddress;
            default:
                return false;
        }
    }

    private static void WriteList(Utf8JsonWriter writer, FactList list)
    {
        writer.WriteStartArray();
        for (int index = 0; index < list.Count; index++)
        {
            Write(writer, list[index]);
        }

        writer.WriteEndArray();
    }

    private static void WriteMap(Utf8JsonWriter writer, FactMap map)
    {
        writer.WriteStartObject();
        foreach (FactValue key in map.Keys)
        {
            map.TryGet(key, out FactValue value);
            writer.WritePropertyName(FactText.Of(key));
            Write(writer, value);
        }

        writer.WriteEndObject();
    }

    private static void WriteObject(Utf8JsonWriter writer, FactObject fields)
    {
        writer.WriteStartObject();
        foreach (FactField field in fields.Type.Fields)
        {
            FactValue value = fields.Get(field.Index);
            if (!value.IsError)
            {
                writer.WritePropertyName(field.Name);
                Write(writer, value);
            }
        }

        writer.WriteEndObject();
    }

    private static bool TryReadList(JsonElement json, FactType element, out FactValue value)
    {
        value = default;
        if (json.ValueKind != JsonValueKind.Array)
        {
            return false;
        }

        List<FactValue> values = new(json.GetArrayLength());
        foreach (JsonElement item in json.EnumerateArray())
        {
            if (!TryRead(item, element, out FactValue read))
            {
                return false;
            }

            values.Add(read);
        }

        value = FactValue.Of(FactList.Of(values));
        return true;
    }

    private static bool TryReadMap(JsonElement json, FactType type, out FactValue value)
    {
        FactMap map = new();
        value = FactValue.Of(map);
        if (json.ValueKind != JsonValueKind.Object || !type.Key!.IsText)
        {
            return false;
        }

        foreach (JsonProperty property in json.EnumerateObject())
        {
            if (!TryRead(property.Value, type.Element!, out FactValue read))
            {
                return false;
            }

            map.TryAdd(FactValue.Of(property.Name), read);
        }

        return true;
    }

    // Fields of another version are left out: what this version does not know, its rules cannot name.
    private static bool TryReadObject(JsonElement json, FactObjectType type, out FactValue value)
    {
        FactRecord fields = new(type);
        value = FactValue.Of(fields);
        if (json.ValueKind != JsonValueKind.Object)
        {
            return false;
        }

        foreach (JsonProperty property in json.EnumerateObject())
        {
            if (type.Find(property.Name) is { } field)
            {
                if (!TryRead(property.Value, field.Type, out FactValue read))
                {
                    return false;
                }

                fields.Set(field, read);
            }
        }

        return true;
    }
}
