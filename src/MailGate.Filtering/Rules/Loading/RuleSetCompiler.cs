using System.Security.Cryptography;
using System.Text;
using MailGate.Filtering.Pipeline.Facts;
using MailGate.Filtering.Rules.Expressions;
using MailGate.Filtering.Rules.Lists;
using MailGate.Filtering.Rules.Syntax;
using MailGate.Filtering.Rules.Yaml;

namespace MailGate.Filtering.Rules.Loading;

/// <summary>
/// Makes a rule set of files. Nothing is loaded halfway: one mistake and there is no set, but all mistakes of all files are reported. Pure; reading the
/// files is <see cref="RuleFolder"/>'s.
/// </summary>
public sealed class RuleSetCompiler
{
    private const int MaxErrors = 200;

    private readonly List<RuleError> _errors = [];
    private readonly Dictionary<string, RuleList> _lists = [];
    private readonly Dictionary<string, SourcePlace> _listPlaces = [];
    private readonly Dictionary<string, (RuleGroup Group, SourcePlace Place)> _groups = [];
    private readonly Dictionary<RuleAction, (double Score, SourcePlace Place)> _thresholds = [];
    private readonly IReadOnlyDictionary<string, RuleSource> _listFiles;

    private RuleSetCompiler(IReadOnlyList<RuleSource> lists) => _listFiles = lists.ToDictionary(list => list.Name);

    /// <summary>Compiles rule files, in the order in which they are to be evaluated, with the list files of their folder.</summary>
    /// <param name="lists">Files that become lists by their names without folder and extension; others are there for <c>lists:</c> to name.</param>
    public static RuleSetResult Compile(IReadOnlyList<RuleSource> files, IReadOnlyList<RuleSource> lists)
    {
        ArgumentNullException.ThrowIfNull(files);
        ArgumentNullException.ThrowIfNull(lists);
        return new RuleSetCompiler(lists).Run(files, lists);
    }

    private static string HashOf(IEnumerable<RuleSource> sources)
    {
        using IncrementalHash hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        foreach (RuleSource source in sources)
        {
            hash.AppendData(Encoding.UTF8.GetBytes($"{source.Name}\n{source.Content.Length}\n"));
            hash.AppendData(source.Content.Span);
        }

        return Convert.ToHexStringLower(hash.GetHashAndReset());
    }

    private RuleSetResult Run(IReadOnlyList<RuleSource> files, IReadOnlyList<RuleSource> lists)
    {
        List<RuleFileSyntax> syntaxes = [];
        foreach (RuleSource file in files)
        {
            // An empty file, or one with comments only, is a file without rules.
            if (RuleYamlReader.Read(file.Name, file.Content.Span, _errors) is { } root and not YamlScalar { Value: "" })
            {
                syntaxes.Add(RuleFileReader.Read(root, _errors));
            }
        }

        foreach (RuleSource list in lists)
        {
            ReadList(Path.GetFileNameWithoutExtension(list.Name), list, new SourcePlace(list.Name, 0, 0));
        }

        foreach (RuleFileSyntax syntax in syntaxes)
        {
            AddLists(syntax);
            AddGroups(syntax);
            AddThresholds(syntax);
        }

        List<Rule> rules = CompileRules(syntaxes);
        Thresholds thresholds = CheckThresholds();
        if (_errors.Count > 0)
        {
            return new RuleSetResult(null, Sorted());
        }

        return new RuleSetResult(new RuleSet(rules, thresholds, _lists, HashOf(files.Concat(lists))), []);
    }

    private IReadOnlyList<RuleError> Sorted() =>
        [.. _errors.OrderBy(error => error.File, StringComparer.Ordinal).ThenBy(error => error.Line).ThenBy(error => error.Column).Take(MaxErrors)];

    private List<Rule> CompileRules(List<RuleFileSyntax> syntaxes)
    {
        ExpressionScope scope = new(MailFacts.Schema) { Lists = _lists };
        Dictionary<string, RuleGroup> groups = _groups.ToDictionary(group => group.Key, group => group.Value.Group);
        RuleCompiler compiler = new(scope, groups, _errors);
        List<Rule> rules = [];
        Dictionary<string, SourcePlace> places = [];
        foreach (RuleSyntax syntax in syntaxes.SelectMany(file => file.Rules))
        {
            if (syntax.Name is { } name && !places.TryAdd(name.Value, name.Place))
            {
                SourcePlace first = places[name.Value];
                _errors.Add(name.Place.Error($"there is a rule '{name.Value}' already, in {first.File}:{first.Line}"));
            }

            if (compiler.Compile(syntax) is { } rule)
            {
                rules.Add(rule);
            }
        }

        return rules;
    }

