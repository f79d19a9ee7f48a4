namespace MailGate.Filtering.Rules.Yaml;

/// <summary>A node of a rule file: a small tree of our own, built without recursion and without aliases, with a place for every node.</summary>
internal abstract record YamlNode(SourcePlace Place);

/// <summary>A scalar. Everything is text until someone wants a number: <c>off</c> is a mode here and not a truth value.</summary>
/// <param name="Value">The text, unfolded and unescaped.</param>
/// <param name="Index">Where it begins in the file's text.</param>
/// <param name="IsPlain">Written without quotes and not as a block.</param>
/// <param name="Text">The file's text, to map a place in the value to one in the file.</param>
internal sealed record YamlScalar(SourcePlace Place, string Value, int Index, bool IsPlain, string Text) : YamlNode(Place)
{
    public SourcePlace PlaceOf(int offset) => ScalarPlaces.Find(this, offset);
}

internal sealed record YamlSequence(SourcePlace Place) : YamlNode(Place)
{
    public List<YamlNode> Items { get; } = [];
}

internal sealed record YamlMapping(SourcePlace Place) : YamlNode(Place)
{
    public List<KeyValuePair<YamlScalar, YamlNode>> Entries { get; } = [];
}
