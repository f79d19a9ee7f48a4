using System.Text.RegularExpressions;
using MailGate.Tests.Admin;
using Microsoft.Playwright;
using NUnit.Framework;

namespace MailGate.Browser.Tests;

/// <summary>The page in a real Chromium. Every wait ends after <see cref="Patience"/>; screenshots are kept in the folder of the test's output.</summary>
internal sealed class PageTests
{
    private const float Patience = Visit.Patience;

    private IPlaywright _playwright = null!;
    private IBrowser _browser = null!;
    private AdminGateway _gateway = null!;

    [OneTimeSetUp]
    public async Task SetUp()
    {
        _gateway = await AdminGateway.StartAsync(settings: "journal: { enabled: true }\n");
        _playwright = await Playwright.CreateAsync().WaitAsync(TimeSpan.FromMilliseconds(Patience));
        _browser = await _playwright.Chromium.LaunchAsync(new BrowserTypeLaunchOptions
        {
            ExecutablePath = "/usr/bin/chromium",
            Timeout = Patience,
            Args = ["--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking", "--disable-component-update", "--disable-sync"],
        });
    }

    [OneTimeTearDown]
    public async Task TearDown()
    {
        if (_browser is not null)
        {
            await _browser.CloseAsync().WaitAsync(TimeSpan.FromMilliseconds(Patience));
        }

        _playwright?.Dispose();
        await _gateway.DisposeAsync();
    }

    [Test]
    public async Task The_overview_shows_what_comes_while_it_is_open_and_can_be_paused()
    {
        await _gateway.SendAsync("first");
        await using Visit visit = await VisitAsync();
        IPage page = visit.Page;
        await visit.GotoAsync("/");
        await page.GetByText("Live", new() { Exact = true }).WaitForAsync();
        string id = await _gateway.SendAsync("please tag", from: "live@sender.example");
        await page.GetByRole(AriaRole.Link, new() { Name = id }).WaitForAsync();

        await page.GetByRole(AriaRole.Button, new() { Name = "Pause" }).ClickAsync();
        string paused = await _gateway.SendAsync("paused");
        await page.WaitForFunctionAsync("() => document.getElementById('live').textContent.includes('Paused')");
        Assert.That(await page.GetByRole(AriaRole.Link, new() { Name = paused }).CountAsync(), Is.Zero);
        await page.GetByRole(AriaRole.Button, new() { Name = "Go on" }).ClickAsync();
        await page.GetByRole(AriaRole.Link, new() { Name = paused }).WaitForAsync();
        visit.AssertClean();
    }

    [Test]
    public async Task A_transaction_is_searched_for_and_its_account_read()
    {
        string id = await _gateway.SendAsync("please shadow", from: "searched@needle.example");
        await using Visit visit = await VisitAsync();
        IPage page = visit.Page;
        await visit.GotoAsync("/transactions");
        await page.GetByLabel("Id, address, client, subject").FillAsync("needle.example");
        await page.GetByLabel("Verdict").SelectOptionAsync("accept");
        await page.GetByRole(AriaRole.Button, new() { Name = "Search" }).ClickAsync();
        await page.GetByRole(AriaRole.Link, new() { Name = id }).ClickAsync();

        await page.GetByRole(AriaRole.Heading, new() { Name = "Transaction " + id }).WaitForAsync();
        await Assertions.Expect(page.GetByRole(AriaRole.List, new() { Name = "The way through the gateway" })).ToContainTextAsync("server behind");
        await page.GetByRole(AriaRole.Link, new() { Name = "SHADOW_REJECT" }).ClickAsync();
        await page.GetByText("Would have rejected", new() { Exact = true }).WaitForAsync();
        visit.AssertClean();
    }

