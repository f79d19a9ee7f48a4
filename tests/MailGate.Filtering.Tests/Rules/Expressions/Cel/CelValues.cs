using MailGate.Filtering.Pipeline.Facts;

namespace MailGate.Filtering.Tests.Rules.Expressions.Cel;

/// <summary>Values and types of CEL's test cases.</summary>
internal static class CelValues
{
    private const string AnyPrefix = "[type.googleapis.com/google.protobuf.";

    /// <summary>Reads a <c>cel.expr.Value</c>; false for what has no counterpart, such as messages.</summary>
    public static bool TryRead(TextProto? value, out FactValue read)
    {
        read = default;
        if (value?.Names.FirstOrDefault() is not { } name)
        {
            return false;
        }

        switch (name)
        {
            case "int64_value":
                read = FactValue.Of(value.Scalar(name)!.Int);
                return true;
            case "uint64_value":
                read = FactValue.Of(value.Scalar(name)!.UInt);
                return true;
            case "double_value":
                read = FactValue.Of(value.Scalar(name)!.Double);
                return true;
            case "string_value":
                read = FactValue.Of(value.Text(name));
                return true;
            case "bytes_value":
                read = FactValue.Of(value.Scalar(name)!.Octets);
                return true;
            case "bool_value":
                read = FactValue.Of(value.Scalar(name)!.Bool);
                return true;
            case "null_value":
                read = FactValue.Null;
                return true;
            case "list_value":
                return TryReadList(value.Message(name), out read);
            case "map_value":
                return TryReadMap(value.Message(name), out read);
            case "type_value":
                FactKind? kind = Enum.GetValues<FactKind>().Cast<FactKind?>().FirstOrDefault(known => FactText.NameOf(known!.Value) == value.Text(name));
                read = FactValue.TypeOf(kind ?? FactKind.Missing);
                return kind is not null;
            case "object_value":
                return TryReadAny(value.Message(name), out read);
            default:
                return false;
        }
    }

    /// <summary>Reads a <c>cel.expr.Type</c>; null for what has no counterpart.</summary>
    public static FactType? ToType(TextProto type)
    {
        switch (type.Names.First())
        {
            case "dyn":
                return FactType.Dyn;
            case "null":
                return FactType.Null;
            case "primitive":
                return type.Text("primitive") switch
                {
                    "BOOL" => FactType.Bool,
                    "INT64" => FactType.Int,
                    "UINT64" => FactType.UInt,
                    "DOUBLE" => FactType.Double,
                    "STRING" => FactType.String,
                    "BYTES" => FactType.Bytes,
                    _ => null,
                };
            case "well_known":
                return type.Text("well_known") switch
                {
                    "TIMESTAMP" => FactType.Timestamp,
                    "DURATION" => FactType.Duration,
                    _ => null,
                };
            case "message_type":
                return type.Text("message_type") switch
                {
                    "google.protobuf.Timestamp" => FactType.Timestamp,
                    "google.protobuf.Duration" => FactType.Duration,
                    _ => null,
                };
            case "list_type":
                return ToType(type.Message("list_type").Message("elem_type")) is { } element ? FactType.List(element) : null;
            case "map_type":
                TextProto map = type.Message("map_type");
                return ToType(map.Message("key_type")) is { } key && ToType(map.Message("value_type")) is { } value ? FactType.Map(key, value) : null;
            default:
                return null;
        }
    }

    /// <summary>Equality that tells 1 from 1u and 1.0 and 0.0 from -0.0, and takes NaN for NaN.</summary>
    public static bool AreSame(FactValue x, FactValue y)
    {
        if (x.Kind != y.Kind)
        {
            return false;
        }

        switch (x.Kind)
        {
            case FactKind.Double:
                return x.AsDouble.Equals(y.AsDouble);
            case FactKind.List:
                return x.AsList.Count == y.AsList.Count && Enumerable.Range(0, x.AsList.Count).All(index => AreSame(x.AsList[index], y.AsList[index]));
            case FactKind.Map:
                return x.AsMap.Count == y.AsMap.Count
                    && x.AsMap.Keys.All(key => y.AsMap.TryGet(key, out FactValue right) && x.AsMap.TryGet(key, out FactValue left) && AreSame(left, right));
            default:
                return FactValueComparer.AreEqual(x, y);
        }
    }

    private static bool TryReadList(TextProto list, out FactValue read)
    {
        List<FactValue> values = [];
        read = FactValue.Of(FactList.Of(values));
        foreach (TextProto item in list.Messages("values"))
        {
            if (!TryRead(item, out FactValue value))
            {
                return false;
            }

            values.Add(value);
        }

        return true;
    }

    private static bool TryReadMap(TextProto map, out FactValue read)
    {
        FactMap values = new();
        read = FactValue.Of(values);
        foreach (TextProto entry in map.Messages("entries"))
        {
            if (!TryRead(entry.Message("key"), out FactValue key) || !TryRead(entry.Message("value"), out FactValue value) || !values.TryAdd(key, value))
            {
                return false;
            }
        }

        return true;
    }

    private static bool TryReadAny(TextProto any, out FactValue read)
    {
        string name = any.Names.First();
        TextProto message = any.Message(name);
        long seconds = message.Scalar("seconds")?.Int ?? 0;
        int nanos = (int)(message.Scalar("nanos")?.Int ?? 0);
        switch (name)
        {
            case AnyPrefix + "Timestamp]":
                read = FactValue.Timestamp(seconds, nanos);
                return true;
            case AnyPrefix + "Duration]":
                read = FactValue.Duration(seconds * 1_000_000_000 + nanos);
                return true;
            default:
                read = default;
                return false;
        }
    }
}
