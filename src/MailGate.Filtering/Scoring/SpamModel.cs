using MailGate.Filtering.Scoring.Features;
using MailGate.Mail.Messages;

namespace MailGate.Filtering.Scoring;

/// <summary>A trained model: it never changes, and all sessions share it.</summary>
public sealed class SpamModel
{
    [ThreadStatic]
    private static MessageFeatures? s_features;

    internal SpamModel(WeightTable text, WeightTable header, Calibration calibration, double cut, string hash)
    {
        Text = text;
        Header = header;
        Calibration = calibration;
        Cut = cut;
        Hash = hash;
    }

    /// <summary>The probability from which a message is called spam.</summary>
    public double Cut { get; }

    /// <summary>SHA-256 of the file, in hexadecimal.</summary>
    public string Hash { get; }

    internal WeightTable Text { get; }

    internal WeightTable Header { get; }

    internal Calibration Calibration { get; }

    /// <summary>Reads a model file.</summary>
    /// <exception cref="SpamModelException">It is no model, damaged, or of another version: the message says so.</exception>
    /// <exception cref="IOException">It cannot be read.</exception>
    public static SpamModel Load(string path)
    {
        FileInfo file = new(path);
        if (file.Exists && file.Length > SpamModelFile.MaxLength)
        {
            throw new SpamModelException($"{path}: this is no spam model");
        }

        return SpamModelFile.Read(File.ReadAllBytes(path), path);
    }

    /// <summary>Judges a message by its content alone.</summary>
    public SpamScore Score(MessageContent content) => Score(content, null, default);

    /// <summary>Judges a message.</summary>
    /// <param name="site">What this site taught, or null.</param>
    /// <param name="senderLogOdds">What is known of the sender beside the content, in log-odds.</param>
    internal SpamScore Score(MessageContent content, Site.SiteModel? site, double senderLogOdds)
    {
        MessageFeatures features = s_features ??= new MessageFeatures();
        FeatureExtractor.Read(content, features);
        double logOdds = LogOdds(features) + senderLogOdds;
        return ToScore(site is null ? logOdds : logOdds + site.Shift(features));
    }

    /// <summary>Calibrated log-odds of what the features say.</summary>
    internal double LogOdds(MessageFeatures features) => Calibration.Apply(Judge(features).LogOdds);

    internal Judgement Judge(MessageFeatures features)
    {
        Span<double> sums = stackalloc double[MessageFeatures.MaxSegments];
        ReadOnlySpan<int> ends = features.SegmentEnds;
        double sum = 0;
        for (int i = 0, start = 0; i < ends.Length; start = ends[i++])
        {
            sums[i] = sum += Text.Sum(features.Text[start..ends[i]]);
        }

        double header = Header.Bias + (features.Header.IsEmpty ? 0 : Header.Sum(features.Header) / Math.Sqrt(features.Header.Length));
        return new Judgement(WindowScores.Of(sums[..ends.Length], ends, Text.Bias), header, EvidenceKinds.LogOdds(features.Evidence));
    }

    internal SpamScore ToScore(double logOdds) => new(Math.Clamp(Odds.Sigmoid(logOdds), 0.00001, 0.99999), PointsScale.Points(logOdds, Cut));
}
