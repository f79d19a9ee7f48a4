namespace MailGate.Filtering.Scoring.Learning;

/// <summary>Judges the messages that were held back, and spam among them once more with ham text in front of it or behind it.</summary>
internal sealed class FoldJudge(FirstStage stage, IReadOnlyList<TrainingMessage> messages, double[] weights, ulong seed)
{
    private const int MaxSegments = 160;

    private readonly double[] _sums = new double[MaxSegments];
    private readonly int[] _counts = new int[MaxSegments];

    public void AddTo(List<Example> examples, Func<TrainingMessage, int, bool> isHeld, double paddedWeight, bool isOtherSource)
    {
        int[] held = [.. Enumerable.Range(0, messages.Count).Where(i => isHeld(messages[i], i))];
        int[] ham = [.. held.Where(i => !messages[i].IsSpam && messages[i].SegmentEnds.Length > 2)];
        DeterministicRandom random = new(seed + 1);
        foreach (int i in held)
        {
            TrainingMessage message = messages[i];
            int segments = stage.Segments(message, _sums, _counts);
            examples.Add(Make(message, segments, weights[i], isPadded: false, isOtherSource));
            if (message.IsSpam && ham.Length > 0)
            {
                int padding = stage.Segments(messages[ham[random.Next(ham.Length)]], _sums.AsSpan(segments), _counts.AsSpan(segments));
                examples.Add(Make(message, segments + padding, weights[i] * paddedWeight, isPadded: true, isOtherSource));
            }
        }
    }

    private Example Make(TrainingMessage message, int segments, double weight, bool isPadded, bool isOtherSource)
    {
        float[] inputs = new float[Inputs.Count];
        Inputs.Fill(WindowScores.Of(_sums.AsSpan(0, segments), _counts.AsSpan(0, segments), stage.Text.Bias), stage.ScoreHeader(message), message.Evidence, inputs);
        return new Example(message, inputs, weight, isPadded, isOtherSource);
    }
}
