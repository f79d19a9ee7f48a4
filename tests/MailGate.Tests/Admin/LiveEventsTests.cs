using NUnit.Framework;

namespace MailGate.Tests.Admin;

internal sealed class LiveEventsTests
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    [Test]
    public async Task A_stream_tells_of_a_transaction_and_ends_with_the_gateway()
    {
        AdminGateway gateway = await AdminGateway.StartAsync();
        using HttpClient http = gateway.Client();
        using HttpResponseMessage response = await http.GetAsync("events", HttpCompletionOption.ResponseHeadersRead);
        using StreamReader events = new(await response.Content.ReadAsStreamAsync());
        Assert.That(response.Content.Headers.ContentType!.MediaType, Is.EqualTo("text/event-stream"));
        Assert.That(await events.ReadLineAsync().WaitAsync(Patience), Is.EqualTo("retry: 3000"));

        await gateway.SendAsync("hello");
        Assert.That(await events.ReadLineAsync().WaitAsync(Patience), Is.Empty);
        Assert.That(await events.ReadLineAsync().WaitAsync(Patience), Is.EqualTo("event: transactions"));
        Assert.That(await events.ReadLineAsync().WaitAsync(Patience), Is.EqualTo("data: 1"));

        await gateway.DisposeAsync().AsTask().WaitAsync(Patience);
    }
}
