using System.Globalization;
using MailGate.Admin.Html;
using MailGate.Observability.History;

namespace MailGate.Admin.Pages;

/// <summary>Small parts that several pages have.</summary>
internal static class Parts
{
    private const int MaxShownRecipients = 2;

    /// <summary>The hidden field that proves that a form was made here.</summary>
    public static HtmlPart FormToken(AdminRequest request)
    {
        string token = request.Access.FormToken(request.Context);
        return html => html.Write($"""<input type="hidden" name="form_token" value="{token}">""");
    }

    /// <summary>A verdict as a coloured word. The class comes from a closed set.</summary>
    public static HtmlPart Verdict(string verdict)
    {
        string kind = verdict switch
        {
            "accept" => "good",
            "tag" or "greylist" => "odd",
            "reject" or "failed" or "timed_out" => "bad",
            "defer" or "in_doubt" => "wait",
            "quarantine" or "discard" => "held",
            _ => "plain",
        };
        return html => html.Write($"""<span class="badge {kind}">{verdict}</span>""");
    }

    /// <summary>A moment, in UTC; the script shows it in local time as its title.</summary>
    public static HtmlPart Time(DateTimeOffset time)
    {
        string iso = time.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture);
        string text = time.UtcDateTime.ToString("yyyy-MM-dd HH:mm:ss", CultureInfo.InvariantCulture);
        return html => html.Write($"""<time datetime="{iso}">{text}</time>""");
    }

    /// <summary>A duration with its unit: 0.4 ms, 12 ms, 1.25 s.</summary>
    public static string Duration(double seconds) => seconds switch
    {
        0 => "0",
        < 0.001 => string.Create(CultureInfo.InvariantCulture, $"{seconds * 1000:0.00} ms"),
        < 0.01 => string.Create(CultureInfo.InvariantCulture, $"{seconds * 1000:0.0} ms"),
        < 1 => string.Create(CultureInfo.InvariantCulture, $"{seconds * 1000:0} ms"),
        < 120 => string.Create(CultureInfo.InvariantCulture, $"{seconds:0.00} s"),
        _ => string.Create(CultureInfo.InvariantCulture, $"{seconds / 60:0} min"),
    };

    public static string Octets(long octets) => octets switch
    {
        < 1000 => string.Create(CultureInfo.InvariantCulture, $"{octets} B"),
        < 1_000_000 => string.Create(CultureInfo.InvariantCulture, $"{octets / 1e3:0.#} KB"),
        _ => string.Create(CultureInfo.InvariantCulture, $"{octets / 1e6:0.#} MB"),
    };

    public static string Score(double? score) => score is { } points ? points.ToString("0.##", CultureInfo.InvariantCulture) : "";

    /// <summary>An address, or the null reverse-path as it is written.</summary>
    public static string Address(string address) => address.Length > 0 ? address : "<>";

    /// <summary>A table of transactions.</summary>
    public static HtmlPart Transactions(string caption, IReadOnlyList<TransactionSummary> transactions) => transactions.Count == 0
        ? html => html.Write($"""<p class="empty">None.</p>""")
        : html => html.Write($"""
            <div class="scroll" role="region" aria-label="{caption}" tabindex="0">
            <table class="list">
            <caption>{caption}</caption>
            <thead><tr><th scope="col">Time (UTC)</th><th scope="col">Verdict</th><th scope="col">From</th><th scope="col">To</th><th scope="col">Client</th><th scope="col" class="number">Score</th><th scope="col" class="number">Size</th><th scope="col" class="number">Dot to reply</th><th scope="col">Id</th></tr></thead>
            <tbody>
            {transactions.Select(Row)}</tbody>
            </table>
            </div>
            """);

    /// <summary>A button that posts.</summary>
    public static HtmlPart PostButton(AdminRequest request, Link action, string label, string style) =>
        html => html.Write($"""<form method="post" action="{action}">{FormToken(request)}<button type="submit" class="{style}">{label}</button></form>""");

    private static HtmlPart Row(TransactionSummary transaction) => html => html.Write($"""
        <tr>
        <td class="nowrap">{Time(transaction.Time)}</td>
        <td>{Verdict(transaction.Verdict)}{Reason(transaction.Reason)}</td>
        <td class="address"><bdi>{Address(transaction.From)}</bdi></td>
        <td class="address">{Recipients(transaction)}</td>
        <td class="nowrap"><bdi>{transaction.Client}</bdi></td>
        <td class="number">{Score(transaction.Score)}</td>
        <td class="number">{(transaction.Octets > 0 ? Octets(transaction.Octets) : "")}</td>
        <td class="number">{(transaction.ReplySeconds > 0 ? Duration(transaction.ReplySeconds) : "")}</td>
        <th scope="row"><a href="{Link.To("transactions", transaction.Id)}"><code>{transaction.Id}</code></a></th>
        </tr>

        """);

    private static HtmlPart? Reason(string? reason) => reason is null ? null : html => html.Write($""" <span class="reason">{reason}</span>""");

    private static HtmlPart Recipients(TransactionSummary transaction) => html =>
    {
        html.Write($"{transaction.Recipients.Take(MaxShownRecipients).Select(recipient => (HtmlPart)(h => h.Write($"<bdi>{recipient}</bdi> ")))}");
        if (transaction.RecipientCount > MaxShownRecipients)
        {
            html.Write($"and {transaction.RecipientCount - MaxShownRecipients} more ");
        }

        if (transaction.RefusedRecipients > 0)
        {
            html.Write($"""<span class="reason">{transaction.RefusedRecipients} refused</span>""");
        }
    };
}
