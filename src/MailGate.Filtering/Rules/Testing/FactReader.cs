using System.Globalization;
using System.Net;
using MailGate.Filtering.Pipeline.Facts;
using MailGate.Filtering.Rules.Expressions;
using MailGate.Filtering.Rules.Syntax;
using MailGate.Filtering.Rules.Yaml;

namespace MailGate.Filtering.Rules.Testing;

/// <summary>Reads facts of rule tests: by dotted names or in groups, lists of objects as lists of mappings.</summary>
internal sealed class FactReader(MappingReader mappings)
{
    /// <summary>Every fact with the default of its type; those without one, such as dates, are unknown.</summary>
    public static FactSet Defaults()
    {
        FactSet facts = new();
        foreach (Fact fact in facts.Schema.Facts)
        {
            facts.Set(fact, DefaultOf(fact.Type));
        }

        return facts;
    }

    /// <summary>Reads a mapping of names to values or to groups of them.</summary>
    public void Read(YamlNode node, string group, FactSet facts)
    {
        if (node is not YamlMapping mapping)
        {
            mappings.Fail(node, "expected facts: names with values");
            return;
        }

        foreach ((YamlScalar key, YamlNode value) in mapping.Entries)
        {
            string path = group.Length == 0 ? key.Value : $"{group}.{key.Value}";
            if (facts.Schema.TryFind(path, out Fact? fact))
            {
                facts.Set(fact, ReadValue(key, value, fact.Type));
            }
            else if (facts.Schema.IsGroup(path))
            {
                Read(value, path, facts);
            }
            else
            {
                mappings.Fail(key, $"unknown fact '{path}'{NearestName.Suggest(path, facts.Schema.Facts.Select(known => known.Path))}");
            }
        }
    }

    /// <summary>Reads header fields: <c>{ Subject: text, Received: [ a, b ] }</c>.</summary>
    public void ReadHeaders(YamlNode node, FactSet facts)
    {
        if (node is not YamlMapping mapping)
        {
            mappings.Fail(node, "'headers' wants names with values");
            return;
        }

        List<FactObject> headers = [];
        foreach ((YamlScalar key, YamlNode value) in mapping.Entries)
        {
            foreach (YamlScalar text in mappings.Scalars(key, value))
            {
                headers.Add(new FactRecord(HeaderFact.Type).Set(HeaderFact.Name, FactValue.Of(key.Value)).Set(HeaderFact.Value, FactValue.Of(text.Value)));
            }
        }

        facts.Set(MailFacts.MessageHeaders, FactValue.Of(headers));
    }

    /// <summary>Reads answers to questions: <c>{ 'dnsbl("zen.example")': true }</c>.</summary>
    public void ReadAnswers(YamlNode node, FactSet facts)
    {
        if (node is not YamlMapping mapping)
        {
            mappings.Fail(node, "'answers' wants calls with values");
            return;
        }

        foreach ((YamlScalar key, YamlNode value) in mapping.Entries)
        {
            if (ReadCall(key, facts.Schema) is { } call)
            {
                facts.SetAnswer(call, ReadValue(key, value, call.Function.Result));
            }
        }
    }

    private static FactValue DefaultOf(FactType type) => type.Kind switch
    {
        FactKind.Bool => FactValue.False,
        FactKind.Int => FactValue.Of(0L),
        FactKind.Double => FactValue.Of(0.0),
        FactKind.String or FactKind.Domain => FactValue.EmptyString,
        FactKind.List => FactValue.Of(FactList.Empty),
        FactKind.Ip => FactValue.Of(IPAddress.Parse("192.0.2.1")),
        _ => FactValue.Missing,
    };

    // The call is an expression of literals, so the language's own compiler reads it: its one question is the call.
    private FactCall? ReadCall(YamlScalar key, FactSchema schema)
    {
        FactSet nothing = new(schema);
        if (Expression.TryCompile(key.Value, new ExpressionScope(schema), out Expression? expression, out IReadOnlyList<ExpressionError> errors)
            && expression.Functions.Count == 1)
        {
            QuestionRecorder recorder = new(nothing);
            expression.Evaluate(recorder);
            if (recorder.Questions.Count == 1)
            {
                return recorder.Questions.First();
            }
        }

        mappings.Fail(key, errors.Count > 0 ? errors[0].Message : $"'{key.Value}' is not a call such as dnsbl(\"zen.example\")");
        return null;
    }

    private FactValue ReadValue(YamlScalar key, YamlNode node, FactType type)
    {
        if (node is YamlScalar { IsPlain: true, Value: "~" or "null" or "" })
        {
            return FactValue.Missing;
        }

        return type.Kind switch
        {
            FactKind.List => ReadList(key, node, type.Element!),
            FactKind.Object => ReadObject(node, type.Fields!),
            _ => mappings.Scalar(key, node) is { } scalar ? ReadScalar(key, scalar, type.Kind) : FactValue.Missing,
        };
    }

    private FactValue ReadScalar(YamlScalar key, YamlScalar scalar, FactKind kind)
    {
        string text = scalar.Value;
        FactValue value = default;
        switch (kind)
        {
            case FactKind.String or FactKind.Domain:
                value = FactValue.Of(text);
                break;
            case FactKind.Bool when text is "true" or "false":
                value = FactValue.Of(text == "true");
                break;
            case FactKind.Int when long.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out long number):
                value = FactValue.Of(number);
                break;
            case FactKind.Double when double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out double number):
                value = FactValue.Of(number);
                break;
            case FactKind.Ip when Networks.TryParseAddress(text, out IPAddress address):
                value = FactValue.Of(address);
                break;
            case FactKind.Timestamp:
                FactTime.TryParseTimestamp(text, out value);
                break;
            case FactKind.Duration:
                FactTime.TryParseDuration(text, out value);
                break;
        }

        if (value.Kind == FactKind.Missing)
        {
            mappings.Fail(scalar, $"'{key.Value}' is of type {kind.ToString().ToLowerInvariant()}, not '{text}'");
        }

        return value;
    }

    private FactValue ReadList(YamlScalar key, YamlNode node, FactType element)
    {
        if (node is not YamlSequence sequence)
        {
            mappings.Fail(node, $"'{key.Value}' is a list");
            return FactValue.Missing;
        }

        return FactValue.Of(FactList.Of([.. sequence.Items.Select(item => ReadValue(key, item, element))]));
    }

    private FactValue ReadObject(YamlNode node, FactObjectType type)
    {
        FactRecord record = new(type);
        Dictionary<string, Action<FactRecord, YamlScalar, YamlNode>> keys = [];
        foreach (FactField field in type.Fields)
        {
            record.Set(field, DefaultOf(field.Type));
            keys[field.Name] = (target, key, value) => target.Set(field, ReadValue(key, value, field.Type));
        }

        mappings.Read(node, $"a {type.Name}", keys, record);
        return FactValue.Of(record);
    }
}
