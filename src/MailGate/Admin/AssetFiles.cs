using System.Collections.Frozen;
using System.Reflection;
using System.Security.Cryptography;

namespace MailGate.Admin;

/// <summary>Style, script and icon, which are part of the program. A browser may keep them, and asks whether they are still the same.</summary>
internal static class AssetFiles
{
    private const string Prefix = "/assets";

    private static readonly FrozenDictionary<string, string> ContentTypes = new Dictionary<string, string>
    {
        ["page.css"] = "text/css; charset=utf-8",
        ["page.js"] = "text/javascript; charset=utf-8",
        ["icon.svg"] = "image/svg+xml",
    }.ToFrozenDictionary();

    public static bool IsAsset(PathString path) => path.StartsWithSegments(Prefix);

    public static void Map(WebApplication app)
    {
        foreach ((string name, string contentType) in ContentTypes)
        {
            // Read at the first request: a gateway whose page nobody opens does not hold them.
            Lazy<(byte[] Octets, string Tag)> file = new(() => Read(name));
            app.MapGet($"{Prefix}/{name}", context => SendAsync(context, file.Value.Octets, file.Value.Tag, contentType));
        }
    }

    private static Task SendAsync(HttpContext context, byte[] octets, string tag, string contentType)
    {
        context.Response.Headers.ETag = tag;
        context.Response.Headers.CacheControl = "no-cache";
        if (context.Request.Headers.IfNoneMatch == tag)
        {
            context.Response.StatusCode = StatusCodes.Status304NotModified;
            return Task.CompletedTask;
        }

        context.Response.ContentType = contentType;
        context.Response.ContentLength = octets.Length;
        return context.Response.Body.WriteAsync(octets).AsTask();
    }

    private static (byte[] Octets, string Tag) Read(string name)
    {
        using Stream stream = Assembly.GetExecutingAssembly().GetManifestResourceStream($"assets/{name}") ?? throw new InvalidOperationException($"{name} is not in the program");
        using MemoryStream copy = new();
        stream.CopyTo(copy);
        byte[] octets = copy.ToArray();
        return (octets, $"\"{Convert.ToHexStringLower(SHA256.HashData(octets))[..16]}\"");
    }
}
