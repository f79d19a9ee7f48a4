using System.Globalization;
using System.Text;
using MailGate.Filtering.Scoring.Evaluation;

namespace MailGate.Cli.Model;

/// <summary>Two diagrams in one SVG: spam caught against false positives (these on a logarithmic scale), and what was said against what was so.</summary>
internal static class EvaluationPlot
{
    private const int Size = 320;
    private const int Margin = 50;
    private const double Smallest = 1e-4;

    public static string Svg(IReadOnlyList<Judged> judged, EvaluationReport report)
    {
        StringBuilder svg = new();
        Line(svg, $"<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"{(2 * Size) + (3 * Margin)}\" height=\"{Size + (2 * Margin)}\" font-family=\"sans-serif\" font-size=\"11\">");
        Line(svg, $"<rect width=\"100%\" height=\"100%\" fill=\"white\"/>");
        RocCurve curve = new(judged.Where(j => j.IsSpam).Select(j => j.Probability), judged.Where(j => !j.IsSpam).Select(j => j.Probability));
        Frame(svg, Margin, "false positives (log scale, 0.01 % to 100 %)", "spam caught");
        for (double share = Smallest; share < 1.5; share *= 10)
        {
            double x = Margin + X(share);
            Line(svg, $"<line x1=\"{x:F1}\" y1=\"{Margin}\" x2=\"{x:F1}\" y2=\"{Margin + Size}\" stroke=\"#ddd\"/>");
        }

        Polyline(svg, curve.Points().Select(p => (Margin + X(p.Ham), Y(p.Spam))), "#06c");
        int left = (2 * Margin) + Size;
        Frame(svg, left, "probability said", "share of spam");
        Line(svg, $"<line x1=\"{left}\" y1=\"{Margin + Size}\" x2=\"{left + Size}\" y2=\"{Margin}\" stroke=\"#bbb\" stroke-dasharray=\"4\"/>");
        Polyline(svg, report.Reliability.Select(b => (left + (b.MeanProbability * Size), Y(b.SpamShare))), "#c30");
        foreach (ReliabilityBin bin in report.Reliability)
        {
            Line(svg, $"<circle cx=\"{left + (bin.MeanProbability * Size):F1}\" cy=\"{Y(bin.SpamShare):F1}\" r=\"{2 + Math.Log10(bin.Messages):F1}\" fill=\"#c30\"/>");
        }

        return svg.Append("</svg>\n").ToString();
    }

    private static void Frame(StringBuilder svg, int left, string across, string up)
    {
        Line(svg, $"<rect x=\"{left}\" y=\"{Margin}\" width=\"{Size}\" height=\"{Size}\" fill=\"none\" stroke=\"#333\"/>");
        Line(svg, $"<text x=\"{left + (Size / 2)}\" y=\"{Margin + Size + 30}\" text-anchor=\"middle\">{across}</text>");
        Line(svg, $"<text x=\"{left - 8}\" y=\"{Margin - 8}\">{up}</text>");
        foreach (double share in (double[])[0, 0.5, 1])
        {
            Line(svg, $"<text x=\"{left - 6}\" y=\"{Y(share) + 4:F1}\" text-anchor=\"end\">{share * 100:F0} %</text>");
        }
    }

    private static double X(double share) => Math.Log10(Math.Max(share, Smallest) / Smallest) / 4 * Size;

    private static double Y(double share) => Margin + ((1 - share) * Size);

    private static void Polyline(StringBuilder svg, IEnumerable<(double X, double Y)> points, string color) =>
        Line(svg, $"<polyline fill=\"none\" stroke=\"{color}\" stroke-width=\"1.5\" points=\"{string.Join(' ', points.Select(p => string.Create(CultureInfo.InvariantCulture, $"{p.X:F1},{p.Y:F1}")).Distinct())}\"/>");

    private static void Line(StringBuilder svg, FormattableString line) => svg.Append(line.ToString(CultureInfo.InvariantCulture)).Append('\n');
}
