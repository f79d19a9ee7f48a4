using System.Net;
using MailGate.Configuration.Sections;

namespace MailGate.Admin.Security;

/// <summary>What a browser says of where a request comes from.</summary>
internal static class RequestOrigin
{
    /// <summary>
    /// False for a name that is none of ours on a loopback address: a page of another site whose name was made to point here (DNS rebinding) would pass as ours.
    /// </summary>
    public static bool IsHostKnown(HttpContext context, AdminSettings settings)
    {
        string host = context.Request.Host.Host;
        bool isLoopback = settings.Listen is { } listen && IPAddress.IsLoopback(listen.Address);
        return (!isLoopback && settings.Hosts.Count == 0)
            || host.Equals("localhost", StringComparison.OrdinalIgnoreCase)
            || IPAddress.TryParse(host.Trim('[', ']'), out _)
            || settings.Hosts.Contains(host, StringComparer.OrdinalIgnoreCase);
    }

    /// <summary>False when the browser says that a page of another site made the request. Clients that are no browsers say nothing.</summary>
    public static bool IsOwn(HttpContext context, AdminSettings settings)
    {
        string? site = context.Request.Headers["Sec-Fetch-Site"];
        if (site is not (null or "same-origin" or "none"))
        {
            return false;
        }

        string? origin = context.Request.Headers.Origin;
        return origin is null
            || (Uri.TryCreate(origin, UriKind.Absolute, out Uri? uri)
                && (uri.Authority.Equals(context.Request.Host.Value, StringComparison.OrdinalIgnoreCase) || settings.Hosts.Contains(uri.Host, StringComparer.OrdinalIgnoreCase)));
    }
}
