using MailGate.Configuration.Binding;
using YamlDotNet.Core;
using YamlDotNet.Core.Events;

namespace MailGate.Configuration.Yaml;

/// <summary>
/// Reads one YAML document into nodes with positions. Not recursive and within <see cref="YamlLimits"/>, so that no file can overflow the
/// stack or the memory. Nothing is resolved: what is a number or a switch, the setting decides.
/// </summary>
internal sealed class YamlReader
{
    private readonly string _file;
    private readonly ConfigurationErrors _errors;
    private readonly Stack<Frame> _open = new();
    private readonly Dictionary<AnchorName, (ConfigNode Node, int Values)> _anchors = [];
    private ConfigNode? _root;
    private int _documents;
    private int _aliases;
    private int _values;

    private YamlReader(string file, ConfigurationErrors errors)
    {
        _file = file;
        _errors = errors;
    }

    /// <summary>The document's root: an empty map for an empty file, null when there were errors that leave nothing to bind.</summary>
    public static MapNode? Read(string text, string file, ConfigurationErrors errors)
    {
        var reader = new YamlReader(file, errors);
        try
        {
            // Comments are skipped; the parser is pulled event by event, so that limits stop it early.
            IParser parser = new Parser(new Scanner(new StringReader(text), skipComments: true));
            while (parser.MoveNext())
            {
                if (!reader.Accept(parser.Current!))
                {
                    return null;
                }
            }
        }
        catch (YamlException e)
        {
            errors.Add(reader.At(e.Start), "", $"not valid YAML: {Sentence(e)}");
            return null;
        }
        catch (Exception e) when (e is ArgumentException or InvalidOperationException or FormatException or OverflowException)
        {
            errors.Add(new SourceLocation(file, 1, 1), "", $"not valid YAML: {e.Message}");
            return null;
        }

        return reader.Root();
    }

    private MapNode? Root()
    {
        switch (_root)
        {
            case null:
            case ScalarNode { IsNull: true }:
                return new MapNode([], new SourceLocation(_file, 1, 1));
            case MapNode map:
                return map;
            default:
                _errors.Add(_root.Location, "", $"expected settings such as 'hostname: mx.example.com', found {_root.Kind}");
                return null;
        }
    }

    // False: stop, an error was reported that makes the rest meaningless.
    private bool Accept(ParsingEvent current)
    {
        switch (current)
        {
            case DocumentStart when ++_documents > 1:
                return Fail(current, "a second document ('---'): one file holds one document");
            case MappingStart start:
                return Refuse(start) && Open(new Frame(At(start.Start), start.Anchor, [], null, _values));
            case SequenceStart start:
                return Refuse(start) && Open(new Frame(At(start.Start), start.Anchor, null, [], _values));
            case MappingEnd or SequenceEnd:
                Frame closed = _open.Pop();
                return Add(closed.ToNode(), closed.Anchor, closed.ValuesBefore);
            case Scalar scalar:
                return Refuse(scalar) && Add(new ScalarNode(scalar.Value, scalar.Style == ScalarStyle.Plain, At(scalar.Start)), scalar.Anchor, _values);
            case AnchorAlias alias:
                return AddAlias(alias);
            default:
                return true;
        }
    }

    private bool Open(Frame frame)
    {
        if (_open.Count >= YamlLimits.Depth)
        {
            _errors.Add(frame.Location, "", $"more than {YamlLimits.Depth} levels deep");
            return false;
        }

        _open.Push(frame);
        return true;
    }

    private bool AddAlias(AnchorAlias alias)
    {
        if (++_aliases > YamlLimits.Aliases)
        {
            return Fail(alias, $"more than {YamlLimits.Aliases} aliases");
        }

        if (!_anchors.TryGetValue(alias.Value, out (ConfigNode Node, int Values) target))
        {
            return Fail(alias, $"no anchor '&{alias.Value}' before this alias");
        }

        int before = _values;
        _values += target.Values - 1;
        return Add(target.Node, AnchorName.Empty, before);
    }

    private bool Add(ConfigNode node, AnchorName anchor, int valuesBefore)
    {
        if (++_values > YamlLimits.Values)
        {
            _errors.Add(node.Location, "", $"more than {YamlLimits.Values} values");
            return false;
        }

        if (!anchor.IsEmpty)
        {
            _anchors[anchor] = (node, _values - valuesBefore);
        }

        if (_open.TryPeek(out Frame? parent))
        {
            parent.Add(node, _errors);
        }
        else
        {
            _root = node;
        }

        return true;
    }

    private bool Refuse(NodeEvent node) =>
        node.Tag.IsEmpty || node.Tag.IsNonSpecific || Fail(node, $"the tag '{node.Tag.Value}' has no meaning here");

    private bool Fail(ParsingEvent at, string message)
    {
        _errors.Add(At(at.Start), "", message);
        return false;
    }

    private SourceLocation At(Mark mark) => new(_file, Math.Max(1, (int)mark.Line), Math.Max(1, (int)mark.Column));

    private static string Sentence(YamlException e) => e.InnerException is null ? e.Message : $"{e.Message} {e.InnerException.Message}";

    private sealed class Frame(SourceLocation location, AnchorName anchor, List<MapEntry>? entries, List<ConfigNode>? items, int valuesBefore)
    {
        private readonly Dictionary<string, SourceLocation>? _keys = entries is null ? null : new(StringComparer.Ordinal);
        private ConfigNode? _key;

        public SourceLocation Location => location;

        public AnchorName Anchor => anchor;

        public int ValuesBefore => valuesBefore;

        public ConfigNode ToNode() => entries is null ? new ListNode(items!, location) : new MapNode(entries, location);

        public void Add(ConfigNode node, ConfigurationErrors errors)
        {
            if (entries is null)
            {
                items!.Add(node);
            }
            else if (_key is null)
            {
                _key = node;
            }
            else
            {
                AddEntry(_key, node, errors);
                _key = null;
            }
        }

        private void AddEntry(ConfigNode key, ConfigNode value, ConfigurationErrors errors)
        {
            if (key is not ScalarNode { Text: string name })
            {
                errors.Add(key.Location, "", $"a setting's name cannot be {key.Kind}");
            }
            else if (_keys!.TryGetValue(name, out SourceLocation first))
            {
                errors.Add(key.Location, name, $"'{name}' is set twice, first at {first}");
            }
            else
            {
                _keys.Add(name, key.Location);
                entries!.Add(new MapEntry(name, key.Location, value));
            }
        }
    }
}
