using System.Collections.Concurrent;
using Microsoft.Playwright;
using NUnit.Framework;

namespace MailGate.Browser.Tests;

/// <summary>A page in a browser of its own that notes what must never happen: requests to elsewhere, breaches of the policy, errors of scripts, dialogs of mail.</summary>
internal sealed class Visit : IAsyncDisposable
{
    /// <summary>How long anything may take, in milliseconds.</summary>
    public const float Patience = 60_000;

    private readonly IBrowserContext _context;
    private readonly ConcurrentQueue<string> _problems = new();

    public Visit(IBrowserContext context, IPage page, Uri address)
    {
        _context = context;
        Page = page;
        page.Console += (_, message) => Note(message.Type == "error" && !message.Text.Contains("404", StringComparison.Ordinal), $"console: {message.Text}");
        page.PageError += (_, error) => Note(true, $"script: {error}");
        page.Request += (_, request) => Note(!request.Url.StartsWith(address.ToString(), StringComparison.Ordinal), $"request: {request.Url}");
    }

    public IPage Page { get; }

    /// <summary>Fails when something was noted; a breach of the content security policy is an error on the console.</summary>
    public void AssertClean() => Assert.That(_problems, Is.Empty);

    /// <summary>Opens a page of the gateway. Its events stay open, so that the network is never idle.</summary>
    public Task GotoAsync(string path) => Page.GotoAsync(path, new() { WaitUntil = WaitUntilState.DOMContentLoaded });

    /// <summary>As Playwright's own, which would wait for ever.</summary>
    public Task<T> EvaluateAsync<T>(string script) => Page.EvaluateAsync<T>(script).WaitAsync(TimeSpan.FromMilliseconds(Patience));

    public async ValueTask DisposeAsync() => await _context.CloseAsync().WaitAsync(TimeSpan.FromMilliseconds(Patience));

    private void Note(bool isProblem, string problem)
    {
        if (isProblem)
        {
            _problems.Enqueue(problem);
        }
    }
}
