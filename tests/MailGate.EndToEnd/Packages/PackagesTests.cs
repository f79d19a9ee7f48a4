using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Runtime.Versioning;
using System.Text.RegularExpressions;
using MailGate.EndToEnd.Deploy;
using MailGate.EndToEnd.Running;
using MailGate.EndToEnd.Support;
using MailGate.Tests.Common.Smtp;
using NUnit.Framework;

namespace MailGate.EndToEnd.Packages;

/// <summary>The Debian package, the tarball and the image, each made, looked at, and run as its users would.</summary>
[SupportedOSPlatform("linux")]
internal sealed partial class PackagesTests
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(120);
    private PublishedGateway _published = null!;

    [OneTimeSetUp]
    public async Task PublishAsync() => _published = await PublishedGateway.CreateAsync();

    [OneTimeTearDown]
    public void Clean() => _published?.Dispose();

    [TestCase("deb/build.sh", "mailgate.deb")]
    [TestCase("tarball.sh", "mailgate.tar.xz")]
    [TestCase("oci/build.sh", "mailgate.tar")]
    public async Task Package_is_made_of_the_same_octets_each_time(string script, string name)
    {
        byte[] first = await File.ReadAllBytesAsync(await _published.PackedAsync(script));
        byte[] second = await File.ReadAllBytesAsync(await _published.PackAsync(script, "again-" + name));
        Assert.That(first.AsSpan().SequenceEqual(second), Is.True);
    }

    [Test]
    public async Task Debian_package_is_clean_to_lintian()
    {
        string package = await _published.PackedAsync("deb/build.sh");
        (int code, string output) = await Tools.RunAsync(Tools.Find("lintian", "lintian"), ["--fail-on", "error,warning", "--allow-root", package], patience: Patience);
        Assert.That(code, Is.Zero, output);
    }

    [Test]
    public async Task Debian_package_is_installed_takes_mail_and_leaves_nothing_behind()
    {
        Tools.NeedRoot();
        Tools.OnlyInContinuousIntegration("it installs and purges the package on this machine");
        string dpkg = Tools.Find("dpkg", "dpkg");
        string package = await _published.PackedAsync("deb/build.sh");
        await using MailSink sink = new();
        try
        {
            (int code, string output) = await Tools.RunAsync(dpkg, ["--install", package], patience: Patience);
            Assert.That(code, Is.Zero, output);
            Assert.That(File.GetUnixFileMode("/etc/mailgate/keys"), Is.EqualTo(UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute));
            // As installed, but at free ports and with a server behind.
            int port = Tools.FreePort();
            string settings = await File.ReadAllTextAsync("/etc/mailgate/mailgate.yaml");
            await File.WriteAllTextAsync("/etc/mailgate/mailgate.yaml", settings.Replace("127.0.0.1:2525", $"127.0.0.1:{port}", StringComparison.Ordinal)
                .Replace("downstream: 127.0.0.1:25", $"downstream: 127.0.0.1:{sink.Port}", StringComparison.Ordinal).Replace("127.0.0.1:9525", $"127.0.0.1:{Tools.FreePort()}", StringComparison.Ordinal));
            await RunUnitAsync(port);
            Assert.That(sink.Messages, Has.Count.EqualTo(1));
        }
        finally
        {
            await Tools.RunAsync(dpkg, ["--purge", "mailgate"], patience: Patience);
        }

        Assert.That(new[] { "/etc/mailgate", "/usr/lib/mailgate", "/usr/bin/mailgate", "/usr/share/doc/mailgate", "/var/lib/mailgate" }.Where(Path.Exists), Is.Empty);
    }

    [Test]
    public async Task Tarball_runs_where_it_is_unpacked()
    {
        string archive = await _published.PackedAsync("tarball.sh");
        string target = Directory.CreateDirectory(_published.PathOf("unpacked")).FullName;
        await Tools.RunAsync(Tools.Find("tar", "tar"), ["-xf", archive, "-C", target, "--strip-components=1"], patience: Patience);
        await AssertRunsAsync(Path.Combine(target, "bin", "mailgate"), []);
    }

    [Test]
    public Task Published_program_has_the_switches_of_its_runtime_in_force() => RunningSwitches.AssertInForceAsync([Path.Combine(_published.App, "mailgate")]);

    [Test]
    public async Task Image_is_read_by_skopeo_and_runs_with_nothing_but_its_own_files()
    {
        Tools.NeedRoot();
        string archive = await _published.PackedAsync("oci/build.sh");
        (int code, string output) = await Tools.RunAsync(Tools.Find("skopeo", "skopeo"), ["inspect", "--config", "oci-archive:" + archive], patience: Patience);
        Assert.That(code, Is.Zero, output);
        Assert.That(output, Does.Contain("\"User\": \"10001:10001\"").And.Contain("/usr/bin/mailgate"));

        // What an engine does: the layer as the root of a new namespace, with /proc.
        string image = Directory.CreateDirectory(_published.PathOf("image")).FullName;
        string root = Directory.CreateDirectory(_published.PathOf("root")).FullName;
        (code, output) = await Tools.RunAsync(Tools.Find("skopeo", "skopeo"), ["copy", "oci-archive:" + archive, "dir:" + image], patience: Patience);
        Assert.That(code, Is.Zero, output);
        string layer = Directory.GetFiles(image).OrderByDescending(file => new FileInfo(file).Length).First();
        await Tools.RunAsync(Tools.Find("tar", "tar"), ["-xzf", layer, "-C", root], patience: Patience);
        Directory.CreateDirectory(Path.Combine(root, "proc"));
        const string Enter = "mount -t proc proc \"$0/proc\" && exec chroot --userspec=10001:10001 \"$0\" \"$@\"";
        await AssertRunsAsync(Tools.Find("unshare", "util-linux"), ["--mount", "--pid", "--fork", "--kill-child", "sh", "-c", Enter, root, "/usr/bin/mailgate"]);
    }

    [Test]
    public async Task Manual_page_names_every_command_and_is_well_formed()
    {
        string page = DeployFiles.PathOf("man", "mailgate.8");
        (_, string help) = await Tools.RunAsync(BuiltProgram.Path, ["--help"]);
        string text = await File.ReadAllTextAsync(page);
        string[] commands = [.. Commands().Matches(help[help.IndexOf("Commands:", StringComparison.Ordinal)..]).Select(match => match.Groups[1].Value)];
        Assert.That(commands, Has.Length.GreaterThan(10));
        Assert.That(commands.Where(command => !Regex.IsMatch(text, $@"^\.BR? (.*\W)?{command}\b", RegexOptions.Multiline)), Is.Empty);
        (int code, string warnings) = await Tools.RunAsync(Tools.Find("groff", "groff-base"), ["-man", "-Tutf8", "-ww", "-z", page]);
        Assert.That((code, warnings), Is.EqualTo((0, "")));
    }

    // The commands of the installed unit, as its user may be: not root, with the one capability.
    private static async Task RunUnitAsync(int port)
    {
        string[] unit = await File.ReadAllLinesAsync("/usr/lib/systemd/system/mailgate.service");
        string data = Directory.CreateDirectory("/var/lib/mailgate").FullName;
        await Tools.RunAsync(Tools.Find("chown", "coreutils"), ["10001:10001", data]);
        string[] user = ["--reuid", "10001", "--regid", "10001", "--clear-groups", "--no-new-privs", "--inh-caps", "+net_bind_service", "--ambient-caps", "+net_bind_service"];
        string setpriv = Tools.Find("setpriv", "util-linux");
        (int code, string output) = await Tools.RunAsync(setpriv, [.. user, .. Command(unit, "ExecStartPre=")]);
        Assert.That(code, Is.Zero, output);
        using Process gateway = Process.Start(setpriv, [.. user, .. Command(unit, "ExecStart=")]);
        try
        {
            await SendAsync(port);
            await Tools.RunAsync(Tools.Find("kill", "procps"), [gateway.Id.ToString(CultureInfo.InvariantCulture)]);
            await gateway.WaitForExitAsync().WaitAsync(Patience);
            Assert.That(gateway.ExitCode, Is.Zero);
        }
        finally
        {
            gateway.Kill();
        }
    }

    private static string[] Command(string[] unit, string key) => unit.Single(line => line.StartsWith(key, StringComparison.Ordinal))[key.Length..].Split(' ');

    private static async Task SendAsync(int port)
    {
        await Tools.WaitForPortAsync(port);
        await using SmtpTestClient client = await SmtpTestClient.ConnectAsync(new IPEndPoint(IPAddress.Loopback, port));
        string?[] replies = [await client.ReadReplyAsync(), await client.CommandAsync("EHLO client.example"), await client.CommandAsync("MAIL FROM:<a@client.example>"),
            await client.CommandAsync("RCPT TO:<root@localhost>"), await client.CommandAsync("DATA"), await client.CommandAsync("Subject: package\r\nX-Number: 1\r\n\r\nText\r\n."), await client.CommandAsync("QUIT")];
        Assert.That(replies.Select(reply => reply?[..3]), Is.EqualTo(new[] { "220", "250", "250", "250", "354", "250", "221" }), string.Join('\n', replies));
    }

    // A gateway in trial mode that takes a message.
    private static async Task AssertRunsAsync(string program, string[] arguments)
    {
        int port = Tools.FreePort();
        using Process gateway = Process.Start(program, [.. arguments, "run", "--listen", $"127.0.0.1:{port}", "--admin", $"127.0.0.1:{Tools.FreePort()}", "--downstream", "capture", "--data", "/tmp/mailgate-packages-" + port]);
        try
        {
            await Tools.WaitForPortAsync(port);
            (int code, string output) = await Tools.RunAsync(BuiltProgram.Path, ["send", "--server", $"127.0.0.1:{port}", "--from", "me@example.com", "--to", "you@example.com", "--tls", "starttls", "--insecure"]);
            Assert.That(code, Is.Zero, output);
        }
        finally
        {
            gateway.Kill(entireProcessTree: true);
            await gateway.WaitForExitAsync().WaitAsync(Patience);
            if (Directory.Exists("/tmp/mailgate-packages-" + port))
            {
                Directory.Delete("/tmp/mailgate-packages-" + port, recursive: true);
            }
        }
    }

    [GeneratedRegex(@"^  ([a-z]+)", RegexOptions.Multiline | RegexOptions.NonBacktracking)]
    private static partial Regex Commands();
}
