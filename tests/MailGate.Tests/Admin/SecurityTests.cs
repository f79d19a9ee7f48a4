using System.Net;
using System.Text;
using NUnit.Framework;

namespace MailGate.Tests.Admin;

internal sealed class SecurityTests
{
    private const string WithToken = $", token: {AdminGateway.Token}";

    [Test]
    public async Task Every_answer_forbids_foreign_scripts_frames_and_caches()
    {
        await using AdminGateway gateway = await AdminGateway.StartAsync();
        using HttpClient http = gateway.Client();
        foreach (string path in (string[])["", "transactions", "nothing", "api/v1/status", "api/v1/nothing", "metrics", "livez", "login"])
        {
            using HttpResponseMessage response = await http.GetAsync(path);
            Assert.That(response.Headers.GetValues("Content-Security-Policy").Single(), Does.Contain("default-src 'none'").And.Contain("script-src 'self'").And.Contain("style-src 'self'")
                .And.Contain("form-action 'self'").And.Contain("frame-ancestors 'none'").And.Not.Contain("unsafe"), path);
            Assert.That(response.Headers.GetValues("X-Content-Type-Options"), Is.EqualTo(new[] { "nosniff" }), path);
            Assert.That(response.Headers.GetValues("Referrer-Policy"), Is.EqualTo(new[] { "same-origin" }), path);
            Assert.That(response.Headers.CacheControl!.NoStore, path);
        }
    }

    [TestCase("evil.example", HttpStatusCode.MisdirectedRequest)]
    [TestCase("127.0.0.1.evil.example:9525", HttpStatusCode.MisdirectedRequest)]
    [TestCase("localhost", HttpStatusCode.OK)]
    [TestCase("127.0.0.1:9525", HttpStatusCode.OK)]
    [TestCase("[::1]:9525", HttpStatusCode.OK)]
    [TestCase("mail.example.com", HttpStatusCode.OK)]
    public async Task A_name_that_was_made_to_point_here_is_not_answered(string host, HttpStatusCode expected)
    {
        await using AdminGateway gateway = await AdminGateway.StartAsync(", hosts: [ mail.example.com ]");
        using HttpClient http = gateway.Client();
        http.DefaultRequestHeaders.Host = host;

        Assert.That((await http.GetAsync("")).StatusCode, Is.EqualTo(expected));
        Assert.That((await http.GetAsync("livez")).StatusCode, Is.EqualTo(HttpStatusCode.OK));
    }

    [Test]
    public async Task Without_the_token_nothing_is_told_but_the_probes_and_the_login()
    {
        await using AdminGateway gateway = await AdminGateway.StartAsync(WithToken);
        using HttpClient http = gateway.Client();
        foreach (string path in (string[])["", "transactions", "transactions/x", "rules", "quarantine", "captured", "nothing"])
        {
            using HttpResponseMessage response = await http.GetAsync(path);
            Assert.That((response.StatusCode, response.Headers.Location!.ToString()), Is.EqualTo((HttpStatusCode.SeeOther, "/login?next=" + Uri.EscapeDataString("/" + path))), path);
        }

        foreach (string path in (string[])["api/v1/status", "api/v1/nothing", "metrics", "events"])
        {
            using HttpRequestMessage request = new(HttpMethod.Get, path);
            request.Headers.Accept.ParseAdd("application/json");
            using HttpResponseMessage response = await http.SendAsync(request);
            Assert.That(response.StatusCode, Is.EqualTo(HttpStatusCode.Unauthorized), path);
        }

        using HttpResponseMessage post = await http.PostAsync("quarantine/x/delete", new FormUrlEncodedContent([]));
        Assert.That(post.StatusCode, Is.EqualTo(HttpStatusCode.Unauthorized));
        Assert.That((await http.GetAsync("livez")).StatusCode, Is.EqualTo(HttpStatusCode.OK));
        Assert.That((await http.GetAsync("login")).StatusCode, Is.EqualTo(HttpStatusCode.OK));
    }

