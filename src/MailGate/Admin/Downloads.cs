using System.Globalization;

namespace MailGate.Admin;

/// <summary>Gives stored mail away as a file: to be saved, never to be shown.</summary>
internal static class Downloads
{
    /// <param name="id">For the file's name; only letters and digits of it are used.</param>
    public static Task SendAsync(AdminRequest request, Stream message, string id)
    {
        HttpResponse response = request.Context.Response;
        string name = string.Concat(id.Where(char.IsAsciiLetterOrDigit));
        response.ContentType = "message/rfc822";
        response.ContentLength = message.Length;
        response.Headers.ContentDisposition = string.Create(CultureInfo.InvariantCulture, $"attachment; filename=\"{(name.Length > 0 ? name : "message")}.eml\"");
        response.Headers.ContentSecurityPolicy = "default-src 'none'; sandbox";
        return message.CopyToAsync(response.Body, request.Context.RequestAborted);
    }
}
