using MailGate.Filtering.Scoring.Features;

namespace MailGate.Filtering.Scoring.Learning;

/// <summary>
/// The words of text and header, learnt together and on top of what the evidence says: each has to explain only what the others leave open, so that
/// their sum can be trusted on mail that looks otherwise. Messages that are told apart well enough teach nothing more.
/// </summary>
internal sealed class WordLearner
{
    private const double TextRate = 0.12;
    private const double HeaderRate = 0.4;
    private const double Enough = 0.02;
    private const double WindowWeight = 0.5;
    private const int WindowsFrom = 4;
    private const int Rounds = 5;

    // Believed whole, evidence would leave words less to explain than mail whose evidence is poor needs.
    private const double EvidenceShare = 0.5;

    private WordLearner()
    {
    }

    public LogisticLearner Text { get; } = new(FeatureHash.TextBits, TextRate);

    public LogisticLearner Header { get; } = new(FeatureHash.HeaderBits, HeaderRate);

    /// <summary>Learns from the messages whose indices are wanted.</summary>
    public static WordLearner Learn(IReadOnlyList<TrainingMessage> messages, double[] weights, Func<int, bool> isWanted, ulong seed, CancellationToken cancellationToken)
    {
        WordLearner learner = new();
        DeterministicRandom random = new(seed);
        int[] order = [.. Enumerable.Range(0, messages.Count).Where(isWanted)];
        for (int round = 0; round < Rounds; round++)
        {
            random.Shuffle(order);
            foreach (int i in order)
            {
                cancellationToken.ThrowIfCancellationRequested();
                learner.Learn(messages[i], weights[i], random);
            }
        }

        return learner;
    }

    /// <summary>What the words learnt so far say of a message.</summary>
    public Judgement Judge(TrainingMessage message)
    {
        double[] sums = new double[message.SegmentEnds.Length];
        double sum = 0;
        for (int i = 0, start = 0; i < sums.Length; start = message.SegmentEnds[i++])
        {
            sums[i] = sum += Text.Sum(message.Text.AsSpan(start, message.SegmentEnds[i] - start));
        }

        return new Judgement(WindowScores.Of(sums, message.SegmentEnds, Text.Bias), Header.Score(message.Header), message.Evidence);
    }

    private void Learn(TrainingMessage message, double weight, DeterministicRandom random)
    {
        Learn(message, message.Text, weight);
        int segments = message.SegmentEnds.Length;
        if (segments >= WindowsFrom)
        {
            // A piece of a long message alone, as padding would leave it.
            int first = random.Next(segments - WindowScores.Shortest + 1);
            int start = first == 0 ? 0 : message.SegmentEnds[first - 1];
            Learn(message, message.Text.AsSpan(start, message.SegmentEnds[first + WindowScores.Shortest - 1] - start), weight * WindowWeight);
        }
    }

    private void Learn(TrainingMessage message, ReadOnlySpan<uint> text, double weight)
    {
        double error = Odds.Sigmoid((EvidenceShare * message.Evidence) + Text.Score(text) + Header.Score(message.Header)) - (message.IsSpam ? 1 : 0);
        if (Math.Abs(error) >= Enough)
        {
            Text.Move(text, error * weight);
            Header.Move(message.Header, error * weight);
        }
    }
}
