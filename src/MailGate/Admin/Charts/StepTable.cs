using MailGate.Admin.Data;
using MailGate.Admin.Html;
using MailGate.Admin.Pages;
using MailGate.Observability.History;

namespace MailGate.Admin.Charts;

/// <summary>Where the time went: every step with a bar as long as its share of the longest.</summary>
internal static class StepTable
{
    public static HtmlPart Of(TransactionDetail detail)
    {
        Step[] steps = [.. Steps(detail)];
        double longest = steps.Select(step => step.Seconds).DefaultIfEmpty().Max();
        return html => html.Write($"""
            <h2>Where the time went</h2>
            <div class="scroll" role="region" aria-label="Time in each step" tabindex="0"><table class="steps">
            <caption class="sr">Time in each step</caption>
            <thead><tr><th scope="col">Step</th><th scope="col" class="number">Time</th><th scope="col"><span class="sr">Share of the longest</span></th><th scope="col">How it went</th></tr></thead>
            <tbody>
            {steps.Select(step => Row(step, longest))}</tbody></table></div>
            """);
    }

    private static IEnumerable<Step> Steps(TransactionDetail detail)
    {
        TransactionSummary summary = detail.Summary;
        yield return new Step("connection to MAIL", summary.BeforeMailSeconds, "client", "");
        foreach (StageAccount stage in detail.Stages.Where(stage => stage.Stage != "message"))
        {
            foreach (Step step in StepsOf(stage))
            {
                yield return step;
            }
        }

        yield return new Step("data: the client sends the message", summary.DataSeconds, "client", "");
        foreach (Step step in detail.Stages.Where(stage => stage.Stage == "message").SelectMany(StepsOf))
        {
            yield return step;
        }

        foreach (PhaseSeconds phase in summary.Downstream)
        {
            yield return new Step($"server behind: {phase.Phase}", phase.Seconds, "downstream", "");
        }
    }

    private static IEnumerable<Step> StepsOf(StageAccount stage)
    {
        foreach (CheckAccount check in stage.Checks)
        {
            yield return new Step($"{stage.Stage}: check {check.Check}", check.Seconds, "check", check.Error ?? (check.Outcome == "completed" ? "" : check.Outcome));
        }

        yield return new Step($"{stage.Stage}: rules", stage.RuleSeconds, "rule", "");
    }

    private static HtmlPart Row(Step step, double longest) => html => html.Write($"""
        <tr><th scope="row">{step.Name}</th><td class="number">{Parts.Duration(step.Seconds)}</td><td>{Bar.Of(longest == 0 ? 0 : step.Seconds / longest, step.Style)}</td><td>{step.Note}</td></tr>

        """);

    private sealed record Step(string Name, double Seconds, string Style, string Note);
}
