using System.Text.Json;
using MailGate.Tests.Configuration;
using NUnit.Framework;

namespace MailGate.Tests.Cli;

internal sealed class ConfigVerbTests
{
    [Test]
    public async Task Show_prints_every_value_with_its_origin_and_no_secret()
    {
        using ConfigFolder folder = new ConfigFolder()
            .Write(ConfigFolder.Main, "downstream: capture\nadmin: { token: 0123456789abcdef }\ninclude: [ more.yaml ]")
            .Write("more.yaml", "limits:\n  recipients: 7");
        Run run = await Run.MailgateAsync("config", "show", "--origin", "-c", folder.PathOf(ConfigFolder.Main));

        Assert.That(run.ExitCode, Is.Zero);
        Assert.That(run.Standard, Does.Match($@"(?m)^limits\.recipients: 7 +# {folder.PathOf("more.yaml")}:2:15$"));
        Assert.That(run.Standard, Does.Match(@"(?m)^limits\.message_size: 50MB +# default$"));
        Assert.That(run.Standard, Does.Match(@"(?m)^admin\.token: ""\*\*\*"" +# "));
        Assert.That(run.Standard, Does.Not.Contain("0123456789abcdef"));
    }

    [Test]
    public async Task Show_in_json_is_a_list_of_settings()
    {
        using ConfigFolder folder = new ConfigFolder().Write(ConfigFolder.Main, "downstream: capture");
        Run run = await Run.MailgateAsync("config", "show", "--json", "-c", folder.PathOf(ConfigFolder.Main));

        Assert.That(JsonDocument.Parse(run.Standard).RootElement.EnumerateArray().Select(s => s.GetProperty("setting").GetString()), Does.Contain("drain").And.Contain("listeners[0].tls"));
    }

    [Test]
    public async Task Schema_is_json()
    {
        Run run = await Run.MailgateAsync("config", "schema");

        Assert.That(JsonDocument.Parse(run.Standard).RootElement.GetProperty("properties").GetProperty("limits").GetProperty("description").GetString(), Is.Not.Empty);
    }
}
