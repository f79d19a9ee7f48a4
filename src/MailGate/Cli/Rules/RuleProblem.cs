using MailGate.Filtering.Rules;

namespace MailGate.Cli.Rules;

/// <summary>A mistake in a rule file, for programs.</summary>
internal sealed record RuleProblem(string File, int Line, int Column, string Message)
{
    public static RuleProblem Of(RuleError error) => new(error.File, error.Line, error.Column, error.Message);
}
