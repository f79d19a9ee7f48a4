using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace MailGate.Cli;

/// <summary>
/// What a verb prints: lines for people, or with <c>--json</c> one JSON object a line with snake_case names.
/// Control characters of what is printed are escaped, so that nothing that came by mail drives the terminal.
/// </summary>
internal sealed class Output(TextWriter standard, TextWriter error, bool json)
{
    private static readonly JsonSerializerOptions JsonOptions = new(JsonSerializerDefaults.General)
    {
        PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower,
        DefaultIgnoreCondition = JsonIgnoreCondition.Never,
        // Not for HTML: mail texts stay readable. Control characters and quotes are escaped all the same.
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
        Converters = { new JsonStringEnumConverter(JsonNamingPolicy.SnakeCaseLower) },
    };

    /// <summary>True when the user asked for JSON: then only <see cref="WriteJson{T}"/> may print to standard output.</summary>
    public bool Json { get; } = json;

    /// <summary>Standard output without escaping, for what is itself a file format such as a schema or a signed message.</summary>
    public TextWriter Standard { get; } = standard;

    /// <summary>Prints one line for people.</summary>
    public void Line(string text = "") => Standard.WriteLine(Printable(text));

    /// <summary>Prints one value as one line of JSON.</summary>
    public void WriteJson<T>(T value) => Standard.WriteLine(JsonSerializer.Serialize(value, JsonOptions));

    /// <summary>Prints <paramref name="value"/> with <c>--json</c>, else lets <paramref name="forPeople"/> print it.</summary>
    public void Write<T>(T value, Action<T> forPeople)
    {
        if (Json)
        {
            WriteJson(value);
        }
        else
        {
            forPeople(value);
        }
    }

    /// <summary>Prints <c>mailgate: text</c> to standard error.</summary>
    public void Error(string text) => error.WriteLine("mailgate: " + Printable(text));

    /// <summary>Prints a line to standard error as it is, for notes and progress.</summary>
    public void Note(string text) => error.WriteLine(Printable(text));

    /// <summary>The text with control characters, line separators and bidirectional overrides written as <c>\u{..}</c>; line feed and tab stay.</summary>
    public static string Printable(string text) =>
        text.AsSpan().IndexOfAnyExceptInRange(' ', '~') < 0
            ? text
            : string.Concat(text.Select(c => IsUnsafe(c) ? $"\\u{{{(int)c:x}}}" : c.ToString()));

    /// <summary>True for controls, line separators and bidirectional overrides, but for line feed and tab.</summary>
    public static bool IsUnsafe(char c) =>
        c is not ('\n' or '\t') && (char.IsControl(c) || c is '\u2028' or '\u2029' or '\u061c' or (>= '\u200e' and <= '\u200f') or (>= '\u202a' and <= '\u202e') or (>= '\u2066' and <= '\u2069'));
}
