using MailGate.Admin.Charts;
using MailGate.Admin.Data;
using MailGate.Admin.Html;
using MailGate.Observability.History;

namespace MailGate.Admin.Pages;

/// <summary>A transaction's account: the pipeline with the time in each step, what was decided where and why, and what was said.</summary>
internal static class TransactionPage
{
    public static Task WriteAsync(AdminRequest request)
    {
        string id = request.Segment("id");
        if (new Transactions(request.Sources).Find(id) is not { } detail)
        {
            return ErrorPage.WriteAsync(request, StatusCodes.Status404NotFound, "This transaction is not known, or not any more");
        }

        TransactionSummary summary = detail.Summary;
        return Layout.WriteAsync(request, $"Transaction {summary.Id}", "Transactions", html => html.Write($"""
            <p class="lead">{Parts.Verdict(summary.Verdict)} {Reason(summary)} at {Parts.Time(summary.Time)} UTC, in {Parts.Duration(summary.TotalSeconds)}</p>
            {PipelinePicture.Of(detail)}
            {Facts(summary)}
            <h2>What was decided, and why</h2>
            {(detail.Stages.Count == 0 ? NotJudged : Stages(detail.Stages))}
            {StepTable.Of(detail)}
            """));
    }

    private static HtmlPart NotJudged => html => html.Write($"""<p class="empty">Nothing was judged: there are neither rules nor checks, or the client was refused before.</p>""");

    private static HtmlPart Reason(TransactionSummary summary) => html => html.Write($"{(summary.Reason is null ? "" : "because of " + summary.Reason)}");

    private static HtmlPart Facts(TransactionSummary summary) => html => html.Write($"""
        <dl class="facts">
        {Fact("From", Parts.Address(summary.From))}
        {Fact("To", string.Join(", ", summary.Recipients) + (summary.RecipientCount > summary.Recipients.Count ? $" and {summary.RecipientCount - summary.Recipients.Count} more" : ""))}
        {(summary.RefusedRecipients > 0 ? Fact("Recipients refused", summary.RefusedRecipients.ToString(System.Globalization.CultureInfo.InvariantCulture)) : null)}
        {Fact("Subject", summary.Subject)}
        {Fact("Message-ID", summary.MessageId)}
        {Fact("Size", summary.Octets > 0 ? Parts.Octets(summary.Octets) : null)}
        {Fact("Score", summary.Score is null ? null : Parts.Score(summary.Score))}
        {Fact("Client", summary.Client)}
        {Fact("HELO", summary.Helo)}
        {Fact("TLS", summary.Tls ?? "none")}
        {Fact("User", summary.User)}
        {Fact("Listener", summary.Listener)}
        {Fact("Reply to the client", summary.Reply)}
        {Fact("Route", summary.Route)}
        {Fact("Server behind", summary.Target)}
        {Fact("Its last reply", summary.DownstreamReply)}
        </dl>
        """);

    private static HtmlPart? Fact(string name, string? value) => string.IsNullOrEmpty(value) ? null : html => html.Write($"""<div><dt>{name}</dt><dd><bdi>{value}</bdi></dd></div>""");

    private static HtmlPart Stages(IReadOnlyList<StageAccount> stages) => html => html.Write($"{stages.Select(Stage)}");

    private static HtmlPart Stage(StageAccount stage) => html => html.Write($"""
        <section class="card stage">
        <h3>{stage.Stage} {(stage.Recipient is null ? null : Recipient(stage.Recipient))} {Parts.Verdict(stage.Verdict)}</h3>
        <p>Score {Parts.Score(stage.Score)}{(stage.Reason is null ? "" : $", decided by {stage.Reason}")}{(stage.Reply is null ? "" : $", reply {stage.Reply}")}; {Parts.Duration(stage.Seconds)}</p>
        {(stage.Hits.Count + stage.ShadowHits.Count + stage.Failures.Count == 0 ? null : Hits(stage))}
        </section>

        """);

    private static HtmlPart Recipient(string recipient) => html => html.Write($"<bdi>{recipient}</bdi>");

    private static HtmlPart Hits(StageAccount stage) => html => html.Write($"""
        <div class="scroll" role="region" aria-label="Rules at stage {stage.Stage}" tabindex="0"><table class="hits">
        <caption class="sr">Rules at stage {stage.Stage}</caption>
        <thead><tr><th scope="col" class="number">Score</th><th scope="col">Rule</th><th scope="col">Because of</th></tr></thead>
        <tbody>
        {stage.Hits.Select(hit => Hit(hit, isShadow: false))}{stage.ShadowHits.Select(hit => Hit(hit, isShadow: true))}{stage.Failures.Select(Failure)}
        </tbody></table></div>
        """);

    private static HtmlPart Hit(HitAccount hit, bool isShadow) => html => html.Write($"""
        <tr><td class="number">{(isShadow ? "shadow" : Parts.Score(hit.Score))}</td><th scope="row"><a href="{Link.To("rules", hit.Rule)}">{hit.Rule}</a></th><td class="evidence">{hit.Evidence.Select(fact => (HtmlPart)(h => h.Write($"<div><code>{fact.Fact}</code> = <bdi>{fact.Value}</bdi></div>")))}</td></tr>

        """);

    private static HtmlPart Failure(FailureAccount failure) => html => html.Write($"""
        <tr><td class="number">not judged</td><th scope="row"><a href="{Link.To("rules", failure.Rule)}">{failure.Rule}</a></th><td>{failure.Reason}</td></tr>

        """);
}
