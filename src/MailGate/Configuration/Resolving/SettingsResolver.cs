using System.Collections.Immutable;
using MailGate.Configuration.Binding;
using MailGate.Configuration.Model;
using MailGate.Configuration.Sections;
using MailGate.Configuration.Values;
using MailGate.Mail.Addresses;

namespace MailGate.Configuration.Resolving;

/// <summary>Makes <see cref="GatewaySettings"/> of what was written, and reports what does not fit together.</summary>
internal sealed class SettingsResolver(RootSection root, Origins origins, ConfigurationErrors errors, TimeProvider time)
{
    private readonly ResolverContext _context = new(origins, errors, time);

    /// <summary>Files that were looked at: a change of one is a reason to reload.</summary>
    public IReadOnlyList<string> Files => _context.Files;

    /// <summary>The settings, to be used only when no error was reported.</summary>
    public GatewaySettings Resolve(bool isTrial)
    {
        Domain hostname = Hostname();
        TlsSettings tls = CertificateResolver.Resolve(root, hostname, _context);
        ImmutableArray<ListenerSettings> listeners = ListenerResolver.Resolve(root, _context);
        CheckAdmin();
        CheckTracing();
        CheckSenderAuthentication();
        return new GatewaySettings
        {
            Hash = SettingsDump.HashOf(root),
            IsTrial = isTrial,
            Hostname = hostname,
            Listeners = listeners,
            Tls = tls,
            Domains = new DomainSet(root.Domains),
            RelayFrom = Networks("relay.from", root.Relay.From),
            RelayAuthenticated = root.Relay.Authenticated,
            Routes = RouteResolver.Resolve(root, _context),
            ProxyProtocolPeers = Networks("trusted.proxy_protocol", root.Trusted.ProxyProtocol),
            XclientPeers = Networks("trusted.xclient", root.Trusted.Xclient),
            Limits = Limits(),
            Timeouts = root.Timeouts,
            Dns = root.Dns,
            Auth = root.Auth with { Dmarc = root.Auth.Dmarc && (root.Auth.Spf || root.Auth.Dkim) },
            AuthservId = root.Auth.AuthservId ?? hostname,
            Signing = [.. root.Signing.Select((k, i) => SigningKey(k, $"signing[{i}]")).OfType<SigningKeySettings>()],
            Sealing = root.Sealing is null ? null : SigningKey(root.Sealing, "sealing"),
            Rules = Rules(),
            Spam = Spam(),
            Journal = root.Journal,
            Quarantine = Quarantine(),
            Rewrite = RewriteResolver.Resolve(root, _context),
            Headers = root.Headers,
            HeaderEdits = HeaderResolver.Resolve(root, _context),
            Admin = root.Admin,
            Tracing = root.Tracing,
            Log = root.Log,
            DataDirectory = root.Data.Full,
            Drain = root.Drain,
            Watch = root.Watch,
        };
    }

    private Domain Hostname()
    {
        if (root.Hostname is not null)
        {
            return root.Hostname;
        }

        // A container's or laptop's name may be no domain at all.
        return Domain.TryParse(Environment.MachineName.Replace('_', '-'), out Domain? machine) ? machine : Domain.Parse("localhost");
    }

    private NetworkSet Networks(string path, IReadOnlyList<System.Net.IPNetwork> networks)
    {
        for (int i = 0; i < networks.Count; i++)
        {
            if (networks[i].PrefixLength == 0)
            {
                _context.Warn($"{path}[{i}]", "this is every address there is");
            }
        }

        return new NetworkSet(networks);
    }

    private LimitSettings Limits()
    {
        if (root.Limits.SpoolMemoryPerMessage > root.Limits.SpoolMemory)
        {
            _context.Error("limits.spool_memory_per_message", "is larger than limits.spool_memory, which is for all messages");
        }

        if (root.Limits.HeaderSize > root.Limits.MessageSize)
        {
            _context.Error("limits.header_size", "is larger than limits.message_size");
        }

        return root.Limits;
    }

    private QuarantineSettings Quarantine()
    {
        if (root.Quarantine.Enabled && root.Quarantine.MaxSize < root.Limits.MessageSize)
        {
            _context.Error("quarantine.max_size", "is smaller than limits.message_size: one message could be too large for it");
        }

        return root.Quarantine;
    }

    private SigningKeySettings? SigningKey(SigningKeySection section, string path)
    {
        if (section is not { Domain: Domain domain, Selector: string selector, Key: FilePath key })
        {
            return null;
        }

        if (!Domain.TryParse(selector, out _))
        {
            _context.Error($"{path}.selector", $"'{selector}' is not a selector: letters, digits, hyphens and dots (RFC 6376 section 3.1)");
            return null;
        }

        return _context.IsReadable($"{path}.key", key.Full) ? new SigningKeySettings(domain, selector, key.Full, section.Algorithm) : null;
    }

    private RuleSettings Rules()
    {
        if (root.Rules.Path is FilePath path && !File.Exists(path.Full) && !Directory.Exists(path.Full))
        {
            _context.Error("rules.path", $"there is no file or folder {path}");
        }

        return root.Rules;
    }

    private SpamSettings Spam()
    {
        if (root.Spam.Model?.Full is { } model)
        {
            _context.IsReadable("spam.model", model);
        }

        return root.Spam;
    }

    private void CheckTracing()
    {
        if (root.Tracing.Endpoint is { } endpoint && !(Uri.TryCreate(endpoint, UriKind.Absolute, out Uri? uri) && (uri.Scheme == Uri.UriSchemeHttp || uri.Scheme == Uri.UriSchemeHttps)))
        {
            _context.Error("tracing.endpoint", $"expected an address such as http://127.0.0.1:4318/v1/traces, found '{endpoint}'");
        }
    }

    private void CheckAdmin()
    {
        if (root.Admin is { Listen: { } listen, Token: null } && !System.Net.IPAddress.IsLoopback(listen.Address))
        {
            _context.Error("admin.listen", $"{listen} can be reached from elsewhere: set admin.token, or listen on 127.0.0.1");
        }

        if (root.Admin.Token is { Value.Length: < 16 })
        {
            _context.Error("admin.token", "is too short to be a secret: at least 16 characters");
        }

        for (int i = 0; i < root.Admin.Hosts.Count; i++)
        {
            if (Uri.CheckHostName(root.Admin.Hosts[i]) == UriHostNameType.Unknown)
            {
                _context.Error($"admin.hosts[{i}]", $"'{root.Admin.Hosts[i]}' is not the name of a host, without scheme and port");
            }
        }

        if (root.Admin.BasePath is { } path && (path.Length < 2 || path[0] != '/' || path[^1] == '/' || path.Contains("//", StringComparison.Ordinal) || path.Any(c => !char.IsAsciiLetterOrDigit(c) && c is not ('/' or '-' or '_' or '.' or '~'))))
        {
            _context.Error("admin.base_path", $"'{path}' is not a path such as /mailgate: it begins with a slash, ends without one, and has letters, digits and -_.~");
        }
    }

    private void CheckSenderAuthentication()
    {
        // Switching SPF and DKIM off says enough; only an explicit wish for DMARC contradicts it.
        if (root.Auth is { Dmarc: true, Spf: false, Dkim: false } && _context.IsWritten("auth.dmarc"))
        {
            _context.Error("auth.dmarc", "needs auth.spf or auth.dkim");
        }

        if (root.Auth.PublicSuffixList is FilePath list)
        {
            _context.IsReadable("auth.public_suffix_list", list.Full);
        }
    }
}
