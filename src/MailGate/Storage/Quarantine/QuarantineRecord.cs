using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace MailGate.Storage.Quarantine;

/// <summary>
/// The record file of a message as text: one line of JSON for the message, then one for each attempt to release it. It only ever grows, so that a crash costs
/// no more than its last line.
/// </summary>
internal static class QuarantineRecord
{
    private static readonly JsonSerializerOptions Options = new(JsonSerializerDefaults.General)
    {
        PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower,
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
        IgnoreReadOnlyProperties = true,
        Converters = { new JsonStringEnumConverter(JsonNamingPolicy.SnakeCaseLower) },
    };

    /// <summary>The message's line, with its line end.</summary>
    public static byte[] Line(QuarantinedMessage message) => [.. JsonSerializer.SerializeToUtf8Bytes(message with { Releases = [] }, Options), (byte)'\n'];

    /// <summary>The line of an attempt, with its line end.</summary>
    public static byte[] Line(QuarantineRelease release) => [.. JsonSerializer.SerializeToUtf8Bytes(release, Options), (byte)'\n'];

    /// <summary>What the file says; null when its first line is not whole. A torn line after it is left out.</summary>
    public static QuarantinedMessage? Read(ReadOnlySpan<byte> octets)
    {
        QuarantinedMessage? message = null;
        List<QuarantineRelease> releases = [];
        foreach (Range range in octets.Split((byte)'\n'))
        {
            ReadOnlySpan<byte> line = octets[range];
            try
            {
                if (message is null)
                {
                    message = JsonSerializer.Deserialize<QuarantinedMessage>(line, Options);
                }
                else if (line.Length > 0 && JsonSerializer.Deserialize<QuarantineRelease>(line, Options) is { } release)
                {
                    releases.Add(release);
                }
            }
            catch (JsonException) when (message is not null)
            {
                // Written when the power went, say; what it was about is done or not all the same.
            }
            catch (JsonException)
            {
                return null;
            }
        }

        return message is null ? null : message with { Releases = releases };
    }

    /// <summary>The whole of it, for the index.</summary>
    public static byte[] ToUtf8(QuarantinedMessage message) => [.. Line(message), .. message.Releases.SelectMany(Line)];
}
