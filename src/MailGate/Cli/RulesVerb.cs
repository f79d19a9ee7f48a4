using System.CommandLine;
using MailGate.Cli.Rules;

namespace MailGate.Cli;

/// <summary><c>mailgate rules check</c>, <c>list</c>, <c>test</c> and <c>explain</c>.</summary>
internal sealed class RulesVerb : ICliVerb
{
    public Command Create() => new("rules", "Check, list, test and explain rules")
    {
        new RulesCheckCommand().Create(),
        new RulesListCommand().Create(),
        new RulesTestCommand().Create(),
        new RulesExplainCommand().Create(),
    };
}
