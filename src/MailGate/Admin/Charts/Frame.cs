using System.Globalization;
using MailGate.Admin.Html;

namespace MailGate.Admin.Charts;

/// <summary>The drawing area that charts share: a scale from 0 to a round number, lines with labels, names below.</summary>
/// <param name="Top">The highest value of the scale.</param>
internal sealed record Frame(double Top)
{
    public const double Width = 640;
    public const double Height = 200;
    private const double Left = 56;
    private const double Right = 18;
    private const double Above = 10;
    private const double Below = 24;
    private const int Lines = 4;

    public static double PlotWidth => Width - Left - Right;

    public static double Base => Height - Below;

    /// <summary>A frame whose scale reaches a round number not below <paramref name="highest"/>.</summary>
    public static Frame For(double highest, double least = 1)
    {
        double value = Math.Max(highest, least);
        double power = Math.Pow(10, Math.Floor(Math.Log10(value)));
        double[] steps = [1, 2, 4, 5, 8, 10];
        return new Frame(steps.Select(step => step * power).First(step => step >= value * 0.999999));
    }

    /// <summary>The horizontal place of a share of the width.</summary>
    public static double X(double share) => Left + (share * PlotWidth);

    public double Y(double value) => Base - (Math.Min(value, Top) / Top * (Base - Above));

    /// <summary>The lines and their labels.</summary>
    public HtmlPart Grid(Func<double, string> label) => html =>
    {
        for (int i = 0; i <= Lines; i++)
        {
            double value = Top * i / Lines;
            html.Write($"""
                <line class="grid" x1="{Left}" x2="{Width - Right}" y1="{Y(value)}" y2="{Y(value)}"/><text class="axis" x="{Left - 6}" y="{Y(value) + 4}" text-anchor="end">{label(value)}</text>
                """);
        }
    };

    /// <summary>A name below the chart.</summary>
    public static HtmlPart Name(double share, string text) =>
        html => html.Write($"""<text class="axis" x="{X(share)}" y="{Height - 6}" text-anchor="middle">{text}</text>""");

    /// <summary>A count, in few characters.</summary>
    public static string Count(double value) => value switch
    {
        >= 1_000_000 => string.Create(CultureInfo.InvariantCulture, $"{value / 1e6:0.#}M"),
        >= 10_000 => string.Create(CultureInfo.InvariantCulture, $"{value / 1e3:0.#}k"),
        _ => value.ToString("0.##", CultureInfo.InvariantCulture),
    };
}
