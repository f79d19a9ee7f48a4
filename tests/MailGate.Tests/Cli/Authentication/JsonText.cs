using System.Text.Json;

namespace MailGate.Tests.Cli.Authentication;

/// <summary>Short ways into JSON.</summary>
internal static class JsonText
{
    /// <summary>A property as text: strings without quotes, null for null.</summary>
    public static string? Text(this JsonElement json, string property) =>
        json.GetProperty(property) is { ValueKind: not JsonValueKind.Null } value ? value.ToString() : null;

    public static string[] Texts(this JsonElement array, string property) => [.. array.EnumerateArray().Select(item => item.Text(property) ?? "null")];
}
