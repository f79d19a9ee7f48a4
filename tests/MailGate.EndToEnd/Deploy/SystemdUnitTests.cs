using MailGate.EndToEnd.Support;
using NUnit.Framework;

namespace MailGate.EndToEnd.Deploy;

/// <summary>The systemd units of <c>deploy/</c>, judged by systemd's own tool, which needs no running systemd.</summary>
internal sealed class SystemdUnitTests
{
    private const string MostExposure = "20";

    [Test]
    public async Task Service_is_exposed_by_no_more_than_2_points()
    {
        (int code, string output) = await Tools.RunAsync(
            Tools.Find("systemd-analyze", "systemd"), ["security", "--offline=true", "--no-pager", $"--threshold={MostExposure}", DeployFiles.PathOf("systemd", "mailgate.service")]);
        Assert.That(code, Is.Zero, output);
    }

    [Test]
    public async Task Systemd_can_read_both_units()
    {
        // The program need not be installed for that: another one stands in for it.
        DirectoryInfo folder = Directory.CreateTempSubdirectory("mailgate-units-");
        try
        {
            foreach (string file in Directory.GetFiles(DeployFiles.PathOf("systemd")))
            {
                string text = await File.ReadAllTextAsync(file);
                await File.WriteAllTextAsync(Path.Combine(folder.FullName, Path.GetFileName(file)), text.Replace("/usr/bin/mailgate", "/bin/true", StringComparison.Ordinal));
            }

            (int code, string output) = await Tools.RunAsync(Tools.Find("systemd-analyze", "systemd"), ["verify", "--man=no", .. Directory.GetFiles(folder.FullName)]);
            Assert.That((code, output), Is.EqualTo((0, "")));
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    [Test]
    public void Service_tells_systemd_when_it_is_ready_and_alive_and_gets_its_keys_from_it()
    {
        string[] lines = File.ReadAllLines(DeployFiles.PathOf("systemd", "mailgate.service"));
        Assert.That(lines, Has.Member("Type=notify").And.Member("WatchdogSec=30s").And.Member("DynamicUser=yes").And.Member("LoadCredential=keys:/etc/mailgate/keys"));
    }
}
