using System.Text.Json;
using MailGate.Tests.Configuration;
using NUnit.Framework;

namespace MailGate.Tests.Cli;

internal sealed class CheckVerbTests
{
    [Test]
    public async Task A_bad_file_gives_its_errors_and_exit_code_1()
    {
        using ConfigFolder folder = new ConfigFolder().Write(ConfigFolder.Main, "downstream: capture\nhostnme: x\ndrain: 5");
        string file = folder.PathOf(ConfigFolder.Main);
        Run run = await Run.MailgateAsync("check", "-c", file);

        Assert.That(run.ExitCode, Is.EqualTo(1));
        Assert.That(run.Error, Does.Contain($"{file}:2:1: unknown setting 'hostnme'; did you mean 'hostname'?\n").And.Contain($"{file}:3:8: drain: "));
        Assert.That(run.Standard, Is.EqualTo($"{file}: 2 errors\n"));
    }

    [Test]
    public async Task A_good_file_gives_exit_code_0_and_warnings()
    {
        using ConfigFolder folder = new ConfigFolder().Write(ConfigFolder.Main, "downstream: capture");
        Run run = await Run.MailgateAsync("check", "-c", folder.PathOf(ConfigFolder.Main));

        Assert.That(run.ExitCode, Is.Zero);
        Assert.That(run.Error, Does.Contain("warning: tls.certificates: no certificate"));
        Assert.That(run.Standard, Does.EndWith(": good\n"));
    }

    [Test]
    public async Task Json_has_each_error_with_its_place()
    {
        using ConfigFolder folder = new ConfigFolder().Write(ConfigFolder.Main, "downstream: capture\ndrain: 5");
        Run run = await Run.MailgateAsync("check", "--json", "--config", folder.PathOf(ConfigFolder.Main));
        JsonElement report = JsonDocument.Parse(run.Standard).RootElement;

        Assert.That(run.ExitCode, Is.EqualTo(1));
        Assert.That(report.GetProperty("ok").GetBoolean(), Is.False);
        JsonElement error = report.GetProperty("errors")[0];
        Assert.That((error.GetProperty("line").GetInt32(), error.GetProperty("column").GetInt32(), error.GetProperty("setting").GetString()), Is.EqualTo((2, 8, "drain")));
    }
}