    private void AddLists(RuleFileSyntax syntax)
    {
        foreach ((YamlScalar name, YamlScalar? file, IReadOnlyList<YamlScalar> entries) in syntax.Lists)
        {
            if (file is null)
            {
                byte[] lines = Encoding.UTF8.GetBytes(string.Join('\n', entries.Select(entry => entry.Value)));
                ReadList(name.Value, new RuleSource(name.Place.File, lines), name.Place);
                continue;
            }

            string folder = Path.GetDirectoryName(name.Place.File) ?? "";
            string path = Path.Combine(folder, file.Value).Replace('\\', '/');
            if (_listFiles.TryGetValue(path, out RuleSource? source))
            {
                ReadList(name.Value, source, name.Place);
            }
            else
            {
                _errors.Add(file.Place.Error($"no list file '{file.Value}'{NearestName.Suggest(path, _listFiles.Keys)}"));
            }
        }
    }

    private void ReadList(string name, RuleSource source, SourcePlace place)
    {
        if (!IsName(name))
        {
            _errors.Add(place.Error($"'{name}' cannot be the name of a list: letters, digits and _"));
        }
        else if (_listFiles.ContainsKey(source.Name) && _listPlaces.TryGetValue(name, out SourcePlace named) && named.File == source.Name)
        {
            // lists: { vips: lists/vips.txt } says what holds anyway.
            return;
        }
        else if (!_listPlaces.TryAdd(name, place))
        {
            _errors.Add(place.Error($"there is a list '{name}' already, in {_listPlaces[name].File}"));
        }
        else if (RuleListReader.Read(name, source.Name, source.Content.Span, _errors) is { } list)
        {
            _lists.Add(name, list);
        }
        else
        {
            // Rules that name it are no mistakes on top of those in the list.
            _lists.Add(name, new RuleList(name, []));
        }
    }

    private static bool IsName(string name) =>
        name.Length is > 0 and <= 64 && !char.IsAsciiDigit(name[0]) && name.All(c => char.IsAsciiLetterOrDigit(c) || c == '_');

    private void AddGroups(RuleFileSyntax syntax)
    {
        foreach ((YamlScalar name, RuleGroup group) in syntax.Groups)
        {
            if (!_groups.TryAdd(group.Name, (group, name.Place)))
            {
                _errors.Add(name.Place.Error($"there is a group '{group.Name}' already, in {_groups[group.Name].Place.File}:{_groups[group.Name].Place.Line}"));
            }
        }
    }

    private void AddThresholds(RuleFileSyntax syntax)
    {
        foreach ((YamlScalar key, RuleAction action, double score) in syntax.Thresholds)
        {
            if (!_thresholds.TryAdd(action, (score, key.Place)))
            {
                SourcePlace first = _thresholds[action].Place;
                _errors.Add(key.Place.Error($"the threshold '{key.Value}' is set already, in {first.File}:{first.Line}"));
            }
        }
    }

    private Thresholds CheckThresholds()
    {
        // What is harder wants a higher score; otherwise the lower one would never be seen.
        RuleAction[] order = [RuleAction.Tag, RuleAction.Quarantine, RuleAction.Reject];
        foreach ((RuleAction soft, RuleAction hard) in order.SelectMany((soft, index) => order[(index + 1)..].Select(hard => (soft, hard))))
        {
            if (_thresholds.TryGetValue(soft, out (double Score, SourcePlace Place) low)
                && _thresholds.TryGetValue(hard, out (double Score, SourcePlace Place) high)
                && low.Score >= high.Score)
            {
                _errors.Add(high.Place.Error($"the threshold of {RuleActionNames.NameOf(hard)} must be above that of {RuleActionNames.NameOf(soft)}"));
            }
        }

        return new Thresholds(Get(RuleAction.Reject), Get(RuleAction.Quarantine), Get(RuleAction.Tag), Get(RuleAction.Greylist));

        double? Get(RuleAction action) => _thresholds.TryGetValue(action, out (double Score, SourcePlace Place) set) ? set.Score : null;
    }
}