    [Test]
    public async Task A_login_gives_a_cookie_that_scripts_and_other_sites_cannot_use_and_a_logout_ends_it()
    {
        await using AdminGateway gateway = await AdminGateway.StartAsync(WithToken);
        using HttpClient http = gateway.Client();
        using HttpRequestMessage request = new(HttpMethod.Post, "login") { Content = new FormUrlEncodedContent([new("token", AdminGateway.Token), new("next", "/rules?mode=off")]) };
        request.Headers.Add("X-Forwarded-Proto", "https");
        using HttpResponseMessage login = await http.SendAsync(request);
        string cookie = login.Headers.GetValues("Set-Cookie").Single();

        Assert.That(login.Headers.Location!.ToString(), Is.EqualTo("/rules?mode=off"));
        Assert.That(cookie, Does.Contain("; secure").And.Contain("; samesite=strict").And.Contain("; httponly").And.Not.Contain(AdminGateway.Token));

        using HttpClient browser = gateway.Client();
        browser.DefaultRequestHeaders.Add("Cookie", cookie.Split(';')[0]);
        string page = await browser.GetStringAsync("rules");
        string token = System.Text.RegularExpressions.Regex.Match(page, """name="form_token" value="(\w+)""").Groups[1].Value;
        using HttpResponseMessage logout = await browser.PostAsync("logout", new FormUrlEncodedContent([new("form_token", token)]));
        Assert.That(logout.StatusCode, Is.EqualTo(HttpStatusCode.SeeOther));
        Assert.That((await browser.GetAsync("rules")).StatusCode, Is.EqualTo(HttpStatusCode.SeeOther));
    }

    [Test]
    public async Task A_token_is_right_as_a_whole_or_not_at_all()
    {
        await using AdminGateway gateway = await AdminGateway.StartAsync(WithToken);
        foreach (string wrong in (string[])[AdminGateway.Token[..^1] + "x", "x" + AdminGateway.Token[1..], AdminGateway.Token[..^1], AdminGateway.Token + "x", AdminGateway.Token.ToUpperInvariant()])
        {
            using HttpClient http = gateway.Client(wrong);
            using HttpResponseMessage response = await http.GetAsync("api/v1/status");
            Assert.That(response.StatusCode, Is.EqualTo(HttpStatusCode.Unauthorized), wrong);
        }

        using HttpClient known = gateway.Client(AdminGateway.Token);
        Assert.That((await known.GetAsync("api/v1/status")).StatusCode, Is.EqualTo(HttpStatusCode.OK));
    }

    [Test]
    public async Task Another_token_ends_the_logins_of_the_old_one()
    {
        await using AdminGateway gateway = await AdminGateway.StartAsync(WithToken);
        using HttpClient http = gateway.Client();
        using HttpResponseMessage login = await http.PostAsync("login", new FormUrlEncodedContent([new("token", AdminGateway.Token)]));
        Assert.That((await http.GetAsync("rules")).StatusCode, Is.EqualTo(HttpStatusCode.OK));

        Assert.That(await gateway.ReloadAsync(", token: another-token-0123456789"), Is.True);
        Assert.That((await http.GetAsync("rules")).StatusCode, Is.EqualTo(HttpStatusCode.SeeOther));
    }

    [Test]
    public async Task Guesses_are_bounded_and_then_not_even_the_right_token_is_heard()
    {
        await using AdminGateway gateway = await AdminGateway.StartAsync(WithToken);
        using HttpClient http = gateway.Client();
        List<HttpStatusCode> answers = [];
        for (int i = 0; i < 11; i++)
        {
            using HttpResponseMessage wrong = await http.PostAsync("login", new FormUrlEncodedContent([new("token", $"wrong {i}")]));
            answers.Add(wrong.StatusCode);
        }

        Assert.That(answers.Take(9), Is.All.EqualTo(HttpStatusCode.Forbidden));
        Assert.That(answers[^1], Is.EqualTo(HttpStatusCode.TooManyRequests));
        using HttpResponseMessage right = await http.PostAsync("login", new FormUrlEncodedContent([new("token", AdminGateway.Token)]));
        Assert.That(right.StatusCode, Is.EqualTo(HttpStatusCode.TooManyRequests));
    }

