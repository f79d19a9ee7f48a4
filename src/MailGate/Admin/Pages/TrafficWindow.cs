using System.Globalization;

namespace MailGate.Admin.Pages;

/// <summary>How far back the overview looks.</summary>
/// <param name="Name">As in the address.</param>
/// <param name="Parts">Columns of its charts.</param>
/// <param name="MinutesEach">What a column stands for.</param>
/// <param name="LabelEach">Columns from one label to the next.</param>
internal sealed record TrafficWindow(string Name, string Title, int Parts, int MinutesEach, int LabelEach)
{
    public static IReadOnlyList<TrafficWindow> All { get; } =
    [
        new("1h", "1 hour", 60, 1, 10),
        new("6h", "6 hours", 72, 5, 12),
        new("24h", "24 hours", 96, 15, 16),
    ];

    /// <summary>The window of this name, or the shortest.</summary>
    public static TrafficWindow Of(string name) => All.FirstOrDefault(window => window.Name == name) ?? All[0];

    /// <summary>A column's beginning in UTC.</summary>
    public static string TimeOf(long minute) => DateTimeOffset.FromUnixTimeSeconds(minute * 60).ToString("HH:mm", CultureInfo.InvariantCulture);

    /// <summary>The columns that are labelled: full hours, or the tens of an hour.</summary>
    public IReadOnlyList<(int Column, string Text)> Labels(IReadOnlyList<long> minutes) =>
        [.. minutes.Select((minute, i) => (Column: i, Minute: minute)).Where(pair => pair.Minute % (LabelEach * MinutesEach) == 0).Select(pair => (pair.Column, TimeOf(pair.Minute)))];
}
