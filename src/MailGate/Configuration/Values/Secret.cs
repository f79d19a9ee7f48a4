namespace MailGate.Configuration.Values;

/// <summary>A password or token that is never printed.</summary>
internal sealed record Secret(string Value)
{
    public override string ToString() => "***";

    internal static bool TryParse(string text, string folder, out Secret? value, out string? problem)
    {
        value = new Secret(text);
        problem = text.Any(char.IsControl) ? "control characters have no place in a password or token" : null;
        return problem is null;
    }
}
