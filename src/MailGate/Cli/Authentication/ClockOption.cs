using System.CommandLine;
using System.CommandLine.Parsing;

namespace MailGate.Cli.Authentication;

/// <summary><c>--time</c>: the clock of a command.</summary>
internal static class ClockOption
{
    public static Option<DateTimeOffset?> Create() => new("--time")
    {
        HelpName = "TIME",
        Description = "Act as at this time: ISO 8601 (2026-01-31T12:00:00Z, UTC without an offset) or Unix seconds",
        CustomParser = Parse,
    };

    /// <summary>The time that was given, else the real one.</summary>
    public static DateTimeOffset Now(DateTimeOffset? given) => given ?? TimeProvider.System.GetUtcNow();

    private static DateTimeOffset? Parse(ArgumentResult result)
    {
        string text = result.Tokens[0].Value;
        if (ClockText.TryParse(text, out DateTimeOffset time))
        {
            return time;
        }

        result.AddError($"--time: '{text}' is neither ISO 8601, such as 2026-01-31T12:00:00Z, nor Unix seconds");
        return null;
    }
}
