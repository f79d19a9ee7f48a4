using System.Net;
using MailGate.Admin.Api;
using MailGate.Admin.Pages;
using MailGate.Admin.Security;
using Microsoft.AspNetCore.Server.Kestrel.Core;

namespace MailGate.Admin;

/// <summary>
/// The HTTP listener: probes and metrics, the page, and the API. Started only when <c>admin.listen</c> is set. Every request goes the same way: (1) the
/// headers that browsers are told, (2) the name it was asked by, (3) who may ask, (4) the route.
/// </summary>
internal sealed class AdminServer : IAsyncDisposable
{
    private const int MaxConnections = 200;
    private const int MaxRequestBody = 64 << 10;

    private static readonly string[] Probes = ["/livez", "/readyz"];

    private readonly WebApplication _app;
    private readonly LiveEvents _events;

    private AdminServer(WebApplication app, LiveEvents events)
    {
        _app = app;
        _events = events;
    }

    /// <summary>Where it listens, with the port that was really taken.</summary>
    public required IPEndPoint EndPoint { get; init; }

    /// <summary>The routes, for tests.</summary>
    public IEnumerable<string> Routes => ((IEndpointRouteBuilder)_app).DataSources.SelectMany(source => source.Endpoints).OfType<RouteEndpoint>().Select(endpoint =>
        $"{string.Join(',', endpoint.Metadata.GetMetadata<HttpMethodMetadata>()?.HttpMethods ?? [])} {endpoint.RoutePattern.RawText}");

    /// <exception cref="IOException">The address is taken, or not ours.</exception>
    public static async Task<AdminServer> StartAsync(IPEndPoint listen, AdminSources sources)
    {
        WebApplicationBuilder builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
        builder.WebHost.UseKestrelCore().ConfigureKestrel(kestrel => Configure(kestrel, listen));
        builder.Services.AddRoutingCore();
        builder.Services.AddSingleton(sources.Loggers);
        // Signals are the host's: the default would end the process on SIGTERM before the mail is drained.
        builder.Services.AddSingleton<IHostLifetime, NoLifetime>();
        WebApplication app = builder.Build();
        LiveEvents events = new(sources.History, sources.Time);
        try
        {
            Map(app, sources, events);
            await app.StartAsync();
            return new AdminServer(app, events) { EndPoint = new IPEndPoint(listen.Address, new Uri(app.Urls.Single()).Port) };
        }
        catch
        {
            await app.DisposeAsync();
            events.Dispose();
            throw;
        }
    }

    public async ValueTask DisposeAsync()
    {
        // Open event streams would keep the server from stopping.
        _events.Stop();
        await _app.StopAsync();
        await _app.DisposeAsync();
        _events.Dispose();
    }

    private static void Configure(KestrelServerOptions kestrel, IPEndPoint listen)
    {
        kestrel.AddServerHeader = false;
        kestrel.Limits.MaxConcurrentConnections = MaxConnections;
        kestrel.Limits.MaxRequestBodySize = MaxRequestBody;
        kestrel.Listen(listen);
    }

    private static void Map(WebApplication app, AdminSources sources, LiveEvents events)
    {
        AdminAccess access = new(() => sources.Settings().Admin, sources.Time);
        ILogger logger = sources.Loggers.CreateLogger("MailGate.Admin");
        app.Use((context, next) => GuardAsync(context, next, sources, access, logger));
        app.UseRouting();
        Telemetry.Map(app, sources);
        AssetFiles.Map(app);
        app.MapGet("/events", events.StreamAsync);
        foreach (PageRoute route in PageRoutes.All)
        {
            app.MapMethods(route.Pattern, [route.Method], context => route.Handle(RequestOf(context)));
        }

        foreach (ApiRoute route in ApiRoutes.All)
        {
            app.MapMethods(ApiRoutes.Prefix + route.Pattern, [route.Method], context => ApiEndpoint.RunAsync(route, RequestOf(context)));
        }

        app.MapFallback("{*path}", context => context.Request.Path.StartsWithSegments(ApiRoutes.Prefix)
            ? Problem.WriteAsync(context, StatusCodes.Status404NotFound, "There is no such resource")
            : ErrorPage.WriteAsync(RequestOf(context), StatusCodes.Status404NotFound, "There is no such page"));

        AdminRequest RequestOf(HttpContext context) => new(context, sources, access);
    }

    private static async Task GuardAsync(HttpContext context, RequestDelegate next, AdminSources sources, AdminAccess access, ILogger logger)
    {
        // (1)
        SecurityHeaders.Set(context);
        StripBasePath(context.Request, sources.Settings().Admin.BasePath);
        if (Probes.Contains(context.Request.Path.Value, StringComparer.Ordinal))
        {
            await next(context);
            return;
        }

        // (2)
        if (!RequestOrigin.IsHostKnown(context, sources.Settings().Admin))
        {
            await Problem.WriteAsync(context, StatusCodes.Status421MisdirectedRequest, "This host name is not known here: add it to admin.hosts");
            return;
        }

        // (3)
        AccessKind kind = access.Check(context);
        context.Items[typeof(AccessKind)] = kind;
        if (kind == AccessKind.None && !AssetFiles.IsAsset(context.Request.Path) && context.Request.Path != LoginPage.Path)
        {
            await RefuseAsync(context, sources, access);
            return;
        }

        // (4)
        try
        {
            await next(context);
        }
        catch (IOException failure) when (!context.Response.HasStarted)
        {
            // A file that somebody else works with, or that cannot be read.
            context.Response.Clear();
            SecurityHeaders.Set(context);
            await Problem.WriteAsync(context, StatusCodes.Status503ServiceUnavailable, failure.Message);
        }
        catch (Exception failure) when (!context.Response.HasStarted && failure is not (OperationCanceledException or Microsoft.AspNetCore.Http.BadHttpRequestException))
        {
            logger.RequestFailed(context.Request.Method, context.Request.Path, failure);
            context.Response.Clear();
            SecurityHeaders.Set(context);
            await Problem.WriteAsync(context, StatusCodes.Status500InternalServerError, "This went wrong; the log has more");
        }
    }

    private static Task RefuseAsync(HttpContext context, AdminSources sources, AdminAccess access)
    {
        bool isPage = HttpMethods.IsGet(context.Request.Method) && context.Request.Headers.Accept.ToString().Contains("text/html", StringComparison.Ordinal)
            && !context.Request.Path.StartsWithSegments(ApiRoutes.Prefix);
        if (isPage)
        {
            return LoginPage.RedirectAsync(new AdminRequest(context, sources, access));
        }

        if (access.IsBlocked(context))
        {
            context.Response.Headers.RetryAfter = "60";
            return Problem.WriteAsync(context, StatusCodes.Status429TooManyRequests, "Too many wrong tokens, try again in a minute");
        }

        context.Response.Headers.WWWAuthenticate = "Bearer";
        return Problem.WriteAsync(context, StatusCodes.Status401Unauthorized, "A token is needed: Authorization: Bearer TOKEN");
    }

    // A proxy may pass the path on with its prefix or without.
    private static void StripBasePath(HttpRequest request, string? basePath)
    {
        if (basePath is not null && request.Path.StartsWithSegments(basePath, out PathString rest))
        {
            request.Path = rest.HasValue ? rest : "/";
        }
    }

    private sealed class NoLifetime : IHostLifetime
    {
        public Task WaitForStartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

        public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;
    }
}
