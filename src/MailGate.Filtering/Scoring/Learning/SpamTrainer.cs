using MailGate.Filtering.Scoring.Features;
using MailGate.Filtering.Scoring.Learning.MadeUp;

namespace MailGate.Filtering.Scoring.Learning;

/// <summary>
/// Learns a model. 1. The words, once from all messages for the model itself, and several times from a part of them, so that 2. the second stage
/// learns how far words are to be trusted on messages that they were not learnt from: of the same sources, and of other sources. 3. The calibration
/// is made on the same, and 4. the cut is set where the ham of every source is mostly below it. The same messages and seed give the same model.
/// </summary>
internal sealed class SpamTrainer(IReadOnlyList<TrainingMessage> messages, IReadOnlyList<string> sources, ulong seed)
{
    private const int Rounds = 3;
    private const int RandomFolds = 3;
    private const int SourceFolds = 4;
    private const double PaddedWeight = 0.25;
    private const double EffectiveMessages = 4000;
    private const double TextDeviation = 0.02;
    private const double EvidenceDeviation = 0.05;

    private readonly double[] _weights = MessageWeights.Of(messages, sources);

    /// <summary>Told what is done, from 0 to 1.</summary>
    public Action<double>? Progress { get; init; }

    public LearntModel Learn(CancellationToken cancellationToken)
    {
        List<Example> examples = [];
        int[] groups = SourceGroups();
        int bySource = groups.Max() == 0 ? 0 : groups.Max() + 1;
        int steps = RandomFolds + bySource + 1, step = 0;
        for (int fold = 0; fold < RandomFolds; fold++)
        {
            int held = fold;
            // Messages of one made-up family are too much alike for that.
            Judge((m, i) => i % RandomFolds == held && !IsMadeUp(m.Source), examples, isOtherSource: false);
            Progress?.Invoke((double)++step / steps);
        }

        for (int fold = 0; fold < bySource; fold++)
        {
            int held = fold;
            Judge((m, _) => groups[m.Source] == held, examples, isOtherSource: true);
            Progress?.Invoke((double)++step / steps);
        }

        double[] second = SecondStage(examples);
        List<(double Score, bool IsSpam, double Weight)> scored = [.. examples.Where(e => !e.IsPadded).Select(e => (Inputs.Score(e.Inputs, second), e.Message.IsSpam, e.Weight))];
        Calibration calibration = CalibrationLearner.Fit(scored);
        FirstStage stage = FirstStage.Learn(messages, _weights, (_, _) => true, Rounds, seed, cancellationToken);
        Progress?.Invoke(1);
        double cut = CutLearner.Find([.. examples.Where(e => !e.IsPadded && (e.IsOtherSource || bySource == 0) && !IsMadeUp(e.Message.Source)).Select(e => (Inputs.Sigmoid(calibration.Apply(Inputs.Score(e.Inputs, second))), e.Message))], sources.Count);
        return new LearntModel(stage.Text.Weights(), stage.Text.Bias, stage.Header.Weights(), stage.Header.Bias, second, calibration, cut);

        void Judge(Func<TrainingMessage, int, bool> isHeld, List<Example> into, bool isOtherSource)
        {
            FirstStage part = FirstStage.Learn(messages, _weights, (m, i) => !isHeld(m, i), Rounds, seed, cancellationToken);
            new FoldJudge(part, messages, _weights, seed).AddTo(into, isHeld, PaddedWeight, isOtherSource);
        }
    }

    private bool IsMadeUp(int source) => sources[source].StartsWith(MadeUpMail.SourcePrefix, StringComparison.Ordinal);

    private double[] SecondStage(List<Example> examples)
    {
        double[] priors = new double[Inputs.Count], deviations = new double[Inputs.Count];
        // What is best for the sources at hand is too trusting for others: left free, the header's weight doubles and mail of sources that were left out
        // whole is told apart less well than with these.
        (priors[Inputs.Whole], priors[Inputs.Worst], priors[Inputs.Header]) = (0.7, 0.5, 0.8);
        (deviations[Inputs.Bias], deviations[Inputs.Whole], deviations[Inputs.Worst], deviations[Inputs.Header]) = (3, TextDeviation, TextDeviation, TextDeviation);
        for (int i = 0; i < EvidenceKinds.Count; i++)
        {
            priors[Inputs.FirstEvidence + i] = EvidenceKinds.Prior((EvidenceKind)i);
            deviations[Inputs.FirstEvidence + i] = EvidenceDeviation;
        }

        EvidenceLearner learner = new(priors, deviations);
        double all = examples.Sum(e => e.Weight);
        foreach (Example example in examples)
        {
            learner.Add(example.Inputs, example.Message.IsSpam, example.Weight * EffectiveMessages / all);
        }

        return learner.Fit();
    }

    // Sources with most messages each have a group, the others share them out.
    private int[] SourceGroups()
    {
        int[] sizes = new int[sources.Count];
        foreach (TrainingMessage message in messages)
        {
            sizes[message.Source]++;
        }

        int[] groups = new int[sources.Count];
        int rank = 0;
        foreach (int source in Enumerable.Range(0, sources.Count).OrderByDescending(s => sizes[s]).ThenBy(s => sources[s], StringComparer.Ordinal))
        {
            groups[source] = rank++ % SourceFolds;
        }

        return groups;
    }
}
