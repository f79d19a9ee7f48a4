using MailGate.Filtering.Scoring.Learning.MadeUp;

namespace MailGate.Filtering.Scoring.Learning;

/// <summary>How much each message counts: sources by the square root of their size, all that is made up as one source, and spam as much as ham in all.</summary>
internal static class MessageWeights
{
    private const double Typical = 2000;

    public static double[] Of(IReadOnlyList<TrainingMessage> messages, IReadOnlyList<string> sources)
    {
        int[] counted = [.. sources.Select((s, i) => s.StartsWith(MadeUpMail.SourcePrefix, StringComparison.Ordinal) ? sources.Count : i)];
        int[] sizes = new int[(sources.Count + 1) * 2];
        foreach (TrainingMessage message in messages)
        {
            sizes[Kind(message)]++;
        }

        double[] bySource = Array.ConvertAll(sizes, n => n == 0 ? 0 : Math.Clamp(Math.Sqrt(Typical / n), 0.4, 4));
        double spam = 0, ham = 0;
        foreach (TrainingMessage message in messages)
        {
            (spam, ham) = message.IsSpam ? (spam + bySource[Kind(message)], ham) : (spam, ham + bySource[Kind(message)]);
        }

        double half = (spam + ham) / 2;
        double spamFactor = half / Math.Max(spam, 1), hamFactor = half / Math.Max(ham, 1);
        return [.. messages.Select(m => bySource[Kind(m)] * (m.IsSpam ? spamFactor : hamFactor))];

        int Kind(TrainingMessage message) => (counted[message.Source] * 2) + (message.IsSpam ? 1 : 0);
    }
}
