using System.Globalization;
using MailGate.Filtering.Pipeline.Facts;
using MailGate.Filtering.Rules.Templates;
using MailGate.Filtering.Rules.Yaml;

namespace MailGate.Filtering.Rules.Syntax;

/// <summary>Reads one rule: the table of a rule's keys.</summary>
internal sealed class RuleReader
{
    private const long MaxDelaySeconds = 60;

    private static readonly Dictionary<string, RuleMode> Modes = new()
    {
        ["enforce"] = RuleMode.Enforce,
        ["shadow"] = RuleMode.Shadow,
        ["off"] = RuleMode.Off,
    };

    private static readonly Dictionary<string, ErrorPolicy> ErrorPolicies = new()
    {
        ["ignore"] = ErrorPolicy.Ignore,
        ["defer"] = ErrorPolicy.Defer,
        ["tag"] = ErrorPolicy.Tag,
    };

    private static readonly Dictionary<string, RuleAction> Actions = RuleActionNames.All.ToDictionary(
        name => name,
        name => RuleActionNames.TryParse(name, out RuleAction action) ? action : default);

    private readonly MappingReader _mappings;
    private readonly Dictionary<string, Action<RuleSyntax, YamlScalar, YamlNode>> _keys;
    private readonly Dictionary<string, Action<RuleSyntax, YamlScalar, YamlNode>> _rewriteKeys;

    public RuleReader(MappingReader mappings)
    {
        _mappings = mappings;
        _keys = new()
        {
            ["name"] = (rule, key, node) => rule.Name = mappings.Scalar(key, node),
            ["description"] = (rule, key, node) => rule.Description = mappings.Scalar(key, node)?.Value ?? "",
            ["stage"] = (rule, key, node) => rule.Stage = mappings.Scalar(key, node),
            ["when"] = (rule, key, node) => rule.When = mappings.Scalar(key, node),
            ["score"] = (rule, key, node) => rule.Score = mappings.Scalar(key, node),
            ["action"] = (rule, key, node) => rule.Action = mappings.Choice(key, node, Actions),
            ["reply"] = (rule, key, node) => rule.Reply = mappings.Scalar(key, node),
            ["mode"] = (rule, key, node) => rule.Mode = mappings.Choice(key, node, Modes),
            ["on_error"] = (rule, key, node) => rule.OnError = mappings.Choice(key, node, ErrorPolicies),
            ["sample"] = ReadSample,
            ["group"] = (rule, key, node) => rule.Group = mappings.Scalar(key, node),
            ["tags"] = (rule, key, node) => rule.Tags.AddRange(mappings.Scalars(key, node).Select(tag => tag.Value)),
            ["add_header"] = (rule, key, node) => ReadHeaders(rule, EffectKind.AddHeader, key, node),
            ["replace_header"] = (rule, key, node) => ReadHeaders(rule, EffectKind.ReplaceHeader, key, node),
            ["rename_header"] = (rule, key, node) => ReadHeaders(rule, EffectKind.RenameHeader, key, node),
            ["remove_header"] = (rule, key, node) => rule.Effects.AddRange(
                mappings.Scalars(key, node).Select(name => new EffectSyntax(EffectKind.RemoveHeader, name, name.Value))),
            ["prefix_subject"] = (rule, key, node) => AddEffects(rule, EffectKind.PrefixSubject, key, node),
            ["rewrite"] = (rule, _, node) => mappings.Read(node, "'rewrite'", _rewriteKeys!, rule),
            ["redirect"] = (rule, key, node) => AddEffects(rule, EffectKind.Redirect, key, node),
            ["bcc"] = (rule, key, node) => AddEffects(rule, EffectKind.Bcc, key, node),
            ["route"] = (rule, key, node) => AddEffects(rule, EffectKind.Route, key, node),
            ["delay"] = ReadDelay,
        };
        _rewriteKeys = new()
        {
            ["mail_from"] = (rule, key, node) => AddEffects(rule, EffectKind.RewriteMailFrom, key, node),
            ["rcpt"] = (rule, key, node) => AddEffects(rule, EffectKind.RewriteRcpt, key, node),
        };
    }

    /// <summary>Reads a rule; after a mistake what is good of it is kept, so that the rest is checked, too.</summary>
    public RuleSyntax Read(YamlNode node)
    {
        RuleSyntax rule = new(node.Place);
        _mappings.Read(node, "a rule", _keys, rule);
        return rule;
    }

    private void AddEffects(RuleSyntax rule, EffectKind kind, YamlScalar key, YamlNode node) =>
        rule.Effects.AddRange(_mappings.Scalars(key, node).Select(text => new EffectSyntax(kind, text)));

    private void ReadHeaders(RuleSyntax rule, EffectKind kind, YamlScalar key, YamlNode node)
    {
        if (node is not YamlMapping headers)
        {
            _mappings.Fail(node, $"'{key.Value}' wants names with values: {{ X-Name: {(kind == EffectKind.RenameHeader ? "X-New-Name" : "text")} }}");
            return;
        }

        foreach ((YamlScalar name, YamlNode value) in headers.Entries)
        {
            rule.Effects.AddRange(_mappings.Scalars(name, value).Select(text => new EffectSyntax(kind, text, name.Value)));
        }
    }

    private void ReadSample(RuleSyntax rule, YamlScalar key, YamlNode node)
    {
        if (_mappings.Scalar(key, node) is not { } scalar)
        {
            return;
        }

        if (scalar.Value.EndsWith('%')
            && double.TryParse(scalar.Value.AsSpan()[..^1], NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out double percent)
            && percent <= 100)
        {
            rule.Sample = percent / 100;
        }
        else
        {
            _mappings.Fail(scalar, $"'sample' is a share such as 10%, not '{scalar.Value}'");
        }
    }

    private void ReadDelay(RuleSyntax rule, YamlScalar key, YamlNode node)
    {
        if (_mappings.Scalar(key, node) is not { } scalar)
        {
            return;
        }

        if (FactTime.TryParseDuration(scalar.Value, out FactValue time) && time.DurationNanoseconds is > 0 and <= MaxDelaySeconds * 1_000_000_000)
        {
            TimeSpan delay = TimeSpan.FromTicks(time.DurationNanoseconds / TimeSpan.NanosecondsPerTick);
            rule.Effects.Add(new EffectSyntax(EffectKind.Delay, scalar, Delay: delay));
        }
        else
        {
            _mappings.Fail(scalar, $"'delay' is a time of up to {MaxDelaySeconds}s such as 5s, not '{scalar.Value}'");
        }
    }
}
