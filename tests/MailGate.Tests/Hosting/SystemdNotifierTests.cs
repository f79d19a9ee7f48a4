using System.Globalization;
using System.Net.Sockets;
using System.Text;
using MailGate.Hosting;
using NUnit.Framework;

namespace MailGate.Tests.Hosting;

internal sealed class SystemdNotifierTests
{
    [Test]
    public async Task It_tells_ready_reloading_and_stopping()
    {
        string path = Path.Combine(Path.GetTempPath(), $"mailgate-notify-{Guid.NewGuid():N}");
        using var systemd = new Socket(AddressFamily.Unix, SocketType.Dgram, ProtocolType.Unspecified);
        systemd.Bind(new UnixDomainSocketEndPoint(path));
        var environment = new Dictionary<string, string?> { ["NOTIFY_SOCKET"] = path, ["WATCHDOG_USEC"] = "20000", ["WATCHDOG_PID"] = Environment.ProcessId.ToString(CultureInfo.InvariantCulture) };
        using (var notifier = new SystemdNotifier(TimeProvider.System, environment.GetValueOrDefault))
        {
            notifier.Ready("listening");
            notifier.Reloading();
            notifier.Stopping("draining");
            var told = new List<string>();
            using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(20));
            while (told.Count < 4)
            {
                byte[] buffer = new byte[512];
                string message = Encoding.UTF8.GetString(buffer, 0, await systemd.ReceiveAsync(buffer, patience.Token));
                if (message != "WATCHDOG=1" || !told.Contains(message))
                {
                    told.Add(message);
                }
            }

            told.Remove("WATCHDOG=1");
            Assert.That(told[0], Is.EqualTo("READY=1\nSTATUS=listening"));
            Assert.That(told[1], Does.Match(@"^RELOADING=1\nMONOTONIC_USEC=\d+$"));
            Assert.That(told[2], Is.EqualTo("STOPPING=1\nSTATUS=draining"));
        }

        File.Delete(path);
    }

    [TestCase(null)]
    [TestCase("")]
    [TestCase("relative")]
    [TestCase("/nowhere/notify")]
    public void Without_systemd_nothing_happens(string? socket)
    {
        using var notifier = new SystemdNotifier(TimeProvider.System, name => name == "NOTIFY_SOCKET" ? socket : "1000000");

        Assert.That(() => notifier.Ready("x"), Throws.Nothing);
    }
}
