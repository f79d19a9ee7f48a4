using System.Buffers.Binary;
using System.Text;

namespace MailGate.Tests.Observability.Tracing;

/// <summary>A span out of an ExportTraceServiceRequest (opentelemetry-proto, trace/v1), read from its protobuf.</summary>
internal sealed record OtlpSpan(string Name, string TraceId, string SpanId, string ParentId, ulong Start, ulong End, IReadOnlyDictionary<string, string> Attributes)
{
    /// <summary>All spans of a request: resource_spans (1), scope_spans (2), spans (2).</summary>
    public static IReadOnlyList<OtlpSpan> ReadAll(ReadOnlyMemory<byte> request) => [
        .. from resource in Fields(request) where resource.Number == 1
           from scope in Fields(resource.Bytes) where scope.Number == 2
           from span in Fields(scope.Bytes) where span.Number == 2
           select Read(span.Bytes),
    ];

    private static OtlpSpan Read(ReadOnlyMemory<byte> span)
    {
        ILookup<int, Field> fields = Fields(span).ToLookup(field => field.Number);
        string Hex(int number) => Convert.ToHexString(fields[number].Select(field => field.Bytes.ToArray()).FirstOrDefault() ?? []);
        return new OtlpSpan(
            Text(fields[5].Single().Bytes), Hex(1), Hex(2), Hex(4), fields[7].Single().Value, fields[8].Single().Value,
            fields[9].Select(field => Fields(field.Bytes).ToArray()).ToDictionary(pair => Text(pair[0].Bytes), pair => ValueOf(Fields(pair[1].Bytes).First())));
    }

    // AnyValue: string_value 1, bool_value 2, int_value 3, double_value 4.
    private static string ValueOf(Field value) => value.Number switch
    {
        1 => Text(value.Bytes),
        4 => BitConverter.UInt64BitsToDouble(value.Value).ToString(System.Globalization.CultureInfo.InvariantCulture),
        _ => value.Value.ToString(System.Globalization.CultureInfo.InvariantCulture),
    };

    private static string Text(ReadOnlyMemory<byte> octets) => Encoding.UTF8.GetString(octets.Span);

    private static IEnumerable<Field> Fields(ReadOnlyMemory<byte> message)
    {
        int at = 0;
        while (at < message.Length)
        {
            ulong key = Varint(message, ref at);
            int number = (int)(key >> 3);
            switch (key & 7)
            {
                case 0:
                    yield return new Field(number, Varint(message, ref at), default);
                    break;
                case 1:
                    yield return new Field(number, BinaryPrimitives.ReadUInt64LittleEndian(message.Span[at..]), default);
                    at += 8;
                    break;
                case 2:
                    int length = (int)Varint(message, ref at);
                    yield return new Field(number, 0, message.Slice(at, length));
                    at += length;
                    break;
                case 5:
                    at += 4;
                    break;
                default:
                    throw new FormatException($"wire type {key & 7}");
            }
        }
    }

    private static ulong Varint(ReadOnlyMemory<byte> message, ref int at)
    {
        ulong value = 0;
        for (int shift = 0; ; shift += 7)
        {
            byte octet = message.Span[at++];
            value |= (ulong)(octet & 0x7f) << shift;
            if (octet < 0x80)
            {
                return value;
            }
        }
    }

    private readonly record struct Field(int Number, ulong Value, ReadOnlyMemory<byte> Bytes);
}
