using System.Globalization;
using MailGate.EndToEnd.Support;
using NUnit.Framework;

namespace MailGate.EndToEnd.Live;

/// <summary>What tracing costs those who do not use it: nothing.</summary>
internal sealed class TracingTests
{
    [TestCase("", false)]
    [TestCase("tracing: { endpoint: \"http://127.0.0.1:9/v1/traces\" }\n", true)]
    public async Task OpenTelemetry_is_loaded_only_where_traces_are_sent(string settings, bool isLoaded)
    {
        await using GatewayProcess gateway = await GatewayProcess.StartAsync("listeners: [ { address: \"127.0.0.1:0\" } ]\ndownstream: capture\n" + settings);
        string mapped = await File.ReadAllTextAsync(string.Create(CultureInfo.InvariantCulture, $"/proc/{gateway.Id}/maps"));
        Assert.That(mapped, Does.Contain("MailGate.Smtp.dll"));
        Assert.That(mapped.Contains("OpenTelemetry", StringComparison.Ordinal), Is.EqualTo(isLoaded));
    }
}
