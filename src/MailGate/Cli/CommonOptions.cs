using System.CommandLine;

namespace MailGate.Cli;

/// <summary>Options that mean the same in every verb that has them. Each call makes a new one: an option belongs to one command.</summary>
internal static class CommonOptions
{
    public const string JsonName = "--json";

    /// <summary><c>--json</c>; <see cref="CommandExtensions"/> reads it by its name.</summary>
    public static Option<bool> Json() => new(JsonName) { Description = "Print JSON instead of text" };

    /// <summary><c>-c</c>, <c>--config</c>: null when not given.</summary>
    public static Option<string?> Config() => new("--config", "-c")
    {
        Description = "Configuration file (default: mailgate.yaml here, else /etc/mailgate/mailgate.yaml)",
        HelpName = "FILE",
    };
}
