using System.Net;
using MailGate.Configuration;
using MailGate.Configuration.Loading;
using MailGate.Configuration.Sections;
using MailGate.Mail.Addresses;
using NUnit.Framework;

namespace MailGate.Tests.Configuration;

internal sealed class ConfigurationLoaderTests
{
    private const string FromTheArchitecture = """
        hostname: mx.example.com
        listeners:
          - { address: "0.0.0.0:25",  tls: starttls }
          - { address: "0.0.0.0:465", tls: implicit, auth: downstream }     # submission: AUTH passed through
        domains: [ example.com, "*.example.org" ]
        relay: { from: [ 10.0.0.0/8 ], authenticated: true }
        routes:
          - { domains: [ example.com ], targets: [ { host: 10.0.0.5, port: 25, priority: 10 } ], tls: opportunistic, recipients: live, identity: xclient }
          - { default: true, targets: [ { host: mail.internal, protocol: lmtp, port: 24 } ] }
        trusted: { proxy_protocol: [ 10.0.0.2 ], xclient: [ 10.0.0.3 ] }
        limits: { message_size: 50MB, recipients: 100, sessions: 10000, sessions_per_address: 50, idle: 5m }
        dns: { servers: [ "127.0.0.1:53" ] }
        journal: { enabled: true, keep: 14d, max_size: 2GB }
        admin: { listen: "127.0.0.1:9525" }
        log: { format: json, level: info }
        data: /var/lib/mailgate
        include: [ conf.d/*.yaml ]
        """;

    [Test]
    public void The_file_of_the_architecture_loads_into_typed_settings()
    {
        GatewaySettings settings = ConfigFolder.Good(FromTheArchitecture);

        Assert.That(settings.Hostname.Ascii, Is.EqualTo("mx.example.com"));
        Assert.That(settings.Listeners.Select(l => (l.Address.ToString(), l.Tls, l.Auth)), Is.EqualTo(new[]
        {
            ("0.0.0.0:25", ListenerTls.Starttls, ListenerAuth.None), ("0.0.0.0:465", ListenerTls.Implicit, ListenerAuth.Downstream),
        }));
        Assert.That(settings.Domains.Contains(Domain.Parse("example.com")), Is.True);
        Assert.That(settings.Domains.Contains(Domain.Parse("a.b.example.org")), Is.True);
        Assert.That(settings.Domains.Contains(Domain.Parse("example.org")), Is.False);
        Assert.That(settings.RelayFrom.Contains(IPAddress.Parse("::ffff:10.1.2.3")), Is.True);
        Assert.That(settings.Routes.Find(Domain.Parse("example.com"))!.Targets.Single().ToString(), Is.EqualTo("10.0.0.5:25"));
        Assert.That(settings.Routes.Find(Domain.Parse("other.net"))!.Targets.Single().Protocol, Is.EqualTo(TargetProtocol.Lmtp));
        Assert.That(settings.Routes.Find(null), Is.SameAs(settings.Routes.Default));
        Assert.That(settings.Limits.MessageSize.Bytes, Is.EqualTo(52_428_800));
        Assert.That(settings.Limits.Idle, Is.EqualTo(TimeSpan.FromMinutes(5)));
        Assert.That(settings.Journal.Keep, Is.EqualTo(TimeSpan.FromDays(14)));
        Assert.That(settings.Dns.Servers.Single(), Is.EqualTo(IPEndPoint.Parse("127.0.0.1:53")));
    }

    [Test]
    public void All_errors_come_at_once_with_line_column_and_the_nearest_name()
    {
        string[] errors = ConfigFolder.ErrorsOf("""
            hostnme: mx.example.com
            listeners:
              - { address: "0.0.0.0", tls: startls }
              - tls: none
            domains: example.com
            downstream: 127.0.0.1:25
            limits:
              mesage_size: 50MB
              recipients: many
              idle: 300
              sessions: 0
              errors: "5"
            message_size: 5
            journal: { enabled: yes, keep: 14x }
            """);

        Assert.That(errors, Is.EqualTo(new[]
        {
            "1:1: unknown setting 'hostnme'; did you mean 'hostname'?",
            "3:16: listeners[0].address: expected ADDRESS:PORT such as 0.0.0.0:25 or [::]:25, found '0.0.0.0'",
            "3:32: listeners[0].tls: expected one of none, starttls, require, implicit, found 'startls'; did you mean 'starttls'?",
            "4:5: listeners[1]: 'address' is missing",
            "5:10: domains: expected a list, each of it a domain such as example.com, or *.example.com for all below it, found a single value; write [ example.com ]",
            "8:3: unknown setting 'mesage_size' in limits; did you mean 'message_size'?",
            "9:15: limits.recipients: expected a whole number, found 'many'",
            "10:9: limits.idle: expected a time with its unit, found '300'; write 300s for seconds or 300m for minutes",
            "11:13: limits.sessions: 0 is out of bounds: at least 1",
            "12:11: limits.errors: expected a whole number, found a text in quotes; write 5",
            "13:1: unknown setting 'message_size'; there is limits.message_size, listeners[].limits.message_size",
            "14:21: journal.enabled: expected true or false, found 'yes'; did you mean 'true'?",
            "14:32: journal.keep: expected a time with its unit such as 500ms, 30s, 5m, 1h or 14d, found '14x'",
        }));
    }

