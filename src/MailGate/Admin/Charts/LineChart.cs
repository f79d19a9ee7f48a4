using System.Globalization;
using MailGate.Admin.Html;

namespace MailGate.Admin.Charts;

/// <summary>Lines over time. A gap is where there is no value.</summary>
internal static class LineChart
{
    /// <inheritdoc cref="ColumnChart.Of"/>
    public static HtmlPart Of(
        string title, string summary, string column, IReadOnlyList<string> names, IReadOnlyList<(int Column, string Text)> labels, IReadOnlyList<Series> series, Func<double, string> format, double least)
    {
        Frame frame = Frame.For(series.SelectMany(one => one.Values).Max() ?? 0, least);
        return html => html.Write($"""
            <figure class="card chart">
            <figcaption><h2>{title}</h2><p>{summary}</p>{Series.Legend(series)}</figcaption>
            <svg viewBox="0 0 {Frame.Width} {Frame.Height}" role="img" aria-label="{title}: {summary}">
            {frame.Grid(format)}{series.Select(one => Line(frame, one))}{labels.Select(label => Frame.Name((label.Column + 0.5) / names.Count, label.Text))}
            </svg>
            {Series.Table(title, column, names, series, format)}
            </figure>
            """);
    }

    private static HtmlPart Line(Frame frame, Series series) => html =>
    {
        List<string> run = [];
        for (int i = 0; i <= series.Values.Count; i++)
        {
            if (i < series.Values.Count && series.Values[i] is { } value)
            {
                run.Add(string.Create(CultureInfo.InvariantCulture, $"{Frame.X((i + 0.5) / series.Values.Count):0.##},{frame.Y(value):0.##}"));
                continue;
            }

            if (run.Count > 0)
            {
                // A lonely value has no line: a short one makes it visible.
                string points = run.Count > 1 ? string.Join(' ', run) : $"{run[0]} {run[0]}";
                html.Write($"""<polyline class="{series.Style}" points="{points}"/>""");
                run.Clear();
            }
        }
    };
}
