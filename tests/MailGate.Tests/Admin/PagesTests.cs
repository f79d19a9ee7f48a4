using System.Net;
using NUnit.Framework;

namespace MailGate.Tests.Admin;

internal sealed class PagesTests
{
    private AdminGateway _gateway = null!;
    private HttpClient _http = null!;

    [OneTimeSetUp]
    public async Task SetUp()
    {
        _gateway = await AdminGateway.StartAsync(settings: "journal: { enabled: true }\n");
        _http = _gateway.Client();
    }

    [OneTimeTearDown]
    public async Task TearDown()
    {
        _http.Dispose();
        await _gateway.DisposeAsync();
    }

    [Test]
    public async Task Every_page_has_its_landmarks_its_heading_and_names_for_what_one_can_use()
    {
        string id = await _gateway.SendAsync("please tag");
        await _gateway.SendAsync("keep", to: "carl@kept.example");
        string held = await _gateway.SendAsync("please quarantine");
        string captured = (await PathsAsync("captured", "/captured/")).First();
        foreach (string path in (string[])["", "?window=24h", "transactions", "transactions/" + id, "rules", "rules/SHADOW_REJECT", "quarantine", "quarantine/" + held, "captured", captured, "nothing"])
        {
            HtmlDocument page = HtmlDocument.Read(await ReadAsync(path));
            string[] names = [.. page.Tags.Select(tag => tag.Name)];
            Assert.That(names.Count(name => name == "h1"), Is.EqualTo(1), path);
            Assert.That(names.Count(name => name == "main"), Is.EqualTo(1), path);
            Assert.That(names, Is.SupersetOf(new[] { "header", "nav", "footer", "title" }), path);
            Assert.That(page.Tags.First(tag => tag.Name == "a").Attributes["href"], Is.EqualTo("#main"), path);
            Assert.That(names.Count(name => name == "caption"), Is.EqualTo(names.Count(name => name == "table")), path);
            Assert.That(page.Tags.Where(tag => tag.Name == "th").All(tag => tag.Attributes.ContainsKey("scope")), path);
            string[] labels = [.. page.Tags.Where(tag => tag.Name == "label").Select(tag => tag.Attributes["for"])];
            Assert.That(
                page.Tags.Where(tag => tag.Name is "input" or "select" && tag.Attributes.GetValueOrDefault("type") != "hidden").Select(tag => tag.Attributes["id"]), Is.SubsetOf(labels), path);
            Assert.That(page.Tags.Where(tag => tag.Name == "svg").All(tag => tag.Attributes.ContainsKey("aria-label") || tag.Attributes.ContainsKey("aria-hidden")), path);
            string[] ids = [.. page.Tags.Where(tag => tag.Attributes.ContainsKey("id")).Select(tag => tag.Attributes["id"])];
            Assert.That(ids, Is.Unique, path);
        }
    }

    [Test]
    public async Task The_overview_counts_what_came_and_shows_the_last()
    {
        string id = await _gateway.SendAsync("please reject", from: "mallory@bad.example");
        string page = await ReadAsync("");

        Assert.That(page, Does.Contain(id).And.Contain("mallory@bad.example").And.Contain("SUBJECT_REJECT"));
        Assert.That(page, Does.Contain("data-live"));
        Assert.That(page, Does.Match("""<noscript><meta http-equiv="refresh" content="30"></noscript>"""));
        Assert.That(await ReadAsync("?refresh=off"), Does.Not.Contain("http-equiv"));
    }

    [Test]
    public async Task Transactions_are_found_by_id_address_verdict_and_rule_in_the_journal()
    {
        string id = await _gateway.SendAsync("please shadow", from: "unique.sender@needle.example");
        await UntilAsync(async () => (await ReadAsync("transactions?q=" + id)).Contains($"/transactions/{id}", StringComparison.Ordinal));
        (string Query, bool IsThere)[] cases =
        [
            ("q=" + id[..6], true), ("q=NEEDLE.example", true), ("verdict=accept&q=needle", true), ("rule=SHADOW_REJECT&q=needle", true), ("q=bob@local.example", true),
            ("verdict=reject&q=needle", false), ("rule=SUBJECT_REJECT&q=needle", false), ("q=nobody", false),
        ];
        foreach ((string query, bool isThere) in cases)
        {
            Assert.That((await ReadAsync("transactions?" + query)).Contains($"/transactions/{id}", StringComparison.Ordinal), Is.EqualTo(isThere), query);
        }
    }

    [Test]
    public async Task An_account_has_every_step_with_its_time_and_the_reasons()
    {
        string id = await _gateway.SendAsync("please tag");
        string page = await ReadAsync("transactions/" + id);

        Assert.That(page, Does.Contain("SUBJECT_SCORE").And.Contain("message.subject").And.Contain("please tag"));
        foreach (string step in (string[])["connection to MAIL", "data: the client", "message: rules", "server behind: mail", "server behind: rcpt", "server behind: body", "server behind: final_dot"])
        {
            Assert.That(page, Does.Contain($"""<th scope="row">{step}"""));
        }
    }

