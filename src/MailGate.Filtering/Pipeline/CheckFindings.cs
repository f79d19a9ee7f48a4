using MailGate.Filtering.Pipeline.Facts;

namespace MailGate.Filtering.Pipeline;

/// <summary>What a check is asked and what it found. The runner puts it into the facts once the check has ended in time.</summary>
/// <param name="questions">The function calls that rules of this stage want answered, those of this check only.</param>
public sealed class CheckFindings(IReadOnlyList<FactCall> questions)
{
    private readonly List<(Fact Fact, FactValue Value)> _facts = [];
    private readonly List<(FactCall Call, FactValue Value)> _answers = [];

    /// <summary>What is to be answered.</summary>
    public IReadOnlyList<FactCall> Questions => questions;

    /// <summary>Why something could not be found out, though it might be later; null when nothing is in doubt. The check's <c>on_error</c> then applies.</summary>
    public string? Trouble { get; private set; }

    public void Set(Fact fact, FactValue value) => _facts.Add((fact, value));

    public void Set(Fact fact, string? value) => _facts.Add((fact, FactValue.Of(value ?? "")));

    public void Set(Fact fact, bool value) => _facts.Add((fact, FactValue.Of(value)));

    public void Set(Fact fact, long value) => _facts.Add((fact, FactValue.Of(value)));

    public void Answer(FactCall call, FactValue value) => _answers.Add((call, value));

    /// <summary>Notes that something could not be found out; the first reason is kept.</summary>
    public void NoteTrouble(string reason) => Trouble ??= reason;

    internal void MergeInto(FactSet facts)
    {
        foreach ((Fact fact, FactValue value) in _facts)
        {
            facts.Set(fact, value);
        }

        foreach ((FactCall call, FactValue value) in _answers)
        {
            facts.SetAnswer(call, value);
        }
    }
}
