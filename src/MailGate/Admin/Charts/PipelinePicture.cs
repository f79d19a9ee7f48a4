using MailGate.Admin.Data;
using MailGate.Admin.Html;
using MailGate.Admin.Pages;
using MailGate.Observability.History;

namespace MailGate.Admin.Charts;

/// <summary>The way of a transaction through the gateway, from left to right: each station with its time and what came of it, up to where it ended.</summary>
internal static class PipelinePicture
{
    private static readonly string[] StageNames = ["connect", "helo", "mail", "rcpt", "message"];

    public static HtmlPart Of(TransactionDetail detail) => html => html.Write($"""
        <ol class="pipeline" aria-label="The way through the gateway">
        {Stations(detail)}</ol>
        """);

    private static IEnumerable<HtmlPart> Stations(TransactionDetail detail)
    {
        TransactionSummary summary = detail.Summary;
        foreach (string name in StageNames)
        {
            if (name == "message" && summary.DataSeconds > 0)
            {
                yield return Station("data", Parts.Duration(summary.DataSeconds), Parts.Octets(summary.Octets), "plain");
            }

            StageAccount[] stages = [.. detail.Stages.Where(stage => stage.Stage == name)];
            if (stages.Length > 0)
            {
                StageAccount last = stages[^1];
                int rules = stages.Sum(stage => stage.Hits.Count);
                string note = stages.Length > 1 ? $"{stages.Length} recipients" : $"{Counted(last.Checks.Count, "check")}, {Counted(rules, "hit")}";
                yield return Station(name, Parts.Duration(stages.Sum(stage => stage.Seconds)), note, last.Verdict);
            }
        }

        if (summary.Downstream.Count > 0)
        {
            string code = summary.DownstreamReply is { Length: >= 3 } reply ? reply[..3] : "";
            yield return Station("server behind", Parts.Duration(summary.Downstream.Sum(phase => phase.Seconds)), summary.Target ?? "", code.StartsWith('2') ? "accept" : code.StartsWith('5') ? "reject" : "defer");
        }

        yield return Station("reply", Parts.Duration(summary.TotalSeconds), summary.Reply is { Length: >= 3 } said ? said[..3] : "none", summary.Verdict);
    }

    private static string Counted(int count, string noun) => count == 1 ? $"1 {noun}" : $"{count} {noun}s";

    private static HtmlPart Station(string name, string time, string note, string verdict) => html => html.Write($"""
        <li><span class="name">{name}</span><span class="time">{time}</span><span class="note">{note}</span>{(verdict == "plain" ? null : Parts.Verdict(verdict))}</li>

        """);
}