    [TestCase("port: 025", "could be meant as octal")]
    [TestCase("port: 0x19", "expected a whole number")]
    [TestCase("port: 70000", "at most 65535")]
    [TestCase("port: 99999999999", "too large")]
    [TestCase("port: 2_5", "expected a whole number")]
    [TestCase("port: ", "needs a value")]
    [TestCase("port: [ 25 ]", "found a list")]
    [TestCase("port: { a: b }", "found a section")]
    public void Numbers_are_decimal_and_within_bounds(string port, string message)
    {
        Assert.That(ConfigFolder.ErrorsOf($"routes: [ {{ default: true, targets: [ {{ host: a.example, {port} }} ] }} ]"), Has.Exactly(1).Contains(message));
    }

    [TestCase("10.0.0.1/8", "did you mean '10.0.0.0/8'?")]
    [TestCase("10.0.0.0/33", "not a prefix length")]
    [TestCase("10.0.0", "expected an address or network")]
    [TestCase("1", "expected an address or network")]
    [TestCase("fe80::1%eth0", "expected an address or network")]
    public void Networks_must_mean_what_they_say(string network, string message)
    {
        Assert.That(ConfigFolder.ErrorsOf($"downstream: capture\nrelay: {{ from: [ \"{network}\" ] }}"), Has.Exactly(1).Contains(message));
    }

    [TestCase("", "nowhere to send mail")]
    [TestCase("downstream: localhost", "expected HOST:PORT")]
    [TestCase("downstream: \"127.1:25\"", "expected HOST:PORT")]
    [TestCase("downstream: \"::1:25\"", "expected HOST:PORT")]
    [TestCase("downstream: capture\nlisteners: []", "at least one listener")]
    [TestCase("downstream: capture\ndomains: [ \"*\" ]", "every domain there is")]
    [TestCase("downstream: capture\nroutes: [ { default: true, targets: [ { host: a.example } ] } ]", "downstream is the default route already")]
    [TestCase("routes: [ { domains: [ a.example ], targets: [ { protocol: capture } ] } ]\ndomains: [ b.example ]", "'b.example' is accepted but has no route")]
    [TestCase("routes: [ { default: true, targets: [] } ]", "at least one target")]
    [TestCase("routes: [ { default: true } ]", "'targets' is missing")]
    [TestCase("routes: [ { targets: [ { host: a.example } ] } ]", "takes no mail")]
    [TestCase("routes: [ { default: true, targets: [ { port: 25 } ] } ]", "'host' is missing")]
    [TestCase("routes: [ { default: true, recipient_cache: { positive: 5m }, targets: [ { host: a.example } ] } ]", "recipient_cache: only means something with recipients: cached")]
    [TestCase("routes: [ { default: true, auth: { user: u, password: p }, targets: [ { host: a.example } ] } ]", "over TLS only")]
    [TestCase("downstream: capture\nlisteners: [ { address: \"127.0.0.1:25\" }, { address: \"127.0.0.1:25\" } ]", "used by two listeners")]
    [TestCase("downstream: capture\nlisteners: [ { address: \"127.0.0.1:25\", tls: none, auth: downstream } ]", "AUTH is offered over TLS only")]
    [TestCase("downstream: capture\nlisteners: [ { address: \"127.0.0.1:25\", proxy_protocol: require } ]", "nobody could connect")]
    [TestCase("downstream: capture\nadmin: { listen: \"0.0.0.0:9525\" }", "can be reached from elsewhere")]
    [TestCase("downstream: capture\ntls: { self_signed: false }", "no certificate is configured")]
    [TestCase("downstream: capture\ntls: { certificates: [ { cert: /nowhere/mx.crt } ] }", "there is no file /nowhere/mx.crt")]
    [TestCase("downstream: capture\nrules: { path: nowhere/ }", "there is no file or folder")]
    [TestCase("downstream: capture\nheaders: { remove: [ \"X: Y\" ] }", "not a field name")]
    public void What_does_not_fit_together_is_an_error(string yaml, string message)
    {
        Assert.That(ConfigFolder.ErrorsOf(yaml), Has.Exactly(1).Contains(message));
    }

