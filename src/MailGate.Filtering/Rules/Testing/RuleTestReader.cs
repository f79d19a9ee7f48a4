using System.Text;
using MailGate.Filtering.Pipeline;
using MailGate.Filtering.Pipeline.Facts;
using MailGate.Filtering.Rules.Loading;
using MailGate.Filtering.Rules.Syntax;
using MailGate.Filtering.Rules.Yaml;

namespace MailGate.Filtering.Rules.Testing;

/// <summary>Reads rule test files: <c>tests:</c> with a list of cases.</summary>
public sealed class RuleTestReader
{
    private static readonly Dictionary<string, Stage> Stages = Enum.GetValues<Stage>().ToDictionary(stage => stage.ToString().ToLowerInvariant());

    private static readonly Dictionary<string, RuleAction> Actions = RuleActionNames.All.Append("none").ToDictionary(
        name => name,
        name => RuleActionNames.TryParse(name, out RuleAction action) ? action : RuleAction.None);

    private static readonly Dictionary<string, bool> Truths = new() { ["true"] = true, ["false"] = false };

    private readonly MappingReader _mappings;
    private readonly FactReader _facts;
    private readonly Dictionary<string, Action<Draft, YamlScalar, YamlNode>> _keys;
    private readonly Dictionary<string, Action<Draft, YamlScalar, YamlNode>> _messageKeys;

    private RuleTestReader(List<RuleError> errors)
    {
        _mappings = new MappingReader(errors);
        _facts = new FactReader(_mappings);
        _keys = new()
        {
            ["name"] = (draft, key, node) => draft.Name = _mappings.Scalar(key, node)?.Value ?? "",
            ["stage"] = (draft, key, node) => draft.Stage = _mappings.Choice(key, node, Stages),
            ["facts"] = (draft, _, node) => _facts.Read(node, "", draft.Facts),
            ["headers"] = (draft, _, node) => _facts.ReadHeaders(node, draft.Facts),
            ["answers"] = (draft, _, node) => _facts.ReadAnswers(node, draft.Facts),
            ["message"] = (draft, _, node) => _mappings.Read(node, "'message'", _messageKeys!, draft),
            ["hit"] = (draft, key, node) => draft.Hits.AddRange(_mappings.Scalars(key, node).Select(name => name.Value)),
            ["miss"] = (draft, key, node) => draft.Misses.AddRange(_mappings.Scalars(key, node).Select(name => name.Value)),
            ["action"] = (draft, key, node) => draft.Action = _mappings.Choice(key, node, Actions),
            ["score"] = (draft, key, node) => draft.Score = _mappings.Number(key, node),
            ["tagged"] = (draft, key, node) => draft.IsTagged = _mappings.Choice(key, node, Truths),
            ["reply"] = (draft, key, node) => draft.Reply = _mappings.Scalar(key, node)?.Value,
        };
        _messageKeys = new()
        {
            ["content"] = (draft, key, node) => draft.Content = _mappings.Scalar(key, node)?.Value,
            ["ip"] = (draft, key, node) => draft.Ip = _mappings.Scalar(key, node)?.Value ?? "",
            ["helo"] = (draft, key, node) => draft.Helo = _mappings.Scalar(key, node)?.Value ?? "",
            ["from"] = (draft, key, node) => draft.MailFrom = _mappings.Scalar(key, node)?.Value ?? "",
            ["to"] = (draft, key, node) => draft.RcptTo.AddRange(_mappings.Scalars(key, node).Select(address => address.Value)),
        };
    }

    /// <summary>The cases of a file; what is wrong in it is added to <paramref name="errors"/>.</summary>
    public static IReadOnlyList<RuleTestCase> Read(RuleSource file, List<RuleError> errors)
    {
        ArgumentNullException.ThrowIfNull(file);
        ArgumentNullException.ThrowIfNull(errors);
        List<RuleTestCase> cases = [];
        if (RuleYamlReader.Read(file.Name, file.Content.Span, errors) is not { } root)
        {
            return cases;
        }

        RuleTestReader reader = new(errors);
        Dictionary<string, Action<List<RuleTestCase>, YamlScalar, YamlNode>> keys = new()
        {
            ["tests"] = (_, _, node) => reader.ReadCases(node, cases),
        };
        reader._mappings.Read(root, "a rule test file", keys, cases);
        return cases;
    }

    /// <summary>The facts of a case that says nothing: each the default of its type.</summary>
    public static FactSet DefaultFacts() => FactReader.Defaults();

    private void ReadCases(YamlNode node, List<RuleTestCase> cases)
    {
        if (node is not YamlSequence sequence)
        {
            _mappings.Fail(node, "'tests' is a list: each test begins with '- name:'");
            return;
        }

        foreach (YamlNode item in sequence.Items)
        {
            Draft draft = new(FactReader.Defaults());
            _mappings.Read(item, "a rule test", _keys, draft);
            if (draft.Name.Length == 0)
            {
                _mappings.Fail(item, "the test has no name");
            }

            cases.Add(draft.ToCase(item.Place));
        }
    }

    // A case while its keys are being read.
    private sealed class Draft(FactSet facts)
    {
        public string Name { get; set; } = "";

        public Stage Stage { get; set; } = Stage.Message;

        public FactSet Facts { get; } = facts;

        public List<string> Hits { get; } = [];

        public List<string> Misses { get; } = [];

        public RuleAction? Action { get; set; }

        public double? Score { get; set; }

        public bool? IsTagged { get; set; }

        public string? Reply { get; set; }

        public string? Content { get; set; }

        public string Ip { get; set; } = "192.0.2.1";

        public string Helo { get; set; } = "client.example";

        public string MailFrom { get; set; } = "";

        public List<string> RcptTo { get; } = [];

        public RuleTestCase ToCase(SourcePlace place) => new()
        {
            Name = Name,
            Place = place,
            Stage = Stage,
            Facts = Facts,
            Message = Content is null ? null : new RuleTestMessage(Encoding.UTF8.GetBytes(Content.ReplaceLineEndings("\r\n")), Ip, Helo, MailFrom, RcptTo),
            Hits = Hits,
            Misses = Misses,
            Action = Action,
            Score = Score,
            IsTagged = IsTagged,
            Reply = Reply,
        };
    }
}
