namespace MailGate.Filtering.Pipeline.Facts;

/// <summary>
/// The facts of one transaction as they become known. Not safe for several threads: checks that run in parallel hand their facts back, and the
/// pipeline puts them in here. <c>header()</c> and its kin are answered from <see cref="MailFacts.MessageHeaders"/>; the other functions
/// from <see cref="SetAnswer"/>.
/// </summary>
public sealed class FactSet(FactSchema schema) : IFactSource
{
    private readonly FactValue[] _values = new FactValue[schema.Facts.Count];
    private Dictionary<FactCall, FactValue>? _answers;
    private HeaderIndex? _headers;

    /// <summary>A set for the facts of <see cref="MailFacts.Schema"/>.</summary>
    public FactSet()
        : this(MailFacts.Schema)
    {
    }

    public FactSchema Schema => schema;

    /// <summary>The answers that were set.</summary>
    public IEnumerable<KeyValuePair<FactCall, FactValue>> Answers => _answers ?? [];

    /// <summary>Sets a fact; <see cref="FactValue.Missing"/> takes it back.</summary>
    public void Set(Fact fact, FactValue value)
    {
        ArgumentNullException.ThrowIfNull(fact);
        _values[fact.Slot] = value;
        _headers = null;
    }

    /// <summary>Sets what a function answers for these arguments.</summary>
    public void SetAnswer(FactCall call, FactValue value) => (_answers ??= new(FactCallComparer.Instance))[call] = value;

    /// <summary>True when an answer for these arguments was set, be it that nothing could be found out.</summary>
    public bool HasAnswer(FactFunction function, ReadOnlySpan<FactValue> arguments) =>
        _answers is not null && _answers.GetAlternateLookup<FactCallComparer.Key>().ContainsKey(new FactCallComparer.Key(function, arguments));

    public FactValue Get(int slot) => _values[slot];

    public FactValue Get(Fact fact)
    {
        ArgumentNullException.ThrowIfNull(fact);
        return _values[fact.Slot];
    }

    public FactValue Call(int function, ReadOnlySpan<FactValue> arguments)
    {
        FactFunction called = schema.Functions[function];
        if (schema == MailFacts.Schema && called.Check == MailFacts.Header.Check)
        {
            FactValue headers = Get(MailFacts.MessageHeaders);
            return headers.Kind == FactKind.List && arguments is [{ Kind: FactKind.String } name]
                ? (_headers ??= new HeaderIndex(headers.AsList)).Answer(called, name.AsString)
                : FactValue.Missing;
        }

        return _answers is not null
            && _answers.GetAlternateLookup<FactCallComparer.Key>().TryGetValue(new FactCallComparer.Key(called, arguments), out FactValue answer)
            ? answer
            : FactValue.Missing;
    }

    /// <summary>A set with the same facts, for what differs between recipients.</summary>
    public FactSet Copy()
    {
        FactSet copy = new(schema) { _answers = _answers is null ? null : new(_answers, FactCallComparer.Instance), _headers = _headers };
        _values.CopyTo(copy._values, 0);
        return copy;
    }
}