    [Test]
    public void Includes_are_read_in_order_from_the_including_files_folder_and_joined()
    {
        using ConfigFolder folder = new ConfigFolder()
            .Write(ConfigFolder.Main, "downstream: capture\ndomains: [ a.example ]\ninclude: [ \"conf.d/*.yaml\", more/extra.yaml ]\nlimits: { recipients: 7 }")
            .Write("conf.d/20-b.yaml", "domains: [ c.example ]")
            .Write("conf.d/10-a.yaml", "domains: [ b.example ]\nlimits: { errors: 3 }")
            .Write("conf.d/.hidden.yaml", "domains: [ hidden.example ]")
            .Write("conf.d/readme.txt", "{")
            .Write("more/extra.yaml", "include: [ deep.yaml ]\ndata: here")
            .Write("more/deep.yaml", "domains: [ d.example ]");
        LoadedConfiguration loaded = folder.Load();

        Assert.That(loaded.Errors, Is.Empty);
        Assert.That(loaded.Settings!.Domains.Patterns.Select(p => p.ToString()), Is.EqualTo(new[] { "a.example", "b.example", "c.example", "d.example" }));
        Assert.That((loaded.Settings.Limits.Recipients, loaded.Settings.Limits.Errors), Is.EqualTo((7, 3)));
        Assert.That(loaded.Settings.DataDirectory, Is.EqualTo(folder.PathOf("more/here")));
        Assert.That(loaded.Files, Does.Contain(folder.PathOf("conf.d")).And.Contain(folder.PathOf("more/deep.yaml")));
    }

    [Test]
    public void Errors_of_included_files_name_the_file_and_double_values_name_both_places()
    {
        using ConfigFolder folder = new ConfigFolder()
            .Write(ConfigFolder.Main, "downstream: capture\nhostname: a.example\ninclude: [ b.yaml, nowhere.yaml ]")
            .Write("b.yaml", "hostname: b.example\nlimts: {}\ninclude: [ mailgate.yaml ]");

        Assert.That(folder.Errors(), Is.EqualTo(new[]
        {
            "b.yaml:1:1: hostname: is set twice, first at 2:1",
            "b.yaml:2:1: unknown setting 'limts'; did you mean 'limits'?",
            $"b.yaml:3:12: include: mailgate.yaml is included twice",
            $"3:20: include: there is no file nowhere.yaml",
        }));
    }

    [Test]
    public void A_missing_main_file_is_an_error_with_its_name()
    {
        using var folder = new ConfigFolder();

        Assert.That(folder.Errors().Single(), Does.Contain("there is no file"));
    }

    [Test]
    public void Environment_and_files_are_put_in_after_parsing_only()
    {
        using ConfigFolder folder = new ConfigFolder()
            .Write("token", "secret-of-the-admin\n")
            .Write(ConfigFolder.Main, """
                downstream: "${HOST}:${PORT:-2525}"
                domains: [ "${DOMAIN}" ]
                limits: { recipients: "${RCPTS}" }
                admin: { listen: "127.0.0.1:9525", token: "${file:token}" }
                log: { file: "$${literal}" }
                """);
        folder.Environment["HOST"] = "mail.example";
        folder.Environment["DOMAIN"] = "a.example";
        folder.Environment["RCPTS"] = "12";
        LoadedConfiguration loaded = folder.Load();

        Assert.That(loaded.Errors, Is.Empty);
        Assert.That(loaded.Settings!.Routes.Default!.Targets[0].ToString(), Is.EqualTo("mail.example:2525"));
        Assert.That(loaded.Settings.Limits.Recipients, Is.EqualTo(12));
        Assert.That(loaded.Settings.Admin.Token!.Value, Is.EqualTo("secret-of-the-admin"));
        Assert.That(loaded.Settings.Log.File!.Value.Full, Is.EqualTo(folder.PathOf("${literal}")));
        Assert.That(loaded.Files, Does.Contain(folder.PathOf("token")));

        folder.Environment["DOMAIN"] = "a.example, evil.example ]\nrelay: { from: [ 0.0.0.0/0 ] } #";
        folder.Environment["HOST"] = null;
        string[] errors = folder.Errors();
        Assert.That(errors, Has.Length.EqualTo(2));
        Assert.That(errors[0], Is.EqualTo("1:13: downstream: the environment variable HOST is not set"));
        Assert.That(errors[1], Does.StartWith("2:12: domains[0]: expected a domain"));
    }

