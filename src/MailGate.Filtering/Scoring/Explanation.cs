using MailGate.Filtering.Scoring.Features;
using MailGate.Mail.Messages;

namespace MailGate.Filtering.Scoring;

/// <summary>One thing that moved a score.</summary>
/// <param name="Kind"><c>text</c>, <c>header</c>, <c>evidence</c>, <c>window</c>, <c>base</c>, <c>calibration</c> or <c>site</c>.</param>
/// <param name="Feature">What it is, readable.</param>
/// <param name="LogOdds">By how much; above nought towards spam.</param>
public readonly record struct ExplanationItem(string Kind, string Feature, double LogOdds);

/// <summary>Why a message has its score: the items sum up to the calibrated log-odds.</summary>
/// <param name="Score">The score.</param>
/// <param name="LogOdds">Its log-odds.</param>
/// <param name="Items">Largest first.</param>
public sealed record Explanation(SpamScore Score, double LogOdds, IReadOnlyList<ExplanationItem> Items)
{
    /// <summary>Takes a message's score apart.</summary>
    /// <param name="site">What this site taught, or null.</param>
    public static Explanation Of(SpamModel model, MessageContent content, Site.SiteModel? site = null)
    {
        ArgumentNullException.ThrowIfNull(model);
        ArgumentNullException.ThrowIfNull(content);
        MessageFeatures features = new();
        FeatureExtractor.Read(content, features);
        Judgement judgement = model.Judge(features);
        ExplanationSink sink = new(features, model, judgement);
        FeatureExtractor.Read(content, new MessageFeatures(), sink);
        List<ExplanationItem> items = [.. sink.Items];
        double raw = judgement.LogOdds;
        for (int i = 0; i < EvidenceKinds.Count; i++)
        {
            if (features.Evidence[i] != 0)
            {
                items.Add(new ExplanationItem("evidence", EvidenceKinds.Meaning((EvidenceKind)i), features.Evidence[i] * EvidenceKinds.Weight((EvidenceKind)i)));
            }
        }

        items.Add(new ExplanationItem("window", "the part of the text that is most like spam", judgement.Text.Excess));
        items.Add(new ExplanationItem("base", "before anything is known", raw - items.Sum(i => i.LogOdds)));
        double logOdds = model.Calibration.Apply(raw);
        items.Add(new ExplanationItem("calibration", "to odds that hold", logOdds - raw));
        if (site is not null)
        {
            double shift = site.Shift(features);
            items.Add(new ExplanationItem("site", "what this site learned", shift));
            logOdds += shift;
        }

        items.Sort((a, b) => Math.Abs(b.LogOdds).CompareTo(Math.Abs(a.LogOdds)));
        return new Explanation(model.ToScore(logOdds), logOdds, items);
    }

    // Names what the numbers of a second reading of the same message stand for.
    private sealed class ExplanationSink(MessageFeatures features, SpamModel model, Judgement judgement) : IFeatureSink
    {
        private readonly HashSet<uint> _text = [.. features.Text];
        private readonly HashSet<uint> _header = [.. features.Header];
        private readonly Dictionary<uint, int> _times = Times(features.Text);

        public List<ExplanationItem> Items { get; } = [];

        public void Text(uint index, ReadOnlySpan<char> text)
        {
            if (_text.Remove(index) && !judgement.IsTextBounded)
            {
                double weight = model.Text[index] * _times[index] / Math.Sqrt(features.Text.Length);
                Add("text", text.ToString(), weight);
            }
        }

        public void EndSegment()
        {
        }

        public void Header(string kind, ReadOnlySpan<char> text)
        {
            uint index = FeatureHash.Header(kind, text);
            if (_header.Remove(index) && !judgement.IsHeaderBounded)
            {
                Add("header", $"{kind}: {text}", model.Header[index] / Math.Sqrt(features.Header.Length));
            }
        }

        private void Add(string kind, string text, double weight)
        {
            if (weight != 0)
            {
                Items.Add(new ExplanationItem(kind, text, weight));
            }
        }

        private static Dictionary<uint, int> Times(ReadOnlySpan<uint> features)
        {
            Dictionary<uint, int> times = [];
            foreach (uint feature in features)
            {
                times[feature] = times.GetValueOrDefault(feature) + 1;
            }

            return times;
        }
    }
}
