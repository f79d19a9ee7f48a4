namespace MailGate.Admin.Pages;

/// <summary>Says what is not there, or was not done.</summary>
internal static class ErrorPage
{
    public static Task WriteAsync(AdminRequest request, int status, string message) =>
        Layout.WriteAsync(request, message, "", html => html.Write($"""<p>Status {status}. The navigation above leads on.</p>"""), status: status);
}
