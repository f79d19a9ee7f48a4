using System.Text.Json;
using Microsoft.AspNetCore.WebUtilities;

namespace MailGate.Admin;

/// <summary>An error as RFC 9457 has it: <c>application/problem+json</c>.</summary>
internal static class Problem
{
    public const string ContentType = "application/problem+json";

    public static Task WriteAsync(HttpContext context, int status, string detail)
    {
        byte[] octets = JsonSerializer.SerializeToUtf8Bytes(new { type = "about:blank", title = ReasonPhrases.GetReasonPhrase(status), status, detail });
        context.Response.StatusCode = status;
        context.Response.ContentType = ContentType;
        context.Response.ContentLength = octets.Length;
        return context.Response.Body.WriteAsync(octets).AsTask();
    }
}