    [TestCase(true)]
    [TestCase(false)]
    public async Task Messages_in_quarantine_are_released_and_deleted_with_and_without_script(bool hasScript)
    {
        string id = await _gateway.SendAsync("please quarantine", from: "held@sender.example");
        await using Visit visit = await VisitAsync(new() { JavaScriptEnabled = hasScript });
        IPage page = visit.Page;
        page.Dialog += (_, dialog) => dialog.AcceptAsync();
        await visit.GotoAsync("/quarantine/" + id);
        await page.GetByRole(AriaRole.Button, new() { Name = "Release" }).ClickAsync();
        await page.GetByRole(AriaRole.Heading, new() { Name = "Attempts to release" }).WaitForAsync();
        Assert.That(_gateway.Downstream.Messages.Any(message => message.Text.Contains(id, StringComparison.Ordinal)));

        await page.GetByRole(AriaRole.Button, new() { Name = "Delete" }).ClickAsync();
        await page.GetByText("The message was deleted.").WaitForAsync();
        visit.AssertClean();
    }

    [Test]
    public async Task Without_script_every_page_works_and_the_overview_loads_itself_anew()
    {
        string id = await _gateway.SendAsync("please tag");
        await using Visit visit = await VisitAsync(new() { JavaScriptEnabled = false });
        IPage page = visit.Page;
        await visit.GotoAsync("/");
        await page.GetByRole(AriaRole.Link, new() { Name = "Stop that" }).WaitForAsync();
        foreach (string section in (string[])["Transactions", "Rules", "Quarantine", "Captured", "Overview"])
        {
            await page.GetByRole(AriaRole.Navigation, new() { Name = "Main" }).GetByRole(AriaRole.Link, new() { Name = section }).ClickAsync();
            await page.Locator($"nav[aria-label=Main] a[aria-current=page]:has-text('{section}')").WaitForAsync();
        }

        await page.GetByRole(AriaRole.Link, new() { Name = id }).ClickAsync();
        await page.GetByRole(AriaRole.Heading, new() { Name = "Transaction " + id }).WaitForAsync();
        visit.AssertClean();
    }

    [Test]
    public async Task Hostile_mail_is_inert()
    {
        await using Visit visit = await VisitAsync();
        List<string> paths = ["/", "/transactions", "/quarantine", "/captured"];
        foreach (string text in HostileTexts.All)
        {
            string id = await _gateway.SendAsync("", message: HostileTexts.Message(text, "please quarantine"));
            await _gateway.SendAsync("", to: "carl@kept.example", message: HostileTexts.Message(text, ""));
            paths.AddRange(["/quarantine/" + id, "/transactions?q=" + Uri.EscapeDataString(text)]);
        }

        foreach (string path in paths)
        {
            await visit.GotoAsync(path);
            Assert.That(await visit.EvaluateAsync<bool>("() => typeof window.xss === 'undefined'"), path);
        }

        visit.AssertClean();
    }

    [Test]
    public async Task One_gets_everywhere_by_keyboard()
    {
        await _gateway.SendAsync("please tag");
        await using Visit visit = await VisitAsync();
        IPage page = visit.Page;
        await visit.GotoAsync("/transactions");
        await page.Keyboard.PressAsync("Tab");
        await Assertions.Expect(page.GetByText("Skip to the contents")).ToBeFocusedAsync();
        await page.Keyboard.PressAsync("Enter");
        await page.Keyboard.PressAsync("Tab");
        await Assertions.Expect(page.GetByLabel("Id, address, client, subject")).ToBeFocusedAsync();
        Assert.That(await visit.EvaluateAsync<string>("() => getComputedStyle(document.activeElement).outlineStyle"), Is.EqualTo("solid"));

        await page.Keyboard.TypeAsync("please");
        await page.Keyboard.PressAsync("Enter");
        // Not WaitForURL: it looks and then listens, and a navigation in between is missed.
        await Assertions.Expect(page).ToHaveURLAsync(new Regex(@"/transactions\?q=please"), new() { Timeout = Patience });
        await Assertions.Expect(page.Locator("footer")).ToBeVisibleAsync(new() { Timeout = Patience });
        int stops = await visit.EvaluateAsync<int>("() => document.querySelectorAll('a[href], button, input:not([type=hidden]), select, summary, [tabindex=\"0\"]').length");
        HashSet<string> seen = [];
        for (int i = 0; i < stops; i++)
        {
            await page.Keyboard.PressAsync("Tab");
            seen.Add(await visit.EvaluateAsync<string>("() => { const all = [...document.querySelectorAll('*')]; return all.indexOf(document.activeElement) + ' ' + document.activeElement.tagName; }"));
        }

        Assert.That(seen, Has.Count.EqualTo(stops), "something cannot be reached, or holds the focus");
    }