    [Test]
    public async Task What_changes_something_is_only_done_for_a_form_of_ours()
    {
        await using AdminGateway gateway = await AdminGateway.StartAsync();
        using HttpClient http = gateway.Client();
        string id = await gateway.SendAsync("please quarantine");
        string token = System.Text.RegularExpressions.Regex.Match(await http.GetStringAsync("quarantine/" + id), """name="form_token" value="(\w+)""").Groups[1].Value;
        foreach (string action in (string[])["release", "delete"])
        {
            string path = $"quarantine/{id}/{action}";
            Assert.That((await http.GetAsync(path)).IsSuccessStatusCode, Is.False);
            Assert.That((await http.PostAsync(path, new FormUrlEncodedContent([]))).StatusCode, Is.EqualTo(HttpStatusCode.Forbidden));
            Assert.That((await http.PostAsync(path, new FormUrlEncodedContent([new("form_token", new string('0', token.Length))]))).StatusCode, Is.EqualTo(HttpStatusCode.Forbidden));
            Assert.That((await http.PostAsync(path, new StringContent($"form_token={token}", Encoding.UTF8, "text/plain"))).StatusCode, Is.EqualTo(HttpStatusCode.Forbidden));
            using HttpRequestMessage foreign = new(HttpMethod.Post, path) { Content = new FormUrlEncodedContent([new("form_token", token)]) };
            foreign.Headers.Add("Origin", "https://evil.example");
            Assert.That((await http.SendAsync(foreign)).StatusCode, Is.EqualTo(HttpStatusCode.Forbidden));
        }

        Assert.That((await http.GetAsync("quarantine/" + id)).StatusCode, Is.EqualTo(HttpStatusCode.OK));
        Assert.That(gateway.Downstream.Messages, Is.Empty);
    }

    [Test]
    public async Task The_api_changes_nothing_for_a_browser_on_another_site()
    {
        await using AdminGateway gateway = await AdminGateway.StartAsync();
        using HttpClient http = gateway.Client();
        string id = await gateway.SendAsync("please quarantine");
        Assert.That((await http.PostAsync($"api/v1/quarantine/{id}/release", new FormUrlEncodedContent([]))).StatusCode, Is.EqualTo(HttpStatusCode.Forbidden));
        Assert.That((await http.DeleteAsync("api/v1/quarantine/" + id)).StatusCode, Is.EqualTo(HttpStatusCode.Forbidden));
        using HttpRequestMessage foreign = new(HttpMethod.Post, $"api/v1/quarantine/{id}/release") { Content = new StringContent("{}", Encoding.UTF8, "application/json") };
        foreign.Headers.Add("Sec-Fetch-Site", "cross-site");
        Assert.That((await http.SendAsync(foreign)).StatusCode, Is.EqualTo(HttpStatusCode.Forbidden));
        Assert.That(gateway.Downstream.Messages, Is.Empty);

        using HttpResponseMessage own = await http.PostAsync($"api/v1/quarantine/{id}/release", new StringContent("{}", Encoding.UTF8, "application/json"));
        Assert.That(own.StatusCode, Is.EqualTo(HttpStatusCode.OK));
        Assert.That(gateway.Downstream.Messages, Has.Count.EqualTo(1));
    }

    [Test]
    public async Task Behind_a_proxy_all_addresses_are_below_its_path()
    {
        await using AdminGateway gateway = await AdminGateway.StartAsync(", hosts: [ mail.example.com ], base_path: /gate");
        using HttpClient http = gateway.Client();
        http.DefaultRequestHeaders.Host = "mail.example.com";
        foreach (string path in (string[])["", "gate", "gate/", "gate/rules", "rules"])
        {
            HtmlDocument page = HtmlDocument.Read(await http.GetStringAsync(path));
            string[] addresses = [.. page.Tags.SelectMany(tag => tag.Attributes).Where(a => a.Key is "href" or "src" or "action").Select(a => a.Value)];
            Assert.That(addresses, Is.All.StartsWith("/gate/").Or.EqualTo("#main"), path);
        }

        Assert.That((await http.GetAsync("gate/assets/page.css")).StatusCode, Is.EqualTo(HttpStatusCode.OK));
    }
}
