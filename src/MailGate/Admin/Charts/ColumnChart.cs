using MailGate.Admin.Html;

namespace MailGate.Admin.Charts;

/// <summary>Columns, each a stack of parts.</summary>
internal static class ColumnChart
{
    private const double Gap = 0.15;

    /// <param name="title">What is shown.</param>
    /// <param name="summary">The same in a sentence with its numbers.</param>
    /// <param name="names">Of the columns, for their tool tips and the table.</param>
    /// <param name="labels">What is written below some columns.</param>
    public static HtmlPart Of(string title, string summary, string column, IReadOnlyList<string> names, IReadOnlyList<(int Column, string Text)> labels, IReadOnlyList<Series> series)
    {
        Frame frame = Frame.For(Enumerable.Range(0, names.Count).Select(i => series.Sum(one => one.Values[i] ?? 0)).DefaultIfEmpty().Max(), least: 4);
        return html => html.Write($"""
            <figure class="card chart">
            <figcaption><h2>{title}</h2><p>{summary}</p>{(series.Count > 1 ? Series.Legend(series) : null)}</figcaption>
            <svg viewBox="0 0 {Frame.Width} {Frame.Height}" role="img" aria-label="{title}: {summary}">
            {frame.Grid(Frame.Count)}{Enumerable.Range(0, names.Count).Select(i => Column(frame, i, names, series))}{labels.Select(label => Frame.Name((label.Column + 0.5) / names.Count, label.Text))}
            </svg>
            {Series.Table(title, column, names, series, Frame.Count)}
            </figure>
            """);
    }

    private static HtmlPart Column(Frame frame, int index, IReadOnlyList<string> names, IReadOnlyList<Series> series) => html =>
    {
        double left = Frame.X((index + (Gap / 2)) / names.Count), width = Frame.PlotWidth / names.Count * (1 - Gap);
        double sum = series.Sum(one => one.Values[index] ?? 0), below = 0;
        if (sum == 0)
        {
            return;
        }

        html.Write($"<g><title>{names[index]}: {string.Join(", ", series.Where(one => one.Values[index] > 0).Select(one => $"{Frame.Count(one.Values[index]!.Value)} {one.Name.ToLowerInvariant()}"))}</title>");
        foreach (Series one in series)
        {
            double value = one.Values[index] ?? 0;
            if (value > 0)
            {
                html.Write($"""<rect class="{one.Style}" x="{left}" width="{width}" y="{frame.Y(below + value)}" height="{frame.Y(below) - frame.Y(below + value)}"/>""");
            }

            below += value;
        }

        html.Write($"</g>");
    };
}
