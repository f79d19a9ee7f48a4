using System.Text;
using MailGate.Hosting;
using MailGate.Observability.Metrics;

namespace MailGate.Admin;

/// <summary><c>/metrics</c>, <c>/livez</c> and <c>/readyz</c>.</summary>
internal static class Telemetry
{
    public static void Map(WebApplication app, AdminSources sources)
    {
        // Probes have no token; what they are told is no secret.
        app.MapGet("/livez", context => TextAsync(context, StatusCodes.Status200OK, "ok\n"));
        app.MapGet("/readyz", context => ReadinessAsync(context, sources.Readiness()));
        app.MapGet("/metrics", context => MetricsAsync(context, sources.Metrics.Registry));
    }

    private static Task MetricsAsync(HttpContext context, MetricRegistry metrics)
    {
        ExpositionFormat format = ExpositionFormats.Negotiate(context.Request.Headers.Accept);
        context.Response.Headers.Vary = "Accept";
        return TextAsync(context, StatusCodes.Status200OK, ExpositionWriter.Write(metrics.Families, format), format.ContentType());
    }

    private static Task ReadinessAsync(HttpContext context, IReadOnlyList<ReadinessCheck> checks)
    {
        bool ready = checks.All(c => c.IsReady);
        string lines = string.Concat(checks.Select(c => $"{c.Name}: {c.Problem ?? "ok"}\n"));
        return TextAsync(context, ready ? StatusCodes.Status200OK : StatusCodes.Status503ServiceUnavailable, $"{(ready ? "ready" : "not ready")}\n{lines}");
    }

    private static Task TextAsync(HttpContext context, int status, string text, string contentType = "text/plain; charset=utf-8")
    {
        byte[] octets = Encoding.UTF8.GetBytes(text);
        context.Response.StatusCode = status;
        context.Response.ContentType = contentType;
        context.Response.ContentLength = octets.Length;
        return context.Response.Body.WriteAsync(octets).AsTask();
    }
}
