namespace MailGate.Admin.Api;

/// <summary>What a route answers: a body with 200, nothing with 204, or a problem.</summary>
internal readonly record struct ApiResult(int Status, object? Body, string? Problem)
{
    public static ApiResult Of(object body) => new(StatusCodes.Status200OK, body, null);

    public static ApiResult Done => new(StatusCodes.Status204NoContent, null, null);

    public static ApiResult NotFound(string what) => new(StatusCodes.Status404NotFound, null, what);

    public static ApiResult Failed(int status, string problem) => new(status, null, problem);
}
