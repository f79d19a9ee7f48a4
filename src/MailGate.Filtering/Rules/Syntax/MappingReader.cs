using MailGate.Filtering.Rules.Expressions;
using MailGate.Filtering.Rules.Yaml;

namespace MailGate.Filtering.Rules.Syntax;

/// <summary>Reads a mapping by a table of its keys; unknown ones are errors with the nearest known name. Errors are collected, nothing is thrown.</summary>
internal sealed class MappingReader(List<RuleError> errors)
{
    /// <summary>Hands each value to its key's reader.</summary>
    public void Read<T>(YamlNode node, string what, IReadOnlyDictionary<string, Action<T, YamlScalar, YamlNode>> keys, T target)
    {
        if (node is not YamlMapping mapping)
        {
            Fail(node, $"expected {what}: keys with values");
            return;
        }

        foreach ((YamlScalar key, YamlNode value) in mapping.Entries)
        {
            if (keys.TryGetValue(key.Value, out Action<T, YamlScalar, YamlNode>? read))
            {
                read(target, key, value);
            }
            else
            {
                Fail(key, $"unknown key '{key.Value}' in {what}{NearestName.Suggest(key.Value, keys.Keys)}");
            }
        }
    }

    public void Fail(YamlNode node, string message) => errors.Add(node.Place.Error(message));

    /// <summary>The scalar, or null after an error.</summary>
    public YamlScalar? Scalar(YamlScalar key, YamlNode node)
    {
        if (node is YamlScalar scalar && !(scalar.IsPlain && scalar.Value is "" or "~" or "null"))
        {
            return scalar;
        }

        Fail(node, $"'{key.Value}' wants one value");
        return null;
    }

    /// <summary>One value or a list of them.</summary>
    public IEnumerable<YamlScalar> Scalars(YamlScalar key, YamlNode node) =>
        node is YamlSequence sequence ? sequence.Items.Select(item => Scalar(key, item)).OfType<YamlScalar>() : Scalar(key, node) is { } scalar ? [scalar] : [];

    /// <summary>One of the named values; the default of the type after an error.</summary>
    public T Choice<T>(YamlScalar key, YamlNode node, IReadOnlyDictionary<string, T> choices)
        where T : struct
    {
        if (Scalar(key, node) is not { } scalar)
        {
            return default;
        }

        if (!choices.TryGetValue(scalar.Value, out T value))
        {
            Fail(scalar, $"'{key.Value}' is one of {string.Join(", ", choices.Keys)}, not '{scalar.Value}'{NearestName.Suggest(scalar.Value, choices.Keys)}");
        }

        return value;
    }

    /// <summary>A number within the range of scores.</summary>
    public double? Number(YamlScalar key, YamlNode node)
    {
        if (Scalar(key, node) is not { } scalar)
        {
            return null;
        }

        if (ScoreText.TryParse(scalar.Value, out double number))
        {
            return number;
        }

        Fail(scalar, $"'{key.Value}' is a number from -{Judgement.MaxScore} to {Judgement.MaxScore}, not '{scalar.Value}'");
        return null;
    }
}
