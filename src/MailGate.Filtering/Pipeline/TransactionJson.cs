using System.Text.Json;
using MailGate.Filtering.Pipeline.Facts;
using MailGate.Filtering.Rules;

namespace MailGate.Filtering.Pipeline;

/// <summary>Transactions as JSON objects and back. Times are in seconds, names as in rules.</summary>
public static class TransactionJson
{
    private const int MaxDepth = 64;

    private static readonly JsonDocumentOptions ReadOptions = new() { MaxDepth = MaxDepth };

    /// <summary>The record as one JSON object in UTF-8, without line breaks.</summary>
    public static byte[] ToUtf8(TransactionRecord record)
    {
        ArgumentNullException.ThrowIfNull(record);
        using MemoryStream stream = new();
        using (Utf8JsonWriter writer = new(stream))
        {
            writer.WriteStartObject();
            writer.WriteString("id", record.Id);
            writer.WriteString("time", record.Time);
            writer.WriteString("stage", Word(record.Stage));
            writer.WriteString("rules_hash", record.RulesHash);
            writer.WriteString("downstream_reply", record.DownstreamReply);
            WriteList(writer, "results", record.Results, WriteResult);
            writer.WritePropertyName("facts");
            FactJson.Write(writer, record.Facts);
            writer.WriteEndObject();
        }

        return stream.ToArray();
    }

    /// <summary>
    /// Reads what <see cref="ToUtf8"/> wrote, also by another version: what is not known is left out and named in <paramref name="problems"/>. Null for text that is
    /// no record at all. Never throws.
    /// </summary>
    public static TransactionRecord? Read(ReadOnlyMemory<byte> utf8, out IReadOnlyList<string> problems)
    {
        try
        {
            using JsonDocument document = JsonDocument.Parse(utf8, ReadOptions);
            JsonElement root = document.RootElement;
            FactSet facts = FactJson.Read(JsonSerializer.SerializeToUtf8Bytes(root.GetProperty("facts")), MailFacts.Schema, out problems);
            return new TransactionRecord
            {
                Id = Text(root, "id"),
                Time = root.GetProperty("time").GetDateTimeOffset(),
                Stage = Parse<Stage>(Text(root, "stage")),
                RulesHash = Text(root, "rules_hash"),
                DownstreamReply = Text(root, "downstream_reply"),
                Results = List(root, "results", ReadResult),
                Facts = facts,
            };
        }
        catch (Exception exception) when (exception is JsonException or KeyNotFoundException or InvalidOperationException or FormatException)
        {
            problems = [$"not a transaction: {exception.Message}"];
            return null;
        }
    }

    private static void WriteResult(Utf8JsonWriter writer, StageRecord result)
    {
        writer.WriteString("stage", Word(result.Stage));
        writer.WriteString("action", RuleActionNames.NameOf(result.Action));
        writer.WriteString("rcpt", result.Recipient);
        writer.WriteBoolean("tagged", result.IsTagged);
        writer.WriteString("reply", result.Reply);
        writer.WriteString("reason", result.Reason);
        writer.WriteNumber("score", result.Score);
        writer.WriteNumber("seconds", result.Duration.TotalSeconds);
        writer.WriteNumber("rule_seconds", result.RuleTime.TotalSeconds);
        WriteList(writer, "hits", result.Hits, WriteHit);
        WriteList(writer, "shadow_hits", result.ShadowHits, WriteHit);
        WriteList(writer, "failures", result.Failures, static (output, failure) =>
        {
            output.WriteString("rule", failure.Rule);
            output.WriteString("reason", failure.Reason);
        });
        WriteList(writer, "checks", result.Checks, static (output, check) =>
        {
            output.WriteString("check", check.Check);
            output.WriteString("outcome", Word(check.Outcome));
            output.WriteNumber("seconds", check.Duration.TotalSeconds);
            output.WriteString("error", check.Error);
        });
    }

    private static StageRecord ReadResult(JsonElement result) =>
        new(Parse<Stage>(Text(result, "stage")), Parse<RuleAction>(Text(result, "action")))
        {
            Recipient = Text(result, "rcpt"),
            IsTagged = result.GetProperty("tagged").GetBoolean(),
            Reply = Text(result, "reply"),
            Reason = Text(result, "reason"),
            Score = result.GetProperty("score").GetDouble(),
            Duration = Seconds(result),
            RuleTime = Seconds(result, "rule_seconds"),
            Hits = List(result, "hits", ReadHit),
            ShadowHits = List(result, "shadow_hits", ReadHit),
            Failures = List(result, "failures", static failure => new FailureRecord(Text(failure, "rule"), Text(failure, "reason"))),
            Checks = List(
                result,
                "checks",
                static check => new CheckRecord(Text(check, "check"), Parse<CheckOutcome>(Text(check, "outcome")), Seconds(check), Text(check, "error"))),
        };

    private static void WriteHit(Utf8JsonWriter writer, HitRecord hit)
    {
        writer.WriteString("rule", hit.Rule);
        writer.WriteNumber("score", hit.Score);
        writer.WriteNumber("raw_score", hit.RawScore);
        writer.WriteStartArray("facts");
        foreach (string fact in hit.Facts)
        {
            writer.WriteStringValue(fact);
        }

        writer.WriteEndArray();
    }

    private static HitRecord ReadHit(JsonElement hit) => new(
        Text(hit, "rule"),
        hit.GetProperty("score").GetDouble(),
        hit.GetProperty("raw_score").GetDouble(),
        [.. hit.GetProperty("facts").EnumerateArray().Select(fact => fact.GetString() ?? "")]);

    private static void WriteList<T>(Utf8JsonWriter writer, string name, IReadOnlyList<T> items, Action<Utf8JsonWriter, T> write)
    {
        writer.WriteStartArray(name);
        foreach (T item in items)
        {
            writer.WriteStartObject();
            write(writer, item);
            writer.WriteEndObject();
        }

        writer.WriteEndArray();
    }

    private static List<T> List<T>(JsonElement parent, string name, Func<JsonElement, T> read) => [.. parent.GetProperty(name).EnumerateArray().Select(read)];

    private static string Text(JsonElement parent, string name) => parent.GetProperty(name).GetString() ?? "";

    // Records of an earlier version lack some durations.
    private static TimeSpan Seconds(JsonElement parent, string name = "seconds") =>
        parent.TryGetProperty(name, out JsonElement value) ? TimeSpan.FromSeconds(Math.Clamp(value.GetDouble(), 0, TimeSpan.FromDays(365).TotalSeconds)) : TimeSpan.Zero;

    private static string Word<T>(T value)
        where T : struct, Enum => value.ToString().ToLowerInvariant();

    private static T Parse<T>(string word)
        where T : struct, Enum =>
        Enum.TryParse(word, ignoreCase: true, out T value) && Enum.IsDefined(value) ? value : throw new FormatException($"'{word}' is no {typeof(T).Name}");
}
