using System.Net.Mime;
using System.Text.Json;
using MailGate.Admin.Security;

namespace MailGate.Admin.Api;

/// <summary>Runs a route and writes what it answers.</summary>
internal static class ApiEndpoint
{
    public static async Task RunAsync(ApiRoute route, AdminRequest request)
    {
        HttpContext context = request.Context;
        if (route.IsChange && !MayChange(request))
        {
            await Problem.WriteAsync(context, StatusCodes.Status403Forbidden, "Changes need the token as Authorization: Bearer TOKEN, or the content type application/json and no other origin");
            return;
        }

        ApiResult result = await route.Handle(request);
        if (result.Problem is { } problem)
        {
            await Problem.WriteAsync(context, result.Status, problem);
            return;
        }

        context.Response.StatusCode = result.Status;
        if (result.Body is not { } body)
        {
            return;
        }

        byte[] octets = JsonSerializer.SerializeToUtf8Bytes(body, body.GetType(), ApiJson.Options);
        context.Response.ContentType = "application/json";
        context.Response.ContentLength = octets.Length;
        await context.Response.Body.WriteAsync(octets, context.RequestAborted);
    }

    // A page of another site cannot send this header or this content type without asking first, and nobody answers that question.
    private static bool MayChange(AdminRequest request)
    {
        if (request.Kind == AccessKind.Bearer)
        {
            return true;
        }

        string? type = request.Context.Request.ContentType;
        return type is not null && type.Split(';')[0].Trim().Equals(MediaTypeNames.Application.Json, StringComparison.OrdinalIgnoreCase)
            && RequestOrigin.IsOwn(request.Context, request.Sources.Settings().Admin);
    }
}
