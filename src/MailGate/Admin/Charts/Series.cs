using MailGate.Admin.Html;

namespace MailGate.Admin.Charts;

/// <summary>One row of numbers in a chart.</summary>
/// <param name="Style">A class of the style sheet.</param>
/// <param name="Values">A value for each column; null where there is none.</param>
internal sealed record Series(string Name, string Style, IReadOnlyList<double?> Values)
{
    /// <summary>What the colours mean.</summary>
    public static HtmlPart Legend(IEnumerable<Series> series) => html => html.Write($"""
        <ul class="legend">{series.Select(one => (HtmlPart)(h => h.Write($"""<li><span class="swatch {one.Style}" aria-hidden="true"></span>{one.Name}</li>""")))}</ul>
        """);

    /// <summary>The numbers of a chart as a table, for who does not see the chart or wants them exactly.</summary>
    public static HtmlPart Table(string caption, string column, IReadOnlyList<string> names, IReadOnlyList<Series> series, Func<double, string> format) => html => html.Write($"""
        <details class="numbers"><summary>Numbers</summary><div class="scroll" role="region" aria-label="{caption}" tabindex="0"><table>
        <caption>{caption}</caption>
        <thead><tr><th scope="col">{column}</th>{series.Select(one => (HtmlPart)(h => h.Write($"""<th scope="col" class="number">{one.Name}</th>""")))}</tr></thead>
        <tbody>{names.Select((name, i) => (HtmlPart)(h => h.Write($"""<tr><th scope="row">{name}</th>{series.Select(one => (HtmlPart)(c => c.Write($"""<td class="number">{(one.Values[i] is { } value ? format(value) : "")}</td>""")))}</tr>""")))}</tbody>
        </table></div></details>
        """);
}
