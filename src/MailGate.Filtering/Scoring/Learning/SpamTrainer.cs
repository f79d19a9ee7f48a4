using MailGate.Filtering.Scoring.Learning.MadeUp;

namespace MailGate.Filtering.Scoring.Learning;

/// <summary>
/// Learns a model. 1. Words are learnt several times without some sources, and judge these. 2. On that the calibration is made and 3. the cut is set:
/// whoever uses the model has another source. 4. For the model itself words are learnt from all messages. The same messages and seed give the same model.
/// </summary>
internal sealed class SpamTrainer(IReadOnlyList<TrainingMessage> messages, IReadOnlyList<string> sources, ulong seed)
{
    private const int SourceFolds = 5;
    private const int RandomFolds = 3;
    private const int FewestOfAKind = 10;

    private readonly double[] _weights = MessageWeights.Of(messages, sources);

    /// <summary>Told what is done, from 0 to 1.</summary>
    public Action<double>? Progress { get; init; }

    public LearntModel Learn(CancellationToken cancellationToken)
    {
        int[] folds = Folds();
        int count = folds.Max() + 1;
        List<Judged> judged = [];
        for (int fold = 0; fold < count; fold++)
        {
            WordLearner others = WordLearner.Learn(messages, _weights, i => folds[i] != fold, seed, cancellationToken);
            judged.AddRange(Enumerable.Range(0, messages.Count).Where(i => folds[i] == fold).Select(i => new Judged(messages[i], others.Judge(messages[i]).LogOdds, _weights[i])));
            Progress?.Invoke((fold + 1.0) / (count + 1));
        }

        Calibration calibration = CalibrationLearner.Fit([.. judged.Select(j => (j.LogOdds, j.Message.IsSpam, j.Weight))]);
        double cut = CutLearner.Find([.. judged.Where(j => !IsMadeUp(j.Message.Source)).Select(j => (Odds.Sigmoid(calibration.Apply(j.LogOdds)), j.Message))]);
        WordLearner words = WordLearner.Learn(messages, _weights, _ => true, seed, cancellationToken);
        Progress?.Invoke(1);
        return new LearntModel(words.Text.Weights(), words.Text.Bias, words.Header.Weights(), words.Header.Bias, calibration, cut);
    }

    private bool IsMadeUp(int source) => sources[source].StartsWith(MadeUpMail.SourcePrefix, StringComparison.Ordinal);

    // Which messages are left out together: those of whole sources, where there are enough that both kinds are left to learn from.
    private int[] Folds()
    {
        int[] groups = SourceGroups();
        int[] folds = [.. messages.Select(m => groups[m.Source])];
        bool teaches = groups.Max() > 0 && Enumerable.Range(0, groups.Max() + 1).All(fold => Enough(fold, isSpam: true) && Enough(fold, isSpam: false));
        return teaches ? folds : [.. Enumerable.Range(0, messages.Count).Select(i => i % RandomFolds)];

        bool Enough(int fold, bool isSpam) => messages.Where((m, i) => folds[i] != fold && m.IsSpam == isSpam).Take(FewestOfAKind).Count() == FewestOfAKind;
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
