using System.Globalization;
using System.Net;
using System.Text;
using System.Text.Json;
using MailGate.Admin.Api;
using NUnit.Framework;

namespace MailGate.Tests.Admin;

internal sealed class ApiTests
{
    private AdminGateway _gateway = null!;
    private HttpClient _http = null!;

    [OneTimeSetUp]
    public async Task SetUp()
    {
        _gateway = await AdminGateway.StartAsync($", token: {AdminGateway.Token}");
        _http = _gateway.Client(AdminGateway.Token);
    }

    [OneTimeTearDown]
    public async Task TearDown()
    {
        _http.Dispose();
        await _gateway.DisposeAsync();
    }

    [Test]
    public async Task Every_route_is_described_and_answers_by_its_schema()
    {
        string transaction = await _gateway.SendAsync("please tag please shadow");
        string held = await _gateway.SendAsync("please quarantine");
        await _gateway.SendAsync("kept", to: "carl@kept.example");
        JsonElement paths = (await ReadAsync("openapi.json")).GetProperty("paths");
        string captured = (await ReadAsync("captured")).GetProperty("items")[0].GetProperty("name").GetString()!;

        Assert.That(
            paths.EnumerateObject().SelectMany(path => path.Value.EnumerateObject().Select(method => $"{method.Name.ToUpperInvariant()} {path.Name}")),
            Is.EquivalentTo(_gateway.Host.AdminRoutes.Where(route => route.Contains(" /api/", StringComparison.Ordinal))));

        // Deleting comes last: the others need the message.
        foreach (ApiRoute route in ApiRoutes.All.OrderBy(route => route.Method == "DELETE"))
        {
            string id = route.Pattern.StartsWith("/quarantine", StringComparison.Ordinal) ? held : transaction;
            string path = route.Pattern.Replace("{id}", id, StringComparison.Ordinal).Replace("{name}", route.Pattern.StartsWith("/captured", StringComparison.Ordinal) ? captured : "SHADOW_REJECT", StringComparison.Ordinal);
            using HttpRequestMessage request = new(new HttpMethod(route.Method), ApiRoutes.Prefix + path);
            using HttpResponseMessage response = await _http.SendAsync(request);
            JsonElement described = paths.GetProperty(ApiRoutes.Prefix + route.Pattern).GetProperty(route.Method.ToLowerInvariant()).GetProperty("responses");
            string status = ((int)response.StatusCode).ToString(System.Globalization.CultureInfo.InvariantCulture);
            Assert.That(described.TryGetProperty(status, out JsonElement answer), $"{route.Method} {path}: {status} is not described");
            if (answer.TryGetProperty("content", out JsonElement content))
            {
                using JsonDocument body = JsonDocument.Parse(await response.Content.ReadAsStringAsync());
                JsonElement schema = content.GetProperty("application/json").GetProperty("schema");
                Assert.That(schema.ToString(), Does.Not.Contain("$ref"), "the check does not follow references");
                Assert.That(JsonSchemaCheck.Problems(body.RootElement, schema), Is.Empty, path);
            }
        }
    }

    [Test]
    public async Task What_is_not_there_or_not_allowed_is_a_problem()
    {
        using HttpClient stranger = _gateway.Client(AdminGateway.Token[..^1] + "x");
        (HttpClient Client, string Path, HttpStatusCode Status)[] cases =
        [
            (_http, "nothing", HttpStatusCode.NotFound), (_http, "transactions/nothing", HttpStatusCode.NotFound), (_http, "rules/nothing", HttpStatusCode.NotFound),
            (_http, "captured/nothing", HttpStatusCode.NotFound), (_http, "quarantine/nothing", HttpStatusCode.NotFound), (stranger, "status", HttpStatusCode.Unauthorized),
        ];
        foreach ((HttpClient client, string path, HttpStatusCode status) in cases)
        {
            using HttpResponseMessage response = await client.GetAsync("api/v1/" + path);
            using JsonDocument body = JsonDocument.Parse(await response.Content.ReadAsStringAsync());
            Assert.That((response.StatusCode, response.Content.Headers.ContentType!.MediaType), Is.EqualTo((status, "application/problem+json")), path);
            Assert.That(body.RootElement.GetProperty("status").GetInt32(), Is.EqualTo((int)status), path);
        }
    }

    [Test]
    public async Task Lists_come_in_pages()
    {
        List<string> sent = [];
        for (int i = 0; i < 5; i++)
        {
            sent.Insert(0, await _gateway.SendAsync("paging", from: "paging@sender.example"));
        }

        List<string> found = [];
        string cursor = "";
        do
        {
            JsonElement page = await ReadAsync($"transactions?q=paging@sender&limit=2&cursor={cursor}");
            Assert.That(page.GetProperty("items").GetArrayLength(), Is.LessThanOrEqualTo(2));
            found.AddRange(page.GetProperty("items").EnumerateArray().Select(item => item.GetProperty("id").GetString()!));
            cursor = page.GetProperty("next").GetString() ?? "";
        }
        while (cursor.Length > 0);

        Assert.That(found, Is.EqualTo(sent));
    }

    [Test]
    public async Task A_release_says_what_came_of_it()
    {
        string held = await _gateway.SendAsync("please quarantine");
        (double before, double releases) = (await MetricAsync("mailgate_downstream_accepted_total"), await MetricAsync("mailgate_quarantine_releases_total{result=\"released\"}"));
        using HttpResponseMessage response = await _http.PostAsync($"api/v1/quarantine/{held}/release", new StringContent("{}", Encoding.UTF8, "application/json"));
        string text = await response.Content.ReadAsStringAsync();
        Assert.That(response.StatusCode, Is.EqualTo(HttpStatusCode.OK), text);
        using JsonDocument body = JsonDocument.Parse(text);

        Assert.That(body.RootElement.GetProperty("items")[0].GetProperty("outcome").GetString(), Is.EqualTo("released"));
        Assert.That((await ReadAsync($"quarantine/{held}")).GetProperty("message").GetProperty("released").GetBoolean());
        Assert.That((await ReadAsync("quarantine?released=false")).GetProperty("items").EnumerateArray().Select(item => item.GetProperty("id").GetString()), Does.Not.Contain(held));
        Assert.That(await MetricAsync("mailgate_quarantine_releases_total{result=\"released\"}"), Is.EqualTo(releases + 1));
        Assert.That(await MetricAsync("mailgate_downstream_accepted_total"), Is.EqualTo(before), "the ledger has it as quarantined: counted twice, it would make up for a message that is lost");
    }

    private async Task<double> MetricAsync(string series)
    {
        string exposition = await _http.GetStringAsync("metrics");
        string line = exposition.Split('\n').Single(line => line.StartsWith(series + " ", StringComparison.Ordinal));
        return double.Parse(line[(series.Length + 1)..], CultureInfo.InvariantCulture);
    }

    private async Task<JsonElement> ReadAsync(string path)
    {
        using JsonDocument document = JsonDocument.Parse(await _http.GetStringAsync("api/v1/" + path));
        return document.RootElement.Clone();
    }
}
