using MailGate.Filtering.Pipeline.Facts;

namespace MailGate.Filtering.Rules.Expressions;

/// <summary>What one evaluation works on: the facts, the macro variables, and how much work is left to it. Used again for the next, by one thread.</summary>
internal sealed class EvaluationContext
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

    [ThreadStatic]
    private static EvaluationContext? _spare;

    private readonly FactValue[] _variables = new FactValue[MaxVariables];
    private int _steps;

    public EvaluationContext(IFactSource facts) => Facts = facts;

    public IFactSource Facts { get; private set; }

    /// <summary>A context for these facts, used before where there is one. Goes back by <see cref="Give"/>.</summary>
    public static EvaluationContext Take(IFactSource facts)
    {
        EvaluationContext context = _spare ?? new EvaluationContext(facts);
        _spare = null;
        context.Facts = facts;
        return context;
    }

    /// <summary>Keeps a context for the next; it holds on to no facts.</summary>
    public static void Give(EvaluationContext context)
    {
        context.Facts = NoFacts.Instance;
        Array.Clear(context._variables);
        _spare = context;
    }

    public ref FactValue Variable(int index) => ref _variables[index];

    /// <summary>Begins another expression.</summary>
    public void Restart() => _steps = MaxSteps;

    /// <summary>Pays for work; false when it is used up, and the expression is then an error.</summary>
    public bool TrySpend(int steps)
    {
        _steps -= Math.Min(steps, MaxSteps + 1);
        return _steps >= 0;
    }

    private sealed class NoFacts : IFactSource
    {
        public static NoFacts Instance { get; } = new();

        public FactValue Get(int slot) => FactValue.Missing;

        public FactValue Call(int function, ReadOnlySpan<FactValue> arguments) => FactValue.Missing;
    }
}
