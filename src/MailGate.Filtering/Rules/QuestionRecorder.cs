using MailGate.Filtering.Pipeline.Facts;

namespace MailGate.Filtering.Rules;

/// <summary>Lets rules be judged in order to see what they would have to know: calls without an answer are written down and count as unknown.</summary>
internal sealed class QuestionRecorder(FactSet facts) : IFactSource
{
    /// <summary>A message with a thousand links does not make a thousand look-ups.</summary>
    public const int MaxQuestions = 64;

    private readonly HashSet<FactCall> _questions = [];

    public IReadOnlyCollection<FactCall> Questions => _questions;

    /// <summary>False for functions that the facts themselves answer: header() and its kin.</summary>
    public static bool IsQuestion(FactFunction function) => function.Check != MailFacts.Header.Check;

    public FactValue Get(int slot) => facts.Get(slot);

    public FactValue Call(int function, ReadOnlySpan<FactValue> arguments)
    {
        FactFunction called = facts.Schema.Functions[function];
        if (!IsQuestion(called) || facts.HasAnswer(called, arguments))
        {
            return facts.Call(function, arguments);
        }

        if (_questions.Count < MaxQuestions)
        {
            _questions.Add(new FactCall(called, arguments.ToArray()));
        }

        return FactValue.Missing;
    }
}
