using System.Diagnostics;
using System.Globalization;
using System.Text;

namespace MailGate.EndToEnd.Support;

/// <summary>Dovecot's LMTP server (Debian package dovecot-lmtpd) on a free port of loopback, with its files in a folder of its own, and its authentication service, for Postfix. It knows <c>one@ex.test</c> and <c>two@ex.test</c>.</summary>
internal sealed class DovecotServer : IAsyncDisposable
{
    private readonly DirectoryInfo _folder;
    private readonly Process _process;

    private DovecotServer(DirectoryInfo folder, Process process, int port, int authenticationPort)
    {
        _folder = folder;
        _process = process;
        Port = port;
        AuthenticationPort = authenticationPort;
    }

    /// <summary>The password of its users.</summary>
    public const string Password = "a pass word";

    public int Port { get; }

    /// <summary>Where its service for SASL is, in Dovecot's own protocol.</summary>
    public int AuthenticationPort { get; }

    public static async Task<DovecotServer> StartAsync()
    {
        string dovecot = Tools.Find("dovecot", "dovecot-lmtpd");
        Tools.NeedRoot();
        DirectoryInfo folder = Directory.CreateTempSubdirectory("mailgate-dovecot-");
        await Tools.RunAsync(Tools.Find("chmod", "coreutils"), ["755", folder.FullName]);
        string mail = Path.Combine(folder.FullName, "mail");
        Directory.CreateDirectory(mail);
        await Tools.RunAsync(Tools.Find("chown", "coreutils"), ["nobody", mail]);
        int port = Tools.FreePort();
        int authenticationPort = Tools.FreePort();
        await File.WriteAllTextAsync(Path.Combine(folder.FullName, "users"), $"one@ex.test:{{plain}}{Password}::::::\ntwo@ex.test:{{plain}}{Password}::::::\n");
        string file = Path.Combine(folder.FullName, "dovecot.conf");
        await File.WriteAllTextAsync(file, Configuration(folder.FullName, port, authenticationPort));
        Process process = Process.Start(new ProcessStartInfo(dovecot, ["-F", "-c", file]))!;
        await Tools.WaitForPortAsync(port);
        await Tools.WaitForPortAsync(authenticationPort);
        return new DovecotServer(folder, process, port, authenticationPort);
    }

    /// <summary>The mail of a user.</summary>
    public async Task<IReadOnlyList<string>> MailOfAsync(string user)
    {
        string inbox = Path.Combine(_folder.FullName, "mail", user, "new");
        for (int i = 0; i < 200 && !(Directory.Exists(inbox) && Directory.GetFiles(inbox).Length > 0); i++)
        {
            await Task.Delay(50);
        }

        return Directory.Exists(inbox) ? [.. Directory.GetFiles(inbox).Select(file => File.ReadAllText(file, Encoding.Latin1))] : [];
    }

    public async ValueTask DisposeAsync()
    {
        // With its children: SIGTERM lets the master end them.
        await Tools.RunAsync(Tools.Find("kill", "procps"), [_process.Id.ToString(CultureInfo.InvariantCulture)]);
        using CancellationTokenSource timeout = new(TimeSpan.FromSeconds(30));
        await _process.WaitForExitAsync(timeout.Token);
        _process.Dispose();
        _folder.Delete(recursive: true);
    }

    private static string Configuration(string folder, int port, int authenticationPort) => string.Create(CultureInfo.InvariantCulture, $$"""
        base_dir = {{folder}}/run
        state_dir = {{folder}}/state
        log_path = {{folder}}/dovecot.log
        protocols = lmtp
        ssl = no
        listen = 127.0.0.1
        mail_location = maildir:{{folder}}/mail/%n
        first_valid_uid = 1
        passdb {
          driver = passwd-file
          args = {{folder}}/users
        }
        userdb {
          driver = passwd-file
          args = {{folder}}/users
          default_fields = uid=65534 gid=65534 home={{folder}}/mail/%n
        }
        auth_mechanisms = plain login
        service auth {
          inet_listener {
            address = 127.0.0.1
            port = {{authenticationPort}}
          }
        }
        service lmtp {
          inet_listener lmtp {
            address = 127.0.0.1
            port = {{port}}
          }
        }

        """);
}
