using System.CommandLine;
using MailGate.Cli.Scanning;
using MailGate.Filtering.Rules;
using MailGate.Filtering.Rules.Loading;
using MailGate.Handling.Policy;

namespace MailGate.Cli.Rules;

/// <summary>Which rules a command is about: those of <c>--rules</c>, else of the configuration, else the built-in ones.</summary>
internal static class RuleLocation
{
    public static Option<string?> Option() => ToolSettings.RulesOption();

    /// <summary>The file or folder.</summary>
    /// <exception cref="CliException">The configuration has errors.</exception>
    public static string PathOf(ParseResult parse, Option<string?> rules, Option<string?> config) =>
        parse.GetValue(rules) ?? ToolSettings.Load(parse.GetValue(config), null).Rules.Path?.Full ?? PolicyEngine.BuiltInRules;

    /// <summary>The rules at a path.</summary>
    /// <exception cref="CliException">They have mistakes; the message names them all.</exception>
    public static RuleSet Load(string path)
    {
        RuleSetResult result = RuleFolder.Load(path);
        return result.RuleSet ?? throw new CliException(string.Join('\n', result.Errors.Select(error => error.ToString())));
    }
}
