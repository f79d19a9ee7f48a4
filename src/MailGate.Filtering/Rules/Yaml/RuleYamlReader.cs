using System.Text;
using System.Text.Unicode;
using YamlDotNet.Core;
using YamlDotNet.Core.Events;

namespace MailGate.Filtering.Rules.Yaml;

/// <summary>
/// Reads a rule file into nodes. Built from parse events with an own stack, so that depth, size and number of nodes are bounded before anything is built;
/// anchors and aliases are refused, since a few lines of them can stand for billions of nodes.
/// </summary>
internal static class RuleYamlReader
{
    /// <summary>Octets of a rule file; 2,000 rules take about 500 KB.</summary>
    public const int MaxFileOctets = 8 * 1024 * 1024;

    /// <summary>Levels of nesting.</summary>
    public const int MaxDepth = 16;

    /// <summary>The file's one document; null when it is empty or, with errors, when it cannot be read.</summary>
    public static YamlNode? Read(string file, ReadOnlySpan<byte> octets, List<RuleError> errors)
    {
        if (octets.Length > MaxFileOctets)
        {
            errors.Add(new RuleError(file, 0, 0, $"the file is larger than {MaxFileOctets / (1024 * 1024)} MB"));
            return null;
        }

        octets = octets.StartsWith("\uFEFF"u8) ? octets[3..] : octets;
        if (!Utf8.IsValid(octets))
        {
            errors.Add(new RuleError(file, 0, 0, "the file is not UTF-8 text"));
            return null;
        }

        string text = Encoding.UTF8.GetString(octets);
        Builder builder = new(file, text);
        try
        {
            return builder.Build(new Parser(new Scanner(new StringReader(text), skipComments: true)));
        }
        catch (RuleYamlException error)
        {
            errors.Add(error.Place.Error(error.Message));
        }
        catch (YamlException error)
        {
            errors.Add(new RuleError(file, (int)error.Start.Line, (int)error.Start.Column, $"not YAML: {Reason(error)}"));
        }
        // The scanner throws others on some damaged texts; a bad file is never more than an error.
        catch (Exception error) when (error is InvalidOperationException or ArgumentException or IndexOutOfRangeException or NullReferenceException)
        {
            errors.Add(new RuleError(file, 0, 0, "not YAML"));
        }

        return null;
    }

    private static string Reason(YamlException error)
    {
        string reason = (error.InnerException?.Message ?? error.Message).ReplaceLineEndings(" ");
        return reason.Length > 0 ? char.ToLowerInvariant(reason[0]) + reason[1..].TrimEnd('.') : "";
    }

    private sealed class Builder(string file, string text)
    {
        // The open collections; for a mapping the key that waits for its value.
        private readonly Stack<(YamlNode Node, YamlScalar? Key, HashSet<string>? Keys)> _open = new();
        private YamlNode? _root;

        public YamlNode? Build(Parser parser)
        {
            while (parser.MoveNext())
            {
                switch (parser.Current)
                {
                    case DocumentStart when _root is not null:
                        throw Fail(parser.Current, "a rule file holds one document; '---' must not stand between rules");
                    case AnchorAlias:
                        throw Fail(parser.Current, "aliases (*name) are not allowed in rule files");
                    case NodeEvent node:
                        Add(node);
                        break;
                    case MappingEnd or SequenceEnd:
                        Close();
                        break;
                }
            }

            return _root;
        }

        private RuleYamlException Fail(ParsingEvent at, string message) => new(PlaceOf(at), message);

        private SourcePlace PlaceOf(ParsingEvent at) => new(file, (int)at.Start.Line, (int)at.Start.Column);

        private void Add(NodeEvent node)
        {
            if (!node.Anchor.IsEmpty)
            {
                throw Fail(node, "anchors (&name) are not allowed in rule files");
            }

            if (!node.Tag.IsEmpty)
            {
                throw Fail(node, "tags (!name) are not allowed in rule files");
            }

            YamlNode built = node switch
            {
                Scalar scalar => new YamlScalar(PlaceOf(node), scalar.Value, (int)scalar.Start.Index, scalar.Style == ScalarStyle.Plain, text),
                SequenceStart => new YamlSequence(PlaceOf(node)),
                _ => new YamlMapping(PlaceOf(node)),
            };
            Attach(built);
            if (built is not YamlScalar)
            {
                if (_open.Count >= MaxDepth)
                {
                    throw Fail(node, $"nested deeper than {MaxDepth} levels");
                }

                _open.Push((built, null, null));
            }
        }

        private void Attach(YamlNode node)
        {
            if (!_open.TryPop(out (YamlNode Node, YamlScalar? Key, HashSet<string>? Keys) parent))
            {
                _root = node;
                return;
            }

            if (parent.Node is YamlSequence sequence)
            {
                sequence.Items.Add(node);
            }
            else if (parent.Key is null)
            {
                YamlScalar key = node as YamlScalar ?? throw new RuleYamlException(node.Place, "a key must be a word");
                parent.Keys ??= [];
                if (!parent.Keys.Add(key.Value))
                {
                    throw new RuleYamlException(key.Place, $"'{key.Value}' stands twice here");
                }

                parent.Key = key;
            }
            else
            {
                ((YamlMapping)parent.Node).Entries.Add(new(parent.Key, node));
                parent.Key = null;
            }

            _open.Push(parent);
        }

        private void Close() => _open.Pop();
    }
}
