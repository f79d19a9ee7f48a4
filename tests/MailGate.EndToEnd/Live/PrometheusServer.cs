using System.Diagnostics;
using System.Globalization;
using System.Text.Json;
using MailGate.EndToEnd.Deploy;
using MailGate.EndToEnd.Support;

namespace MailGate.EndToEnd.Live;

/// <summary>A Prometheus (Debian package prometheus) that scrapes a gateway each second and judges the alerts of <c>deploy/</c>, with its files in a folder of its own.</summary>
internal sealed class PrometheusServer : IAsyncDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    private readonly DirectoryInfo _folder;
    private readonly Process _process;
    private readonly HttpClient _http;

    private PrometheusServer(DirectoryInfo folder, Process process, int port)
    {
        _folder = folder;
        _process = process;
        _http = new HttpClient { BaseAddress = new Uri($"http://127.0.0.1:{port}/"), Timeout = Patience };
    }

    /// <param name="target">The port of the gateway's admin listener.</param>
    public static async Task<PrometheusServer> StartAsync(int target)
    {
        string program = Tools.Find("prometheus", "prometheus");
        DirectoryInfo folder = Directory.CreateTempSubdirectory("mailgate-prometheus-");
        string file = Path.Combine(folder.FullName, "prometheus.yml");
        await File.WriteAllTextAsync(file, $$"""
            global: { scrape_interval: 1s, scrape_timeout: 1s, evaluation_interval: 1s }
            rule_files: [ "{{DeployFiles.PathOf("prometheus", "mailgate.rules.yml")}}" ]
            scrape_configs:
              - job_name: mailgate
                static_configs: [ { targets: [ "127.0.0.1:{{target}}" ] } ]

            """);
        int port = Tools.FreePort();
        ProcessStartInfo start = new(program, [
            $"--config.file={file}", $"--storage.tsdb.path={folder.FullName}/data", $"--web.listen-address=127.0.0.1:{port}", "--enable-feature=exemplar-storage", "--log.level=warn",
        ]);
        PrometheusServer server = new(folder, Process.Start(start)!, port);
        await Tools.WaitForPortAsync(port);
        return server;
    }

    /// <summary>The values of an instant query; none while there is no data.</summary>
    /// <exception cref="InvalidOperationException">Prometheus cannot read the query.</exception>
    public async Task<IReadOnlyList<double>> QueryAsync(string expression)
    {
        using FormUrlEncodedContent form = new(new Dictionary<string, string> { ["query"] = expression });
        using HttpResponseMessage response = await _http.PostAsync("api/v1/query", form);
        using JsonDocument answer = JsonDocument.Parse(await response.Content.ReadAsStringAsync());
        if (answer.RootElement.GetProperty("status").GetString() == "success")
        {
            return [.. answer.RootElement.GetProperty("data").GetProperty("result").EnumerateArray().Select(series => Number(series.GetProperty("value")[1].GetString()!))];
        }

        return answer.RootElement.GetProperty("errorType").GetString() == "bad_data" ? throw new InvalidOperationException($"{expression}: {answer.RootElement.GetProperty("error")}") : [];
    }

    /// <summary>What an address of its API answers, under <c>data</c>.</summary>
    public async Task<JsonElement> GetAsync(string path)
    {
        using JsonDocument answer = JsonDocument.Parse(await _http.GetStringAsync(path));
        return answer.RootElement.GetProperty("data").Clone();
    }

    public async ValueTask DisposeAsync()
    {
        _process.Kill();
        await _process.WaitForExitAsync().WaitAsync(Patience);
        _process.Dispose();
        _http.Dispose();
        _folder.Delete(recursive: true);
    }

    private static double Number(string text) => text switch
    {
        "+Inf" => double.PositiveInfinity,
        "-Inf" => double.NegativeInfinity,
        _ => double.Parse(text, CultureInfo.InvariantCulture),
    };
}