    [TestCase("\"${NAME\"", "without its '}'")]
    [TestCase("\"${}\"", "does not name")]
    [TestCase("\"${A B}\"", "does not name")]
    [TestCase("\"${file:/nowhere}\"", "Could not find file")]
    public void What_cannot_be_put_in_is_an_error(string value, string message)
    {
        Assert.That(ConfigFolder.ErrorsOf($"downstream: capture\nhostname: {value}"), Has.One.Contains(message));
    }

    [Test]
    public void Certificates_are_loaded_and_checked_against_their_keys()
    {
        using ConfigFolder folder = new ConfigFolder().WriteCertificate("good.crt", "good.key").WriteCertificate("other.crt", "other.key").WriteCertificate("old.crt", "old.key", -1)
            .Write(ConfigFolder.Main, "downstream: capture\ntls: { certificates: [ { cert: good.crt, key: good.key }, { cert: old.crt, key: old.key } ] }");
        LoadedConfiguration good = folder.Load();
        folder.Write(ConfigFolder.Main, "downstream: capture\ntls: { certificates: [ { cert: good.crt, key: other.key }, { cert: good.key }, { pfx: good.crt }, { cert: good.crt, pfx: a }, {} ] }");

        Assert.That(good.Errors, Is.Empty);
        Assert.That(good.Settings!.Tls.Certificates[0].Certificate.HasPrivateKey, Is.True);
        Assert.That(good.Warnings.Single().Message, Does.Contain("expired"));
        Assert.That(good.Files, Does.Contain(folder.PathOf("good.key")));
        Assert.That(folder.Errors(), Has.Length.EqualTo(5));
    }

    [Test]
    public void The_command_line_stands_over_the_file_and_is_named_in_errors()
    {
        using ConfigFolder folder = new ConfigFolder().Write(ConfigFolder.Main, "routes: [ { default: true, targets: [ { host: a.example } ] } ]\nlisteners: [ { address: \"127.0.0.1:1\" } ]");
        LoadedConfiguration good = ConfigurationLoader.Load(
            folder.Input with { Listen = "127.0.0.1:0", Admin = "127.0.0.1:0", Downstream = "b.example:26", Data = folder.Root }, TimeProvider.System);
        LoadedConfiguration bad = ConfigurationLoader.Load(folder.Input with { Listen = "nonsense", Downstream = "${HOME}" }, TimeProvider.System);

        Assert.That(good.Errors, Is.Empty);
        Assert.That(good.Settings!.Listeners.Single().Address, Is.EqualTo(IPEndPoint.Parse("127.0.0.1:0")));
        Assert.That(good.Settings.Routes.Routes.Single().Targets.Single().ToString(), Is.EqualTo("b.example:26"));
        Assert.That(good.Settings.Admin.Listen, Is.EqualTo(IPEndPoint.Parse("127.0.0.1:0")));
        Assert.That(good.Settings.DataDirectory, Is.EqualTo(folder.Root));
        Assert.That(bad.Errors.Select(e => e.Location.ToString()), Is.SupersetOf(new[] { "--listen", "--downstream" }));
    }

    [Test]
    public void Trial_mode_keeps_all_mail_and_takes_it_from_loopback_only()
    {
        GatewaySettings settings = ConfigurationLoader.Load(new ConfigurationInput(null), TimeProvider.System).Settings!;

        Assert.That(settings.IsTrial, Is.True);
        Assert.That(settings.Listeners.Single().Address, Is.EqualTo(IPEndPoint.Parse("127.0.0.1:2525")));
        Assert.That(settings.Admin.Listen, Is.EqualTo(IPEndPoint.Parse("127.0.0.1:9525")));
        Assert.That(settings.Routes.Default!.Targets.Single().Protocol, Is.EqualTo(TargetProtocol.Capture));
        Assert.That(settings.Tls.Certificates.Single().Certificate.HasPrivateKey, Is.True);
        Assert.That(settings.RelayFrom.Contains(IPAddress.IPv6Loopback), Is.True);
        Assert.That(settings.RelayFrom.Contains(IPAddress.Parse("192.0.2.1")), Is.False);
    }

    [Test]
    public void The_hash_changes_with_any_setting_also_a_secret_one()
    {
        string Hash(string yaml) => ConfigFolder.Good("downstream: capture\n" + yaml).Hash;

        Assert.That(Hash("drain: 30s"), Is.EqualTo(Hash("")));
        Assert.That(new[] { Hash(""), Hash("drain: 31s"), Hash("admin: { token: aaaaaaaaaaaaaaaaaaaa }"), Hash("admin: { token: bbbbbbbbbbbbbbbbbbbb }") }, Is.Unique);
    }
}
