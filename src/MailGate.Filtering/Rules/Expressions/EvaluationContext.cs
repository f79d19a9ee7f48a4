using MailGate.Filtering.Pipeline.Facts;

namespace MailGate.Filtering.Rules.Expressions;

/// <summary>What one evaluation works on: the facts, the macro variables, and how much work is left to it. Used again for the next, by one thread.</summary>
internal sealed class EvaluationContext(IFactSource facts)
{
    /// <summary>Macros within macros; each has one variable.</summary>
    public const int MaxVariables = 4;

    /// <summary>
    /// What one expression may cost: elements that its macros go through, elements and characters that it creates, and text that it searches in units of
    /// <see cref="TextPerStep"/> characters. A few milliseconds, whatever the message.
    /// </summary>
    public const int MaxSteps = 200_000;

    /// <summary>Characters that are searched for the price of one step.</summary>
    public const int TextPerStep = 32;

    private readonly FactValue[] _variables = new FactValue[MaxVariables];
    private int _steps;

    public IFactSource Facts { get; } = facts;

    public ref FactValue Variable(int index) => ref _variables[index];

    /// <summary>Begins another expression.</summary>
    public void Restart() => _steps = MaxSteps;

    /// <summary>Pays for work; false when it is used up, and the expression is then an error.</summary>
    public bool TrySpend(int steps)
    {
        _steps -= Math.Min(steps, MaxSteps + 1);
        return _steps >= 0;
    }
}
