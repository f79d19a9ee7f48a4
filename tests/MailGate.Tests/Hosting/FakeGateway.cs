using System.Net;
using MailGate.Configuration;
using MailGate.Hosting;

namespace MailGate.Tests.Hosting;

/// <summary>A part that notes what the host does with it.</summary>
internal sealed class FakeGateway : IGateway
{
    public List<string> Calls { get; } = [];

    public List<GatewaySettings> Applied { get; } = [];

    public string? Problem { get; set; }

    public Exception? Refusal { get; set; }

    public IReadOnlyList<IPEndPoint> EndPoints { get; } = [IPEndPoint.Parse("127.0.0.1:2525")];

    public Task StartAsync(CancellationToken cancellationToken)
    {
        Calls.Add("start");
        return Task.CompletedTask;
    }

    public void Apply(GatewaySettings settings)
    {
        if (Refusal is not null)
        {
            throw Refusal;
        }

        Applied.Add(settings);
    }

    public Task DrainAsync(TimeSpan patience)
    {
        Calls.Add($"drain {patience.TotalSeconds}");
        return Task.CompletedTask;
    }

    public IReadOnlyList<ReadinessCheck> CheckReadiness() => [new("listener mx", Problem)];

    public ValueTask DisposeAsync()
    {
        Calls.Add("dispose");
        return ValueTask.CompletedTask;
    }
}