    [TestCase("light", 1280)]
    [TestCase("dark", 1280)]
    [TestCase("light", 390)]
    [TestCase("dark", 390)]
    public async Task Pages_fit_their_width_and_have_contrast_in_both_colour_schemes(string scheme, int width)
    {
        string id = await _gateway.SendAsync("please tag please shadow", from: "a.rather.long.address.of.somebody@mail.department.sender.example");
        string held = await _gateway.SendAsync("", message: HostileTexts.Message("<script>window.xss=1</script>", "please quarantine"));
        await using Visit visit = await VisitAsync(new() { ColorScheme = scheme == "dark" ? ColorScheme.Dark : ColorScheme.Light, ViewportSize = new() { Width = width, Height = 900 } });
        foreach ((string name, string path) in ((string, string)[])[("overview", "/"), ("transactions", "/transactions"), ("account", "/transactions/" + id), ("rules", "/rules"), ("rule", "/rules/SHADOW_REJECT"), ("quarantine", "/quarantine"), ("message", "/quarantine/" + held), ("captured", "/captured")])
        {
            await visit.GotoAsync(path);
            await visit.Page.WaitForFunctionAsync("() => [...document.styleSheets].some(s => s.cssRules.length > 0)");
            string picture = Path.Combine(TestContext.CurrentContext.TestDirectory, "screenshots", $"{name}-{scheme}-{width}.png");
            await visit.Page.ScreenshotAsync(new() { Path = picture, FullPage = true });
            TestContext.AddTestAttachment(picture);
            Assert.That(await visit.EvaluateAsync<int>("() => document.documentElement.scrollWidth - document.documentElement.clientWidth"), Is.LessThanOrEqualTo(0), $"{name} is wider than {width}");
            Assert.That(await visit.EvaluateAsync<string[]>(Contrast.Script), Is.Empty, $"{name}, {scheme}");
        }

        visit.AssertClean();
    }

    [Test]
    public async Task One_logs_in_with_the_token()
    {
        await using AdminGateway gateway = await AdminGateway.StartAsync($", token: {AdminGateway.Token}");
        await using Visit visit = await VisitAsync(address: gateway.Address);
        IPage page = visit.Page;
        await visit.GotoAsync("/rules");
        await page.GetByLabel("Token").FillAsync("wrong");
        await page.Keyboard.PressAsync("Enter");
        await page.GetByRole(AriaRole.Alert).WaitForAsync();
        await page.GetByLabel("Token").FillAsync(AdminGateway.Token);
        await page.Keyboard.PressAsync("Enter");
        await page.GetByRole(AriaRole.Heading, new() { Name = "Rules", Exact = true }).WaitForAsync();
        Assert.That(await visit.EvaluateAsync<string>("() => document.cookie"), Is.Empty);

        await page.GetByRole(AriaRole.Button, new() { Name = "Log out" }).ClickAsync();
        await page.GetByRole(AriaRole.Heading, new() { Name = "Log in" }).WaitForAsync();
    }

    private async Task<Visit> VisitAsync(BrowserNewContextOptions? options = null, Uri? address = null)
    {
        IBrowserContext context = await _browser.NewContextAsync(new(options ?? new()) { BaseURL = (address ?? _gateway.Address).ToString() });
        context.SetDefaultTimeout(Patience);
        return new Visit(context, await context.NewPageAsync(), address ?? _gateway.Address);
    }
}
