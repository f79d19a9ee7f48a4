using MailGate.Filtering.Scoring.Features;

namespace MailGate.Filtering.Scoring.Learning;

/// <summary>The two models of words, one of the text and one of the header, learnt from some of the messages.</summary>
internal sealed class FirstStage
{
    private const double TextRate = 0.2;
    private const double HeaderRate = 0.2;
    private const double WindowWeight = 0.5;
    private const int WindowsFrom = 4;

    private FirstStage()
    {
    }

    public LogisticLearner Text { get; } = new(FeatureHash.TextBits, TextRate);

    public LogisticLearner Header { get; } = new(FeatureHash.HeaderBits, HeaderRate);

    public static FirstStage Learn(IReadOnlyList<TrainingMessage> messages, double[] weights, Func<TrainingMessage, int, bool> isWanted, int rounds, ulong seed, CancellationToken cancellationToken)
    {
        FirstStage stage = new();
        DeterministicRandom random = new(seed);
        int[] order = [.. Enumerable.Range(0, messages.Count).Where(i => isWanted(messages[i], i))];
        for (int round = 0; round < rounds; round++)
        {
            random.Shuffle(order);
            foreach (int i in order)
            {
                cancellationToken.ThrowIfCancellationRequested();
                stage.Learn(messages[i], weights[i], random);
            }
        }

        return stage;
    }

    public WindowScores ScoreText(TrainingMessage message, Span<double> sums, Span<int> counts)
    {
        int segments = Segments(message, sums, counts);
        return WindowScores.Of(sums[..segments], counts[..segments], Text.Bias);
    }

    /// <summary>Sums of the segments' weights.</summary>
    public int Segments(TrainingMessage message, Span<double> sums, Span<int> counts)
    {
        int start = 0;
        for (int i = 0; i < message.SegmentEnds.Length; i++)
        {
            int end = message.SegmentEnds[i];
            sums[i] = Text.Sum(message.Text.AsSpan(start, end - start));
            counts[i] = end - start;
            start = end;
        }

        return message.SegmentEnds.Length;
    }

    public double ScoreHeader(TrainingMessage message) => Header.Score(message.Header);

    private void Learn(TrainingMessage message, double weight, DeterministicRandom random)
    {
        Text.Learn(message.Text, message.IsSpam, weight);
        Header.Learn(message.Header, message.IsSpam, weight);
        int segments = message.SegmentEnds.Length;
        if (segments >= WindowsFrom)
        {
            // A piece of a long message alone, as padding would leave it.
            int first = random.Next(segments - WindowScores.Segments + 1);
            int start = first == 0 ? 0 : message.SegmentEnds[first - 1];
            Text.Learn(message.Text.AsSpan(start, message.SegmentEnds[first + WindowScores.Segments - 1] - start), message.IsSpam, weight * WindowWeight);
        }
    }
}
