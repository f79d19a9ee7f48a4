using System.Globalization;
using MailGate.Admin.Api;
using MailGate.Admin.Pages;
using MailGate.Observability.History;

namespace MailGate.Cli.Top;

/// <summary>The lines of <c>mailgate top</c>.</summary>
internal static class TopView
{
    /// <summary>For where no terminal says how large it is.</summary>
    public const int DefaultWidth = 120;

    public const int DefaultHeight = 40;

    private const int MaxSide = 8;

    /// <summary>As many lines as fit, none longer than the width; texts of mail still have to be made printable.</summary>
    public static IReadOnlyList<string> Lines(TopData data, int width, int height)
    {
        GatewayStatus status = data.Status;
        string state = status.Ready ? "ready" : "NOT READY: " + string.Join("; ", status.Checks.Where(check => check.Problem is not null).Select(check => $"{check.Name}: {check.Problem}"));
        List<string> lines =
        [
            Text($"mailgate {status.Version} on {status.Hostname}, {state}, {status.Sessions} sessions, {status.Time.UtcDateTime:HH:mm:ss}Z"),
            "",
            Text($"{"",-12} {"total",8} {"accepted",9} {"rejected",9} {"deferred",9} {"quarant.",9} {"discarded",9} {"aborted",8} {"reply p50",10} {"p95",9}"),
            Counts("last minute", status.LastMinute),
            Counts("last hour", status.LastHour),
            "",
        ];
        int half = Math.Max(20, (width - 2) / 2);
        string[] rules = [.. status.TopRules.Take(MaxSide).Select(rule => Text($"{rule.Hits,9}  {rule.Rule}{(rule.Mode == "shadow" ? " (shadow)" : "")}"))];
        string[] servers = [.. status.Downstream.Take(MaxSide).Select(phase => Text($"{Parts.Duration(phase.MeanSeconds),9}  {phase.Route} {phase.Phase} ({phase.Count})"))];
        lines.Add(Side("     hits  rule", "     mean  server behind: route, phase (replies)"));
        lines.AddRange(Enumerable.Range(0, Math.Max(rules.Length, servers.Length)).Select(i => Side(rules.ElementAtOrDefault(i) ?? "", servers.ElementAtOrDefault(i) ?? "")));
        lines.Add("");
        lines.Add(Text($"{"time",-8}  {"verdict",-10} {"score",6} {"reply",9}  {"from",-30} to"));
        lines.AddRange(data.Transactions.Select(Transaction));
        return [.. lines.Take(height).Select(line => line.Length > width ? line[..width] : line)];

        string Side(string left, string right) => $"{(left.Length > half ? left[..half] : left).PadRight(half)}  {right}".TrimEnd();
    }

    private static string Counts(string name, TrafficCounts counts) => Text(
        $"{name,-12} {counts.Total,8} {counts.Accepted,9} {counts.Rejected,9} {counts.Deferred,9} {counts.Quarantined,9} {counts.Discarded,9} {counts.Aborted,8} {Time(counts.ReplyP50Seconds),10} {Time(counts.ReplyP95Seconds),9}");

    private static string Time(double? seconds) => seconds is { } value ? Parts.Duration(value) : "-";

    private static string Transaction(TransactionSummary transaction)
    {
        string to = string.Join(' ', transaction.Recipients) + (transaction.Reason is null ? "" : $"  ({transaction.Reason})");
        return Text(
            $"{transaction.Time.UtcDateTime:HH:mm:ss}  {transaction.Verdict,-10} {Parts.Score(transaction.Score),6} {(transaction.ReplySeconds > 0 ? Parts.Duration(transaction.ReplySeconds) : ""),9}  {Cut(Parts.Address(transaction.From)),-30} {to}");
    }

    private static string Cut(string address) => address.Length > 30 ? address[..27] + "..." : address;

    private static string Text(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
