using System.Net;
using System.Security.Cryptography;
using System.Text;
using MailGate.Configuration.Sections;
using MailGate.Hosting;
using MailGate.Observability.Metrics;
using Microsoft.AspNetCore.Server.Kestrel.Core;

namespace MailGate.Admin;

/// <summary>The HTTP listener: <c>/metrics</c>, <c>/livez</c>, <c>/readyz</c>. Started only when <c>admin.listen</c> is set.</summary>
internal sealed class AdminServer : IAsyncDisposable
{
    private const int MaxConnections = 100;
    private const int MaxRequestBody = 1 << 20;

    private readonly WebApplication _app;

    private AdminServer(WebApplication app) => _app = app;

    /// <summary>Where it listens, with the port that was really taken.</summary>
    public required IPEndPoint EndPoint { get; init; }

    /// <param name="settings">With <c>listen</c> set.</param>
    /// <param name="readiness">What <c>/readyz</c> tells.</param>
    /// <exception cref="IOException">The address is taken, or not ours.</exception>
    public static async Task<AdminServer> StartAsync(AdminSettings settings, MetricRegistry metrics, Func<IReadOnlyList<ReadinessCheck>> readiness, ILoggerFactory loggers)
    {
        IPEndPoint listen = settings.Listen ?? throw new ArgumentException("no address", nameof(settings));
        WebApplicationBuilder builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
        builder.WebHost.UseKestrelCore().ConfigureKestrel(kestrel => Configure(kestrel, listen));
        builder.Services.AddRoutingCore();
        builder.Services.AddSingleton(loggers);
        // Signals are the host's: the default would end the process on SIGTERM before the mail is drained.
        builder.Services.AddSingleton<IHostLifetime, NoLifetime>();
        WebApplication app = builder.Build();
        try
        {
            Map(app, settings, metrics, readiness);
            await app.StartAsync();
            return new AdminServer(app) { EndPoint = new IPEndPoint(listen.Address, new Uri(app.Urls.Single()).Port) };
        }
        catch
        {
            await app.DisposeAsync();
            throw;
        }
    }

    public async ValueTask DisposeAsync()
    {
        await _app.StopAsync();
        await _app.DisposeAsync();
    }

    private static void Configure(KestrelServerOptions kestrel, IPEndPoint listen)
    {
        kestrel.AddServerHeader = false;
        kestrel.Limits.MaxConcurrentConnections = MaxConnections;
        kestrel.Limits.MaxRequestBodySize = MaxRequestBody;
        kestrel.Listen(listen);
    }

    private static void Map(WebApplication app, AdminSettings settings, MetricRegistry metrics, Func<IReadOnlyList<ReadinessCheck>> readiness)
    {
        // Probes have no token; what they are told is no secret.
        app.MapGet("/livez", context => TextAsync(context, StatusCodes.Status200OK, "ok\n"));
        app.MapGet("/readyz", context => ReadinessAsync(context, readiness()));
        app.MapGet("/metrics", context => IsAllowed(context, settings) ? MetricsAsync(context, metrics) : RefuseAsync(context));
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

    private static Task RefuseAsync(HttpContext context)
    {
        context.Response.Headers.WWWAuthenticate = "Bearer";
        return TextAsync(context, StatusCodes.Status401Unauthorized, "a token is needed: Authorization: Bearer TOKEN\n");
    }

    private static bool IsAllowed(HttpContext context, AdminSettings settings)
    {
        const string Scheme = "Bearer ";
        string? given = context.Request.Headers.Authorization;
        return settings.Token is not { } token
            || (given?.StartsWith(Scheme, StringComparison.OrdinalIgnoreCase) is true && AreEqual(given[Scheme.Length..].Trim(), token.Value));
    }

    // Hashed, so that neither contents nor length show in the time that it takes.
    private static bool AreEqual(string given, string token) =>
        CryptographicOperations.FixedTimeEquals(SHA256.HashData(Encoding.UTF8.GetBytes(given)), SHA256.HashData(Encoding.UTF8.GetBytes(token)));

    private static Task TextAsync(HttpContext context, int status, string text, string contentType = "text/plain; charset=utf-8")
    {
        byte[] octets = Encoding.UTF8.GetBytes(text);
        context.Response.StatusCode = status;
        context.Response.ContentType = contentType;
        context.Response.ContentLength = octets.Length;
        context.Response.Headers.CacheControl = "no-store";
        context.Response.Headers.XContentTypeOptions = "nosniff";
        return context.Response.Body.WriteAsync(octets).AsTask();
    }

    private sealed class NoLifetime : IHostLifetime
    {
        public Task WaitForStartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

        public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;
    }
}
