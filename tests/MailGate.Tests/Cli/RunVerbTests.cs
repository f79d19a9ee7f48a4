using MailGate.Tests.Configuration;
using NUnit.Framework;

namespace MailGate.Tests.Cli;

internal sealed class RunVerbTests
{
    [Test]
    public async Task A_bad_configuration_is_not_started()
    {
        using ConfigFolder folder = new ConfigFolder().Write(ConfigFolder.Main, "hostnme: x");
        Run run = await Run.MailgateAsync("run", "-c", folder.PathOf(ConfigFolder.Main), "--downstream", "nonsense");

        Assert.That(run.ExitCode, Is.EqualTo(1));
        Assert.That(run.Error, Does.Contain(":1:1: unknown setting 'hostnme'").And.Contain("--downstream: downstream: expected HOST:PORT").And.EndWith("mailgate: 2 errors in the configuration, not started\n"));
    }
}
