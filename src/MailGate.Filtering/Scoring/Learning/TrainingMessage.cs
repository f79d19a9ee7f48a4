using MailGate.Filtering.Scoring.Features;

namespace MailGate.Filtering.Scoring.Learning;

/// <summary>A labelled message as features.</summary>
internal sealed class TrainingMessage
{
    public TrainingMessage(MessageFeatures features, bool isSpam, int source)
    {
        Text = features.Text.ToArray();
        SegmentEnds = features.SegmentEnds.ToArray();
        Header = features.Header.ToArray();
        Evidence = EvidenceKinds.LogOdds(features.Evidence);
        IsSpam = isSpam;
        Source = source;
    }

    public uint[] Text { get; }

    public int[] SegmentEnds { get; }

    public uint[] Header { get; }

    /// <summary>What the evidence says, in log-odds.</summary>
    public double Evidence { get; }

    public bool IsSpam { get; }

    /// <summary>Index of where it comes from.</summary>
    public int Source { get; }
}
