using System.Globalization;
using System.Text;

namespace MailGate.EndToEnd.Support;

/// <summary>A Postfix (Debian package postfix) on a free port of loopback with all its files in a folder of its own. It takes mail for ex.test, and for
/// partner.test and author.test as if they were elsewhere, into one Maildir.</summary>
internal sealed class PostfixServer : IAsyncDisposable
{
    private readonly DirectoryInfo _folder;
    private readonly string _postfix;

    private PostfixServer(DirectoryInfo folder, string postfix, int port)
    {
        _folder = folder;
        _postfix = postfix;
        Port = port;
    }

    public int Port { get; }

    private string Inbox => Path.Combine(_folder.FullName, "mail", "inbox", "new");

    /// <summary>Its files, for settings that name some.</summary>
    public string Folder => _folder.FullName;

    /// <summary>Starts one. <c>unknown@ex.test</c> is refused for good and <c>later@ex.test</c> for now.</summary>
    /// <param name="settings">Lines of main.cf in place of the usual ones, given the server's folder.</param>
    public static async Task<PostfixServer> StartAsync(Func<PostfixServer, string>? settings = null)
    {
        string postfix = Tools.Find("postfix", "postfix");
        Tools.NeedRoot();
        DirectoryInfo folder = Directory.CreateTempSubdirectory("mailgate-postfix-");
        PostfixServer server = new(folder, postfix, Tools.FreePort());
        await server.PrepareAsync(settings?.Invoke(server) ?? "");
        await server.LaunchAsync();
        return server;
    }

    /// <summary>The mail that holds <paramref name="marker"/>, one entry for each delivery, with CRLF as it was on the wire; waits until there are <paramref name="count"/>.</summary>
    public async Task<IReadOnlyList<string>> FindAsync(string marker, int count = 1)
    {
        for (int i = 0; ; i++)
        {
            string[] found = Directory.Exists(Inbox) ? [.. Directory.GetFiles(Inbox).Select(file => File.ReadAllText(file, Encoding.Latin1)).Where(text => text.Contains(marker, StringComparison.Ordinal))] : [];
            if (found.Length >= count || i == 600)
            {
                return [.. found.Select(text => text.Replace("\n", "\r\n", StringComparison.Ordinal))];
            }

            await Task.Delay(50);
        }
    }

    /// <summary>Stops it and starts it again, so that no process of it knows old tables.</summary>
    public async Task RestartAsync()
    {
        await Tools.RunAsync(_postfix, ["-c", ConfigurationFolder, "stop"]);
        await LaunchAsync();
    }

    /// <summary>Has it try again at once what it could not deliver: the deferred queue, also towards servers thought dead, whatever its time.</summary>
    public async Task FlushAsync()
    {
        (int exitCode, string output) = await Tools.RunAsync(Tools.Find("postkick", "postfix"), ["-c", ConfigurationFolder, "public", "qmgr", "DFA"]);
        if (exitCode != 0)
        {
            throw new InvalidOperationException(output);
        }
    }

    /// <summary>Its log so far.</summary>
    public string Log() => File.ReadAllText(Path.Combine(_folder.FullName, "postfix.log"));

    public async ValueTask DisposeAsync()
    {
        await Tools.RunAsync(_postfix, ["-c", ConfigurationFolder, "stop"]);
        _folder.Delete(recursive: true);
    }

    private async Task LaunchAsync()
    {
        (int exitCode, string output) = await Tools.RunAsync(_postfix, ["-c", ConfigurationFolder, "start"]);
        if (exitCode != 0)
        {
            throw new InvalidOperationException(output);
        }

        await Tools.WaitForPortAsync(Port);
    }

    private string ConfigurationFolder => Path.Combine(_folder.FullName, "etc");

    private async Task PrepareAsync(string settings)
    {
        // Postfix works as users of its own, who must get in.
        await Tools.RunAsync(Tools.Find("chmod", "coreutils"), ["755", _folder.FullName]);
        foreach ((string name, string? owner) in new[] { ("etc", null), ("spool", null), ("data", "postfix"), ("mail", "nobody") })
        {
            string path = Path.Combine(_folder.FullName, name);
            Directory.CreateDirectory(path);
            if (owner is not null)
            {
                await Tools.RunAsync(Tools.Find("chown", "coreutils"), [owner, path]);
            }
        }

        await File.WriteAllTextAsync(Path.Combine(ConfigurationFolder, "main.cf"), MainCf(settings));
        await File.WriteAllTextAsync(Path.Combine(ConfigurationFolder, "master.cf"), MasterCf());
    }

    // What is said twice counts as said last.
    private string MainCf(string settings) => $$"""
        compatibility_level = 3.6
        queue_directory = {{_folder.FullName}}/spool
        data_directory = {{_folder.FullName}}/data
        maillog_file = {{_folder.FullName}}/postfix.log
        maillog_file_prefixes = {{_folder.FullName}}
        inet_interfaces = 127.0.0.1
        inet_protocols = ipv4
        myhostname = mta.ex.test
        mydestination =
        mynetworks = 127.0.0.0/8
        virtual_mailbox_domains = ex.test, partner.test, author.test
        virtual_mailbox_base = {{_folder.FullName}}/mail
        virtual_mailbox_maps = static:inbox/
        virtual_uid_maps = static:65534
        virtual_gid_maps = static:65534
        virtual_minimum_uid = 100
        virtual_mailbox_limit = 0
        message_size_limit = 52428800
        smtpd_relay_restrictions = permit_mynetworks, reject_unauth_destination
        smtpd_recipient_restrictions = check_recipient_access inline:{ {unknown@ex.test = 550 5.1.1 No such user}, {later@ex.test = 450 4.2.1 Not now} }
        smtpd_authorized_xclient_hosts = 127.0.0.0/8
        smtpd_client_connection_count_limit = 0
        default_process_limit = 50
        default_transport = error:nothing leaves this machine
        relay_transport = error:nothing leaves this machine
        alias_maps =
        alias_database =
        local_recipient_maps =
        {{settings}}

        """;

    private string MasterCf() => string.Create(CultureInfo.InvariantCulture, $"""
        127.0.0.1:{Port} inet n - n - - smtpd
        cleanup   unix  n - n - 0 cleanup
        qmgr      unix  n - n 300 1 qmgr
        rewrite   unix  - - n - - trivial-rewrite
        bounce    unix  - - n - 0 bounce
        defer     unix  - - n - 0 bounce
        trace     unix  - - n - 0 bounce
        proxymap  unix  - - n - - proxymap
        tlsmgr    unix  - - n 1000? 1 tlsmgr
        error     unix  - - n - - error
        retry     unix  - - n - - error
        smtp      unix  - - n - - smtp
        virtual   unix  - n n - - virtual
        anvil     unix  - - n - 1 anvil
        postlog   unix-dgram n - n - 1 postlogd

        """);
}
