using MailGate.Filtering.Rules.Yaml;

namespace MailGate.Filtering.Rules.Syntax;

/// <summary>What stands in one rule file, read but not yet checked against other files and the schema.</summary>
internal sealed class RuleFileSyntax
{
    public List<RuleSyntax> Rules { get; } = [];

    public List<(YamlScalar Name, RuleGroup Group)> Groups { get; } = [];

    /// <summary>Lists: a file name, or the entries themselves.</summary>
    public List<(YamlScalar Name, YamlScalar? File, IReadOnlyList<YamlScalar> Entries)> Lists { get; } = [];

    public List<(YamlScalar Key, RuleAction Action, double Score)> Thresholds { get; } = [];
}
