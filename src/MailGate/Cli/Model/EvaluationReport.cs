using MailGate.Filtering.Scoring;
using MailGate.Filtering.Scoring.Evaluation;

namespace MailGate.Cli.Model;

/// <summary>The figures of an evaluation. Shares are from 0 to 1; null where there is no spam or no ham.</summary>
internal sealed record EvaluationReport
{
    public required string Model { get; init; }

    public required double Cut { get; init; }

    public required int Spam { get; init; }

    public required int Ham { get; init; }

    public double? RocAuc { get; init; }

    /// <summary>(1 - ROC AUC) in percent.</summary>
    public double? OneMinusAucPercent { get; init; }

    public double? CaughtAt01Percent { get; init; }

    public double? CaughtAt1Percent { get; init; }

    public double? CaughtAtCut { get; init; }

    public double? FalsePositivesAtCut { get; init; }

    public required double MessagesPerSecond { get; init; }

    public required double MegabytesPerSecond { get; init; }

    public required SourceFigures[] Sources { get; init; }

    public required IReadOnlyList<ReliabilityBin> Reliability { get; init; }

    public static EvaluationReport Of(IReadOnlyList<Judged> judged, SpamModel model, TimeSpan spent, long octets)
    {
        RocCurve curve = new(judged.Where(j => j.IsSpam).Select(j => j.Probability), judged.Where(j => !j.IsSpam).Select(j => j.Probability));
        int spam = judged.Count(j => j.IsSpam);
        double seconds = Math.Max(spent.TotalSeconds, 1e-9);
        bool both = spam > 0 && spam < judged.Count;
        return new EvaluationReport
        {
            Model = model.Hash,
            Cut = model.Cut,
            Spam = spam,
            Ham = judged.Count - spam,
            RocAuc = both ? curve.Area : null,
            OneMinusAucPercent = both ? (1 - curve.Area) * 100 : null,
            CaughtAt01Percent = both ? curve.CaughtAt(0.001) : null,
            CaughtAt1Percent = both ? curve.CaughtAt(0.01) : null,
            CaughtAtCut = Share(judged, isSpam: true, model.Cut),
            FalsePositivesAtCut = Share(judged, isSpam: false, model.Cut),
            MessagesPerSecond = judged.Count / seconds,
            MegabytesPerSecond = octets / seconds / 1e6,
            Sources =
            [
                .. judged.GroupBy(j => (j.Source, j.IsSpam)).OrderBy(g => g.Key.Source, StringComparer.Ordinal).ThenBy(g => g.Key.IsSpam)
                    .Select(g => new SourceFigures(g.Key.Source, g.Key.IsSpam ? "spam" : "ham", g.Count(), g.Average(j => j.Probability), (double)g.Count(j => j.Probability >= model.Cut) / g.Count())),
            ],
            Reliability = Filtering.Scoring.Evaluation.Reliability.Of(judged.Select(j => (j.Probability, j.IsSpam))),
        };
    }

    public void Print(Output output)
    {
        output.Line($"model {Model[..16]}, cut {Cut}: {Spam} spam, {Ham} ham");
        output.Line($"1-AUC {Number(OneMinusAucPercent)} %   caught at 0.1 % {Percent(CaughtAt01Percent)}, at 1 % {Percent(CaughtAt1Percent)}");
        output.Line($"at the cut: caught {Percent(CaughtAtCut)}, false positives {Percent(FalsePositivesAtCut)}");
        output.Line($"{MessagesPerSecond:F0} messages/s, {MegabytesPerSecond:F1} MB/s, reading included");
        output.Line();
        output.Line($"{"source",-28} {"label",-5} {"messages",9} {"mean p",8} {"at cut",9}");
        foreach (SourceFigures source in Sources)
        {
            output.Line($"{source.Source,-28} {source.Label,-5} {source.Messages,9} {source.MeanProbability,8:F3} {Percent(source.AtCut),9}");
        }

        output.Line();
        output.Line($"{"probability",-16} {"messages",9} {"said",8} {"was spam",9}");
        foreach (ReliabilityBin bin in Reliability)
        {
            output.Line($"{$"{bin.From:F2} to {bin.To:F2}",-16} {bin.Messages,9} {bin.MeanProbability,8:F3} {bin.SpamShare,9:F3}");
        }
    }

    private static double? Share(IReadOnlyList<Judged> judged, bool isSpam, double cut)
    {
        int all = judged.Count(j => j.IsSpam == isSpam);
        return all == 0 ? null : (double)judged.Count(j => j.IsSpam == isSpam && j.Probability >= cut) / all;
    }

    private static string Percent(double? share) => share is { } s ? $"{s * 100:F2} %" : "-";

    private static string Number(double? number) => number is { } n ? $"{n:F3}" : "-";

    /// <summary>One source and label.</summary>
    /// <param name="AtCut">Share at or above the cut.</param>
    internal sealed record SourceFigures(string Source, string Label, int Messages, double MeanProbability, double AtCut);
}
