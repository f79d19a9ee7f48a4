using MailGate.Filtering.Pipeline.Facts;

namespace MailGate.Filtering.Rules.Expressions.Functions;

/// <summary>The functions of the language by name; a function called <c>x.f(y)</c> is apart from one called <c>f(x, y)</c>.</summary>
internal sealed class FunctionTable
{
    private readonly Dictionary<(string Name, bool IsMember), List<Overload>> _overloads = [];

    private FunctionTable()
    {
        StringFunctions.AddTo(this);
        ConversionFunctions.AddTo(this);
        TimeFunctions.AddTo(this);
        NetworkFunctions.AddTo(this);
    }

    public static FunctionTable Instance { get; } = new();

    public IEnumerable<string> Members => _overloads.Keys.Where(key => key.IsMember).Select(key => key.Name);

    public IEnumerable<string> Globals => _overloads.Keys.Where(key => !key.IsMember).Select(key => key.Name);

    /// <summary>All forms of a function, or null. The target of a member is its first parameter.</summary>
    public IReadOnlyList<Overload>? Find(string name, bool isMember) => _overloads.GetValueOrDefault((name, isMember));

    public void AddGlobal(string name, FactType[] parameters, FactType result, Overload.Body body) => Add((name, false), parameters, result, body);

    public void AddMember(string name, FactType[] parameters, FactType result, Overload.Body body) => Add((name, true), parameters, result, body);

    private void Add((string Name, bool IsMember) key, FactType[] parameters, FactType result, Overload.Body body)
    {
        if (!_overloads.TryGetValue(key, out List<Overload>? overloads))
        {
            _overloads.Add(key, overloads = []);
        }

        overloads.Add(new Overload(parameters, result, body));
    }
}
