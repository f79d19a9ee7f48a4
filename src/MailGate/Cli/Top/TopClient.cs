using System.Net;
using System.Net.Http.Headers;
using System.Text.Json;
using MailGate.Admin.Api;
using MailGate.Observability.History;

namespace MailGate.Cli.Top;

/// <summary>Asks a running gateway by its API.</summary>
internal sealed class TopClient : IDisposable
{
    private const int Transactions = 50;
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(10);

    private readonly HttpClient _http;

    /// <param name="address">With a slash at its end.</param>
    public TopClient(Uri address, string? token)
    {
        _http = new HttpClient { BaseAddress = address, Timeout = Patience };
        _http.DefaultRequestHeaders.Authorization = token is null ? null : new AuthenticationHeaderValue("Bearer", token);
    }

    /// <summary>How the gateway is now.</summary>
    /// <exception cref="CliException">It cannot be asked.</exception>
    public async Task<TopData> ReadAsync(CancellationToken cancellationToken) => new(
        await GetAsync<GatewayStatus>("api/v1/status", cancellationToken),
        (await GetAsync<Listing<TransactionSummary>>($"api/v1/transactions?limit={Transactions}", cancellationToken)).Items);

    public void Dispose() => _http.Dispose();

    private async Task<T> GetAsync<T>(string path, CancellationToken cancellationToken)
    {
        try
        {
            using HttpResponseMessage response = await _http.GetAsync(path, cancellationToken);
            return response.StatusCode == HttpStatusCode.Unauthorized ? throw new CliException($"{_http.BaseAddress} asks for another token")
                : !response.IsSuccessStatusCode ? throw new CliException($"{_http.BaseAddress}{path}: {(int)response.StatusCode} {response.ReasonPhrase}")
                : await response.Content.ReadFromJsonAsync<T>(ApiJson.Options, cancellationToken) ?? throw new CliException($"{_http.BaseAddress}{path}: not what was asked for");
        }
        catch (Exception failure) when (failure is HttpRequestException or JsonException || (failure is TaskCanceledException && !cancellationToken.IsCancellationRequested))
        {
            throw new CliException($"{_http.BaseAddress}: {failure.Message}");
        }
    }
}

/// <summary>What the view is made of.</summary>
internal sealed record TopData(GatewayStatus Status, IReadOnlyList<TransactionSummary> Transactions);
