using System.Collections;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using MailGate.Configuration.Sections;
using MailGate.Configuration.Values;

namespace MailGate.Configuration.Model;

/// <summary>All settings of a section, flat: each with its path and its value as it can be written. Secrets are hidden.</summary>
internal static class SettingsDump
{
    private static readonly JsonSerializerOptions Json = new() { Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>One setting.</summary>
    /// <param name="Path">Such as <c>routes[0].targets[1].host</c>.</param>
    /// <param name="Value">As in YAML: <c>null</c> and <c>[]</c> for nothing.</param>
    internal readonly record struct Line(string Path, string Value, SettingModel Setting);

    public static IEnumerable<Line> Of(object section, string prefix = "")
    {
        foreach (SettingModel setting in SectionModel.Of(section.GetType()).Settings)
        {
            string path = prefix + setting.Name;
            object? value = setting.Get(section);
            IEnumerable<Line> lines = setting.Kind switch
            {
                SettingKind.Section when value is not null => Of(value, path + "."),
                SettingKind.SectionList when value is IList { Count: > 0 } list => list.Cast<object>().SelectMany((item, i) => Of(item, $"{path}[{i}].")),
                _ => [new Line(path, Format(setting, value), setting)],
            };
            foreach (Line line in lines)
            {
                yield return line;
            }
        }
    }

    /// <summary>Hex digits over all values, secrets included.</summary>
    public static string HashOf(RootSection root)
    {
        var text = new StringBuilder();
        foreach (Line line in Of(root))
        {
            text.Append(line.Path).Append('=').Append(line.Value).Append('\n');
        }

        foreach (Secret? secret in (Secret?[])[root.Admin.Token, .. root.Routes.Select(r => r.Auth?.Password), .. root.Tls.Certificates.Select(c => c.Password)])
        {
            text.Append(secret?.Value).Append('\n');
        }

        return Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text.ToString())).AsSpan(0, 8));
    }

    /// <summary>One value as it can be written.</summary>
    public static string Format(SettingModel setting, object? value) => value switch
    {
        null => "null",
        IEnumerable list and not string when setting.Kind is SettingKind.ScalarList or SettingKind.SectionList => FormatList(setting, list),
        _ => FormatScalar(setting.Scalar!, value),
    };

    private static string FormatList(SettingModel setting, IEnumerable list)
    {
        string[] items = [.. list.Cast<object>().Select(item => FormatScalar(setting.Scalar!, item))];
        return items.Length == 0 ? "[]" : $"[ {string.Join(", ", items)} ]";
    }

    private static string FormatScalar(ScalarType type, object value)
    {
        string text = type.Format(value);
        // JSON strings are YAML strings.
        return type.NeedsQuotes || text.Length == 0 || text is "null" or "~" || text.AsSpan().ContainsAny(":#{}[],&*!|>'\"%@`$") || text[0] is '-' or '?' or ' ' || text[^1] == ' '
            ? JsonSerializer.Serialize(text, Json)
            : text;
    }
}
