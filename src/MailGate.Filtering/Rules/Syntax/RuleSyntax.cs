using MailGate.Filtering.Rules.Templates;
using MailGate.Filtering.Rules.Yaml;

namespace MailGate.Filtering.Rules.Syntax;

/// <summary>One rule as it was written; texts that are yet to be compiled keep their places.</summary>
internal sealed class RuleSyntax(SourcePlace place)
{
    public SourcePlace Place => place;

    public YamlScalar? Name { get; set; }

    public YamlScalar? Stage { get; set; }

    public YamlScalar? When { get; set; }

    public YamlScalar? Score { get; set; }

    public RuleAction Action { get; set; }

    public YamlScalar? Reply { get; set; }

    public RuleMode Mode { get; set; }

    public ErrorPolicy OnError { get; set; }

    public double Sample { get; set; } = 1;

    public YamlScalar? Group { get; set; }

    public string Description { get; set; } = "";

    public List<string> Tags { get; } = [];

    public List<EffectSyntax> Effects { get; } = [];
}

/// <summary>An effect as it was written.</summary>
/// <param name="Text">The header's value, the address, the prefix, ...</param>
internal sealed record EffectSyntax(EffectKind Kind, YamlScalar Text, string Name = "", TimeSpan Delay = default);
