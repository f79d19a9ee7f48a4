using System.Globalization;

namespace MailGate.Filtering.Rules;

/// <summary>A mistake in a rule file or list, for its author.</summary>
/// <param name="File">As it was named to the loader.</param>
/// <param name="Line">From 1; 0 when the file as a whole is meant.</param>
/// <param name="Column">From 1; 0 when the line as a whole is meant.</param>
public readonly record struct RuleError(string File, int Line, int Column, string Message)
{
    /// <summary><c>file:line:column: message</c>, the form that editors jump to.</summary>
    public override string ToString() => (Line, Column) switch
    {
        (0, _) => $"{File}: {Message}",
        (_, 0) => string.Create(CultureInfo.InvariantCulture, $"{File}:{Line}: {Message}"),
        _ => string.Create(CultureInfo.InvariantCulture, $"{File}:{Line}:{Column}: {Message}"),
    };
}
