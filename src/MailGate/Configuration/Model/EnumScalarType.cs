using System.Reflection;
using System.Text.Json;
using System.Text.Json.Nodes;
using MailGate.Configuration.Binding;

namespace MailGate.Configuration.Model;

/// <summary>A choice of words: the members' names in snake_case, or what <see cref="SettingNameAttribute"/> says.</summary>
internal sealed class EnumScalarType<T> : ScalarType
    where T : struct, Enum
{
    private static readonly (string Name, T Value)[] Words = [.. typeof(T).GetFields(BindingFlags.Public | BindingFlags.Static).Select(field => (
        field.GetCustomAttribute<SettingNameAttribute>()?.Name ?? JsonNamingPolicy.SnakeCaseLower.ConvertName(field.Name),
        (T)field.GetValue(null)!))];

    public override string Expected => "one of " + string.Join(", ", Words.Select(w => w.Name));

    public override JsonObject Schema => new() { ["enum"] = new JsonArray([.. Words.Select(w => Literal(w.Name))]) };

    public override bool TryParse(string text, string folder, out object? value, out string? problem)
    {
        problem = null;
        foreach ((string name, T word) in Words)
        {
            if (name == text)
            {
                value = word;
                return true;
            }
        }

        value = null;
        problem = $"expected {Expected}, found '{text}'{NearestName.Hint(text, Words.Select(w => w.Name))}";
        return false;
    }

    public override string Format(object value) => Words.First(w => w.Value.Equals(value)).Name;

    // Editors read `1.2` and `252` in a file as numbers.
    private static JsonNode Literal(string name) => double.TryParse(name, System.Globalization.CultureInfo.InvariantCulture, out double number) ? number : name;
}
