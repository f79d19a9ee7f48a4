using System.Globalization;
using MailGate.Admin.Data;
using MailGate.Storage.Quarantine;

namespace MailGate.Admin.Api;

/// <summary>The quarantine's part of the API.</summary>
internal static class QuarantineRoutes
{
    private static readonly ApiParameter[] Search =
    [
        new("q", "string", "An address, @domain, or a part of one."),
        new("rule", "string", "A rule that hit."),
        new("released", "string", "true: those that every recipient has; false: the others; both when not given."),
        .. ApiRoutes.Paging,
    ];

    public static IReadOnlyList<ApiRoute> All { get; } =
    [
        new("GET", "/quarantine", "Messages in quarantine, the newest first", Search, typeof(Listing<QuarantineItem>), List),
        new("GET", "/quarantine/{id}", "One of them, with the message as text", [], typeof(QuarantineDetail), ShowAsync),
        new("POST", "/quarantine/{id}/release", "Sends it to the recipients that do not have it yet", [], typeof(Listing<ReleaseItem>), ReleaseAsync),
        new("DELETE", "/quarantine/{id}", "Deletes it", [], null, request => new(QuarantineActions.Delete(request, request.Segment("id")) ? ApiResult.Done : Missing)),
    ];

    private static ApiResult Missing => ApiResult.NotFound("There is no such message, or not any more");

    private static ValueTask<ApiResult> List(AdminRequest request)
    {
        int offset = int.TryParse(request.Query("cursor"), NumberStyles.None, CultureInfo.InvariantCulture, out int number) ? number : 0;
        int limit = ApiRoutes.LimitOf(request);
        QuarantineFilter filter = new()
        {
            Address = request.Query("q") is { Length: > 0 } address ? address : null,
            Rule = request.Query("rule") is { Length: > 0 } rule ? rule : null,
            IsReleased = bool.TryParse(request.Query("released"), out bool released) ? released : null,
            Offset = offset,
            Limit = limit + 1,
        };
        IReadOnlyList<QuarantinedMessage> found = request.Sources.Gateway()?.Quarantine.List(filter) ?? [];
        string? next = found.Count > limit ? (offset + limit).ToString(CultureInfo.InvariantCulture) : null;
        return new(ApiResult.Of(new Listing<QuarantineItem>([.. found.Take(limit).Select(QuarantineItem.Of)], next)));
    }

    private static async ValueTask<ApiResult> ShowAsync(AdminRequest request)
    {
        if (request.Sources.Gateway()?.Quarantine is not { } store || store.Find(request.Segment("id")) is not { } message || store.Open(message.Id) is not { } file)
        {
            return Missing;
        }

        await using (file)
        {
            return ApiResult.Of(new QuarantineDetail(QuarantineItem.Of(message), await MailPreview.ReadAsync(file, request.Context.RequestAborted)));
        }
    }

    private static async ValueTask<ApiResult> ReleaseAsync(AdminRequest request) =>
        await QuarantineActions.ReleaseAsync(request, request.Segment("id")) is { } releases
            ? ApiResult.Of(new Listing<ReleaseItem>([.. releases.Select(ReleaseItem.Of)], null))
            : Missing;
}
