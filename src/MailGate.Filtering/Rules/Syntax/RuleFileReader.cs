using MailGate.Filtering.Rules.Yaml;

namespace MailGate.Filtering.Rules.Syntax;

/// <summary>Reads a rule file's top level: <c>rules</c>, <c>groups</c>, <c>lists</c> and <c>thresholds</c>.</summary>
internal sealed class RuleFileReader
{
    private static readonly Dictionary<string, RuleAction> ThresholdNames = new(StringComparer.Ordinal)
    {
        ["reject"] = RuleAction.Reject,
        ["quarantine"] = RuleAction.Quarantine,
        ["tag"] = RuleAction.Tag,
        ["add_header"] = RuleAction.Tag,
        ["greylist"] = RuleAction.Greylist,
    };

    private readonly MappingReader _mappings;
    private readonly RuleReader _rules;
    private readonly Dictionary<string, Action<RuleFileSyntax, YamlScalar, YamlNode>> _keys;

    private RuleFileReader(List<RuleError> errors)
    {
        _mappings = new MappingReader(errors);
        _rules = new RuleReader(_mappings);
        _keys = new()
        {
            ["rules"] = ReadRules,
            ["groups"] = ReadGroups,
            ["lists"] = ReadLists,
            ["thresholds"] = ReadThresholds,
        };
    }

    /// <summary>Reads a file's root; mistakes are added to <paramref name="errors"/>, and what is good is kept.</summary>
    public static RuleFileSyntax Read(YamlNode root, List<RuleError> errors)
    {
        RuleFileSyntax file = new();
        RuleFileReader reader = new(errors);
        reader._mappings.Read(root, "a rule file", reader._keys, file);
        return file;
    }

    private void ReadRules(RuleFileSyntax file, YamlScalar key, YamlNode value)
    {
        if (value is not YamlSequence sequence)
        {
            _mappings.Fail(value, "'rules' is a list: each rule begins with '- name:'");
            return;
        }

        foreach (YamlNode item in sequence.Items)
        {
            file.Rules.Add(_rules.Read(item));
        }
    }

    private void ReadGroups(RuleFileSyntax file, YamlScalar key, YamlNode value)
    {
        foreach ((YamlScalar name, YamlNode node) in EntriesOf(key, value))
        {
            double? maxScore = null;
            string description = "";
            Dictionary<string, Action<RuleFileSyntax, YamlScalar, YamlNode>> keys = new()
            {
                ["max_score"] = (_, inner, number) => maxScore = _mappings.Number(inner, number),
                ["description"] = (_, inner, text) => description = _mappings.Scalar(inner, text)?.Value ?? "",
            };
            _mappings.Read(node, "a group", keys, file);
            if (maxScore <= 0)
            {
                _mappings.Fail(node, "'max_score' is above 0");
            }

            file.Groups.Add((name, new RuleGroup(name.Value, maxScore, description)));
        }
    }

    private void ReadLists(RuleFileSyntax file, YamlScalar key, YamlNode value)
    {
        foreach ((YamlScalar name, YamlNode node) in EntriesOf(key, value))
        {
            if (node is YamlSequence entries)
            {
                file.Lists.Add((name, null, [.. entries.Items.Select(item => _mappings.Scalar(name, item)).OfType<YamlScalar>()]));
            }
            else if (_mappings.Scalar(name, node) is { } path)
            {
                file.Lists.Add((name, path, []));
            }
        }
    }

    private void ReadThresholds(RuleFileSyntax file, YamlScalar key, YamlNode value)
    {
        Dictionary<string, Action<RuleFileSyntax, YamlScalar, YamlNode>> keys = ThresholdNames.ToDictionary(
            name => name.Key,
            name => (Action<RuleFileSyntax, YamlScalar, YamlNode>)((target, inner, node) =>
            {
                // Nothing or "off" switches a threshold off.
                if (node is not YamlScalar { IsPlain: true, Value: "" or "~" or "null" or "off" } && _mappings.Number(inner, node) is { } score)
                {
                    target.Thresholds.Add((inner, name.Value, score));
                }
            }));
        _mappings.Read(value, "'thresholds'", keys, file);
    }

    private List<KeyValuePair<YamlScalar, YamlNode>> EntriesOf(YamlScalar key, YamlNode value)
    {
        if (value is YamlMapping mapping)
        {
            return mapping.Entries;
        }

        _mappings.Fail(value, $"'{key.Value}' wants names with values");
        return [];
    }
}
