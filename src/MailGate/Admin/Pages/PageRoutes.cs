namespace MailGate.Admin.Pages;

/// <summary>The one list of pages and forms.</summary>
internal static class PageRoutes
{
    public static IReadOnlyList<PageRoute> All { get; } =
    [
        new("GET", "/", OverviewPage.WriteAsync),
        new("GET", "/transactions", SearchPage.WriteAsync),
        new("GET", "/transactions/{id}", TransactionPage.WriteAsync),
        new("GET", "/rules", RulesPage.WriteAsync),
        new("GET", "/rules/{name}", RulePage.WriteAsync),
        new("GET", "/quarantine", QuarantinePage.WriteAsync),
        new("GET", "/quarantine/{id}", QuarantinedPage.ShowAsync),
        new("GET", "/quarantine/{id}/message.eml", QuarantinedPage.DownloadAsync),
        new("POST", "/quarantine/{id}/release", QuarantinedPage.ReleaseAsync),
        new("POST", "/quarantine/{id}/delete", QuarantinedPage.DeleteAsync),
        new("GET", "/captured", CapturedPage.ListAsync),
        new("GET", "/captured/{name}", CapturedPage.ShowAsync),
        new("GET", "/captured/{name}/message.eml", CapturedPage.DownloadAsync),
        new("GET", LoginPage.Path, LoginPage.ShowAsync),
        new("POST", LoginPage.Path, LoginPage.LogInAsync),
        new("POST", "/logout", LoginPage.LogOutAsync),
    ];
}
