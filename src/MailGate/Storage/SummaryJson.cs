using System.Text.Encodings.Web;
using System.Text.Json;
using MailGate.Observability.History;

namespace MailGate.Storage;

/// <summary>Summaries as the journal stores them.</summary>
internal static class SummaryJson
{
    private static readonly JsonSerializerOptions Options = new()
    {
        PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower,
        DefaultIgnoreCondition = System.Text.Json.Serialization.JsonIgnoreCondition.WhenWritingDefault,
        // Never shown as it is; so most searches need not parse what cannot match.
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    };

    public static string Write(TransactionSummary summary) => JsonSerializer.Serialize(summary, Options);

    /// <summary>Null for what is no summary of this version.</summary>
    public static TransactionSummary? Read(string json)
    {
        try
        {
            return JsonSerializer.Deserialize<TransactionSummary>(json, Options);
        }
        catch (JsonException)
        {
            return null;
        }
    }

    /// <summary>False when the summary of this JSON cannot match: seen without parsing it.</summary>
    public static bool MayMatch(string json, TransactionFilter filter) => May(json, filter.Text) && May(json, filter.Verdict) && May(json, filter.Rule);

    private static bool May(string json, string text) =>
        text.AsSpan().ContainsAny('"', '\\') || text.AsSpan().ContainsAnyExceptInRange(' ', '~') || json.Contains(text, StringComparison.OrdinalIgnoreCase);
}
