using System.Text;
using MailGate.Admin.Html;
using MailGate.Admin.Security;

namespace MailGate.Admin;

/// <summary>A request that may be answered, with what the answer is made of.</summary>
internal sealed class AdminRequest(HttpContext context, AdminSources sources, AdminAccess access)
{
    private const int LongestValue = 500;

    public HttpContext Context => context;

    public AdminSources Sources => sources;

    public AdminAccess Access => access;

    public AccessKind Kind => context.Items[typeof(AccessKind)] is AccessKind kind ? kind : AccessKind.None;

    /// <summary>The path under which a proxy shows us, or empty.</summary>
    public string BasePath => sources.Settings().Admin.BasePath ?? "";

    /// <summary>The value in the query, trimmed and cut; empty when it is not given.</summary>
    public string Query(string name)
    {
        string value = context.Request.Query[name].ToString().Trim();
        return value[..Math.Min(value.Length, LongestValue)];
    }

    /// <summary>A segment of the path.</summary>
    public string Segment(string name) => context.Request.RouteValues[name] as string ?? "";

    public Task WriteAsync(int status, string contentType, string text)
    {
        byte[] octets = Encoding.UTF8.GetBytes(text);
        context.Response.StatusCode = status;
        context.Response.ContentType = contentType;
        context.Response.ContentLength = octets.Length;
        return context.Response.Body.WriteAsync(octets, context.RequestAborted).AsTask();
    }

    /// <summary>Sends the browser to another page of ours, by GET.</summary>
    public Task RedirectAsync(Link link)
    {
        context.Response.StatusCode = StatusCodes.Status303SeeOther;
        context.Response.Headers.Location = BasePath + link.Path;
        return Task.CompletedTask;
    }

    /// <summary>The fields of a form that a page of ours sent; null when another site may have made the browser send it. It has been answered then.</summary>
    public async Task<IFormCollection?> ReadFormAsync(bool needsToken = true)
    {
        if (!context.Request.HasFormContentType || !RequestOrigin.IsOwn(context, sources.Settings().Admin))
        {
            await Pages.ErrorPage.WriteAsync(this, StatusCodes.Status403Forbidden, "This form was not sent by a page of this gateway");
            return null;
        }

        IFormCollection form = await context.Request.ReadFormAsync(context.RequestAborted);
        if (needsToken && !access.IsFormToken(context, form["form_token"]))
        {
            await Pages.ErrorPage.WriteAsync(this, StatusCodes.Status403Forbidden, "This form is too old: go back, load the page again and repeat");
            return null;
        }

        return form;
    }
}
