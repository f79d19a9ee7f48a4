using System.Globalization;
using MailGate.Admin.Data;
using MailGate.Handling.Capture;
using MailGate.Observability.History;

namespace MailGate.Admin.Api;

/// <summary>The one list of the API's routes.</summary>
internal static class ApiRoutes
{
    public const string Prefix = "/api/v1";
    private const int DefaultLimit = 50;

    /// <summary>The parameters of every list that comes in pages.</summary>
    public static readonly ApiParameter[] Paging =
    [
        new("limit", "integer", "Most items of a page, up to 200; 50 when not given."),
        new("cursor", "string", "Where to go on: the field next of the page before."),
    ];

    private static readonly ApiParameter[] Search =
    [
        new("q", "string", "Part of the id, an address, the HELO name, the subject or the Message-ID, in any case."),
        new("verdict", "string", "accept, tag, quarantine, discard, reject, defer or aborted."),
        new("rule", "string", "A rule that hit, or in shadow mode would have."),
        .. Paging,
    ];

    public static IReadOnlyList<ApiRoute> All { get; } =
    [
        new("GET", "/status", "How the gateway is, and what it did in the last minute and hour", [], typeof(GatewayStatus),
            request => Ok(GatewayStatus.Of(request.Sources))),
        new("GET", "/transactions", "Transactions, the newest first: of the journal where one is kept, else the last ones in memory", Search, typeof(Listing<TransactionSummary>), ListTransactions),
        new("GET", "/transactions/{id}", "A transaction's whole account", [], typeof(TransactionDetail),
            request => new Transactions(request.Sources).Find(request.Segment("id")) is { } detail ? Ok(detail) : Missing("transaction")),
        new("GET", "/rules", "The rules in force in the order of evaluation, with their hits since the start", [], typeof(Listing<RuleCounts>),
            request => Ok(new Listing<RuleCounts>(Rules(request), null))),
        new("GET", "/rules/{name}", "One rule", [], typeof(RuleCounts),
            request => Rules(request).FirstOrDefault(rule => rule.Name == request.Segment("name")) is { } rule ? Ok(rule) : Missing("rule")),
        new("GET", "/captured", "Mail that was kept instead of being sent on, the newest first", Paging, typeof(Listing<CapturedMessage>), ListCaptured),
        new("GET", "/captured/{name}", "A captured message, as text", [], typeof(MailPreview), PreviewCapturedAsync),
        .. QuarantineRoutes.All,
        new("GET", "/openapi.json", "This description", [], typeof(object), _ => Ok(OpenApiDocument.Create(All!))),
    ];

    /// <summary>How many items the request wants.</summary>
    public static int LimitOf(AdminRequest request) =>
        int.TryParse(request.Query("limit"), NumberStyles.None, CultureInfo.InvariantCulture, out int limit) ? Math.Clamp(limit, 1, Transactions.MaxPage) : DefaultLimit;

    private static ValueTask<ApiResult> Ok(object body) => new(ApiResult.Of(body));

    private static ValueTask<ApiResult> Missing(string what) => new(ApiResult.NotFound($"There is no such {what}, or not any more"));

    private static ValueTask<ApiResult> ListTransactions(AdminRequest request)
    {
        TransactionFilter filter = new(request.Query("q"), request.Query("verdict"), request.Query("rule"));
        TransactionPage page = new Transactions(request.Sources).Search(filter, request.Query("cursor"), LimitOf(request));
        return Ok(new Listing<TransactionSummary>(page.Items, page.Next));
    }

    private static IReadOnlyList<RuleCounts> Rules(AdminRequest request) =>
        request.Sources.Gateway() is { } state ? RuleCounts.Of(state.Rules, request.Sources.Metrics) : [];

    private static ValueTask<ApiResult> ListCaptured(AdminRequest request)
    {
        IReadOnlyList<StoredMail> all = request.Sources.Gateway()?.Captured.List() ?? [];
        string cursor = request.Query("cursor");
        StoredMail[] rest = [.. all.SkipWhile(mail => cursor.Length > 0 && mail.Name != cursor).Skip(cursor.Length > 0 ? 1 : 0)];
        StoredMail[] shown = [.. rest.Take(LimitOf(request))];
        return Ok(new Listing<CapturedMessage>([.. shown.Select(CapturedMessage.Of)], shown.Length < rest.Length ? shown[^1].Name : null));
    }

    private static async ValueTask<ApiResult> PreviewCapturedAsync(AdminRequest request)
    {
        if (request.Sources.Gateway()?.Captured.Find(request.Segment("name")) is not { } mail)
        {
            return await Missing("message");
        }

        await using FileStream file = File.OpenRead(mail.Path);
        return ApiResult.Of(await MailPreview.ReadAsync(file, request.Context.RequestAborted));
    }
}
