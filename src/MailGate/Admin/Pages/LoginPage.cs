using MailGate.Admin.Html;
using MailGate.Admin.Security;

namespace MailGate.Admin.Pages;

/// <summary>Asks for the token, and gives a cookie for it.</summary>
internal static class LoginPage
{
    public const string Path = "/login";

    public static Task RedirectAsync(AdminRequest request) =>
        request.RedirectAsync(Link.To(["login"], ("next", request.Context.Request.Path + request.Context.Request.QueryString)));

    public static Task ShowAsync(AdminRequest request) =>
        request.Kind is AccessKind.None ? FormAsync(request, request.Query("next"), null, StatusCodes.Status200OK) : request.RedirectAsync(Link.To(""));

    public static async Task LogInAsync(AdminRequest request)
    {
        if (await request.ReadFormAsync(needsToken: false) is not { } form)
        {
            return;
        }

        string next = form["next"].ToString();
        string address = request.Context.Connection.RemoteIpAddress?.ToString() ?? "";
        ILogger logger = request.Sources.Loggers.CreateLogger("MailGate.Admin");
        if (request.Access.TryLogIn(request.Context, form["token"].ToString().Trim()))
        {
            logger.Login(address, "ok");
            await request.RedirectAsync(Link.Local(next));
            return;
        }

        bool isBlocked = request.Access.IsBlocked(request.Context);
        logger.Login(address, isBlocked ? "too many attempts" : "wrong token");
        await FormAsync(
            request, next, isBlocked ? "Too many wrong tokens: try again in a minute." : "This is not the token.",
            isBlocked ? StatusCodes.Status429TooManyRequests : StatusCodes.Status403Forbidden);
    }

    public static async Task LogOutAsync(AdminRequest request)
    {
        if (await request.ReadFormAsync() is not null)
        {
            request.Access.LogOut(request.Context);
            await request.RedirectAsync(Link.To("login"));
        }
    }

    private static Task FormAsync(AdminRequest request, string next, string? problem, int status) => Layout.WriteAsync(
        request,
        "Log in",
        "",
        html =>
        {
            if (problem is not null)
            {
                html.Write($"""<p role="alert" class="problem" id="problem">{problem}</p>""");
            }

            html.Write($"""
                <form class="card login" method="post" action="{Link.To("login")}">
                <input type="hidden" name="next" value="{next}">
                <label for="token">Token <span class="hint">the value of admin.token in the configuration</span></label>
                <input id="token" name="token" type="password" autocomplete="current-password" required autofocus>
                <button type="submit">Log in</button>
                </form>
                """);
        },
        status: status);
}