    [Test]
    public async Task Rules_show_hits_shadow_hits_and_what_they_would_have_rejected()
    {
        string id = await _gateway.SendAsync("please shadow");
        await UntilAsync(async () => (await ReadAsync("rules/SHADOW_REJECT")).Contains(id, StringComparison.Ordinal));
        string rules = await ReadAsync("rules?mode=shadow"), rule = await ReadAsync("rules/SHADOW_REJECT");

        Assert.That(rules, Does.Contain("SHADOW_REJECT").And.Not.Contain("SUBJECT_REJECT"));
        Assert.That(rule, Does.Contain("Would refuse what says so.").And.Contain("10.yaml:").And.Contain("message.subject.contains(&quot;please shadow&quot;)"));
        Assert.That(rule, Does.Match("<dt>Would have rejected</dt><dd>[1-9]"));
        Assert.That((await _http.GetAsync("rules/NO_SUCH_RULE")).StatusCode, Is.EqualTo(HttpStatusCode.NotFound));
    }

    [Test]
    public async Task Captured_mail_is_listed_shown_and_given_away_as_a_file()
    {
        await _gateway.SendAsync("captured one", to: "carl@kept.example");
        string path = (await PathsAsync("captured", "/captured/")).First();
        string page = await ReadAsync(path);
        using HttpResponseMessage file = await _http.GetAsync(path + "/message.eml");

        Assert.That(page, Does.Contain("<h1>captured one</h1>").And.Contain("Hello."));
        Assert.That(file.Content.Headers.ContentDisposition!.DispositionType, Is.EqualTo("attachment"));
        Assert.That(file.Content.Headers.ContentType!.MediaType, Is.EqualTo("message/rfc822"));
        Assert.That(file.Headers.GetValues("X-Content-Type-Options"), Is.EqualTo(new[] { "nosniff" }));
        Assert.That(await file.Content.ReadAsStringAsync(), Does.StartWith("Return-Path: <ann@sender.example>").And.Contain("Subject: captured one"));
        foreach (string name in (string[])["..%2F..%2Fmailgate.yaml", "%2Fetc%2Fpasswd", "nothing", ".."])
        {
            Assert.That((await _http.GetAsync($"captured/{name}/message.eml")).StatusCode, Is.EqualTo(HttpStatusCode.NotFound), name);
        }
    }

    [Test]
    public async Task A_message_in_quarantine_is_released_to_the_server_behind_and_then_deleted()
    {
        string id = await _gateway.SendAsync("please quarantine", from: "held@sender.example");
        string page = await ReadAsync("quarantine/" + id);
        string token = FormTokenIn(page);
        int before = _gateway.Downstream.Messages.Count;

        using HttpResponseMessage released = await PostAsync($"quarantine/{id}/release", token);
        Assert.That((released.StatusCode, released.Headers.Location!.ToString()), Is.EqualTo((HttpStatusCode.SeeOther, "/quarantine/" + id)));
        Assert.That(_gateway.Downstream.Messages, Has.Count.EqualTo(before + 1));
        Assert.That(await ReadAsync("quarantine/" + id), Does.Contain("""<span class="badge good">released</span>"""));
        Assert.That(await ReadAsync("quarantine"), Does.Not.Contain("/quarantine/" + id));
        Assert.That(await ReadAsync("quarantine?shown=all"), Does.Contain("/quarantine/" + id));

        using HttpResponseMessage deleted = await PostAsync($"quarantine/{id}/delete", token);
        Assert.That(deleted.Headers.Location!.ToString(), Is.EqualTo("/quarantine?done=deleted"));
        Assert.That((await _http.GetAsync("quarantine/" + id)).StatusCode, Is.EqualTo(HttpStatusCode.NotFound));
    }

    [Test]
    public async Task A_release_that_the_server_refuses_is_shown_with_its_reply()
    {
        string id = await _gateway.SendAsync("please quarantine");
        _gateway.Downstream.On("RCPT", "550 5.1.1 no such user here");
        try
        {
            using HttpResponseMessage released = await PostAsync($"quarantine/{id}/release", FormTokenIn(await ReadAsync("quarantine/" + id)));
        }
        finally
        {
            _gateway.Downstream.Heal();
        }

        Assert.That(await ReadAsync("quarantine/" + id), Does.Contain("no such user here").And.Contain("Try again to release"));
    }

    [Test]
    public async Task Assets_are_kept_by_browsers_and_asked_for_again()
    {
        using HttpResponseMessage first = await _http.GetAsync("assets/page.css");
        using HttpRequestMessage again = new(HttpMethod.Get, "assets/page.css");
        again.Headers.IfNoneMatch.Add(first.Headers.ETag!);
        using HttpResponseMessage second = await _http.SendAsync(again);

        Assert.That((first.StatusCode, second.StatusCode), Is.EqualTo((HttpStatusCode.OK, HttpStatusCode.NotModified)));
    }

    private static string FormTokenIn(string page) => System.Text.RegularExpressions.Regex.Match(page, """name="form_token" value="(\w+)""").Groups[1].Value;

    // The journal is written behind the back of the sessions: asked for again, with a bound.
    private static async Task UntilAsync(Func<Task<bool>> isTrue)
    {
        using CancellationTokenSource patience = new(TimeSpan.FromSeconds(30));
        while (!await isTrue())
        {
            patience.Token.ThrowIfCancellationRequested();
        }
    }

    private async Task<string> ReadAsync(string path)
    {
        using HttpResponseMessage response = await _http.GetAsync(path);
        return await response.Content.ReadAsStringAsync();
    }

    private async Task<IEnumerable<string>> PathsAsync(string page, string prefix) =>
        HtmlDocument.Read(await ReadAsync(page)).Tags.Where(tag => tag.Name == "a").Select(tag => tag.Attributes["href"]).Where(href => href.StartsWith(prefix, StringComparison.Ordinal));

    private Task<HttpResponseMessage> PostAsync(string path, string token) => _http.PostAsync(path, new FormUrlEncodedContent([new("form_token", token)]));
}
