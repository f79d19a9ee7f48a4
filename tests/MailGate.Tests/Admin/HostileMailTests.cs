using System.Net;
using NUnit.Framework;

namespace MailGate.Tests.Admin;

/// <summary>Whatever mail brings comes out as text: in names, subjects, header fields, attachments, texts, replies of servers, and in what a browser asks for.</summary>
internal sealed class HostileMailTests
{
    private AdminGateway _gateway = null!;
    private HttpClient _http = null!;

    [OneTimeSetUp]
    public async Task SetUp()
    {
        _gateway = await AdminGateway.StartAsync();
        _http = _gateway.Client();
    }

    [OneTimeTearDown]
    public async Task TearDown()
    {
        _http.Dispose();
        await _gateway.DisposeAsync();
    }

    [TestCaseSource(typeof(HostileTexts), nameof(HostileTexts.All))]
    public async Task It_is_text_on_every_page(string text)
    {
        string local = $"\"{string.Concat(text.Where(c => c is >= ' ' and <= '~')).Replace("\\", "\\\\", StringComparison.Ordinal).Replace("\"", "\\\"", StringComparison.Ordinal)}\"";
        string from = local.Length <= 64 ? $"{local}@sender.example" : "ann@sender.example";
        string helo = string.Concat(text.Where(c => c is > ' ' and <= '~'));
        _gateway.Downstream.On(".", $"250 2.0.0 {string.Concat(text.Where(c => c is >= ' ' and <= '~'))}");
        string id = await _gateway.SendAsync("", from, message: HostileTexts.Message(text, ""), helo: helo);
        _gateway.Downstream.Heal();
        string held = await _gateway.SendAsync("", from, message: HostileTexts.Message(text, "please quarantine"));
        await _gateway.SendAsync("", from, "carl@kept.example", HostileTexts.Message(text, ""));
        string captured = HtmlDocument.Read(await ReadAsync("captured")).Tags.First(tag => tag.Attributes.GetValueOrDefault("href")?.StartsWith("/captured/", StringComparison.Ordinal) is true).Attributes["href"];
        string asked = Uri.EscapeDataString(text);

        string account = "";
        foreach (string path in (string[])[
            "", "transactions", "transactions/" + id, "quarantine", "quarantine/" + held, captured,
            $"transactions?q={asked}&rule={asked}&verdict={asked}", $"rules?q={asked}&mode={asked}", $"quarantine?q={asked}&rule={asked}&shown={asked}&done={asked}",
            $"transactions/{asked}", $"rules/{asked}", $"captured/{asked}", $"quarantine/{asked}", $"?window={asked}", asked, $"login?next={asked}"])
        {
            HtmlDocument page = HtmlDocument.Read(await ReadAsync(path));
            foreach ((string name, Dictionary<string, string> attributes) in page.Tags)
            {
                Assert.That(name != "script" || attributes["src"] == "/assets/page.js", path);
                foreach (string address in attributes.Where(a => a.Key is "href" or "src" or "action").Select(a => a.Value))
                {
                    Assert.That(address, Does.Match("^(/[^/\\\\]|/$|#main$)"), path);
                }
            }

            Assert.That(page.Source.Any(c => c is '\u202E' or '\u202D' or '\b' or '\0'), Is.False, path);
            account = path.StartsWith("quarantine/" + held, StringComparison.Ordinal) ? page.Text : account;
        }

        // It is there, as text: what is not shown cannot do harm, and helps nobody.
        Assert.That(WebUtility.HtmlDecode(account), Does.Contain(string.Concat(text.TakeWhile(c => c is >= ' ' and <= '~'))));
    }

    private async Task<string> ReadAsync(string path)
    {
        using HttpResponseMessage response = await _http.GetAsync(path);
        return await response.Content.ReadAsStringAsync();
    }
}
