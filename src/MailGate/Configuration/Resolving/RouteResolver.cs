using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using MailGate.Configuration.Sections;
using MailGate.Configuration.Values;

namespace MailGate.Configuration.Resolving;

/// <summary>Routes, or the one that <c>downstream:</c> stands for.</summary>
internal sealed class RouteResolver
{
    private readonly RootSection _root;
    private readonly ResolverContext _context;
    private readonly List<RouteSettings> _routes = [];
    private readonly Dictionary<DomainPattern, RouteSettings> _byDomain = [];
    private RouteSettings? _default;

    private RouteResolver(RootSection root, ResolverContext context)
    {
        _root = root;
        _context = context;
    }

    public static RouteTable Resolve(RootSection root, ResolverContext context)
    {
        var resolver = new RouteResolver(root, context);
        resolver.AddDownstream();
        resolver.AddRoutes();
        resolver.CheckComplete();
        return new RouteTable([.. resolver._routes], new DomainMap<RouteSettings>(resolver._byDomain), resolver._default);
    }

    private void AddDownstream()
    {
        if (_root.Downstream is not { } downstream)
        {
            return;
        }

        TargetSection target = downstream.IsCapture
            ? new TargetSection { Protocol = TargetProtocol.Capture }
            : new TargetSection { Host = downstream.Host, Port = downstream.Port };
        _default = Create("default", new RouteSection { Targets = [target] }, "downstream");
        _routes.Add(_default);
    }

    private void AddRoutes()
    {
        for (int i = 0; i < _root.Routes.Count; i++)
        {
            RouteSection section = _root.Routes[i];
            string path = $"routes[{i}]";
            string name = section.Name ?? (section.Domains.Count > 0 ? section.Domains[0].ToString() : "default");
            if (_routes.Any(r => r.Name == name) && !(section.Default && _default is not null))
            {
                _context.Error(section.Name is null ? path : $"{path}.name", $"two routes are called '{name}': give them different names");
            }

            RouteSettings route = Create(name, section, path);
            _routes.Add(route);
            Register(section, route, path);
        }
    }

    private void Register(RouteSection section, RouteSettings route, string path)
    {
        if (section.Default && _default is not null)
        {
            _context.Error($"{path}.default", _root.Downstream is null ? $"the route '{_default.Name}' is the default already" : "downstream is the default route already");
        }
        else if (section.Default)
        {
            _default = route;
        }
        else if (section.Domains.Count == 0)
        {
            _context.Error(path, "takes no mail: name its domains, or set default: true");
        }

        for (int i = 0; i < section.Domains.Count; i++)
        {
            if (!_byDomain.TryAdd(section.Domains[i], route))
            {
                _context.Error($"{path}.domains[{i}]", $"'{section.Domains[i]}' has a route already: '{_byDomain[section.Domains[i]].Name}'");
            }
        }
    }

    private void CheckComplete()
    {
        if (_context.IsInDoubt("routes") || _context.IsInDoubt("downstream"))
        {
            return;
        }

        if (_routes.Count == 0)
        {
            _context.Error("", "there is nowhere to send mail to: set 'downstream: HOST:PORT' (or 'downstream: capture'), or routes");
            return;
        }

        for (int i = 0; _default is null && i < _root.Domains.Count; i++)
        {
            DomainPattern accepted = _root.Domains[i];
            bool covered = _byDomain.ContainsKey(accepted) || _byDomain.Keys.Any(p => p.IsWildcard && accepted.Domain != p.Domain && accepted.Domain.IsUnder(p.Domain));
            if (!covered)
            {
                _context.Error($"domains[{i}]", $"'{accepted}' is accepted but has no route: add one, or a default route");
            }
        }
    }

    private RouteSettings Create(string name, RouteSection section, string path)
    {
        if (section.Targets.Count == 0 && _context.IsWritten($"{path}.targets"))
        {
            _context.Error($"{path}.targets", "at least one target is needed");
        }

        CheckCombinations(section, path);
        return new RouteSettings(
            name, [.. section.Targets.Select((t, i) => Target(t, $"{path}.targets[{i}]")).OrderBy(t => t.Priority)], section.Tls, section.TlsName,
            Authorities(section, path), section.Recipients, new RecipientCacheSettings(section.RecipientCache.Positive, section.RecipientCache.Negative), section.Identity,
            section.Auth is null ? null : new RouteAuthSettings(section.Auth.User, section.Auth.Password),
            section.ReplyText, section.EightBit, section.Connections, section.Keep);
    }

    private void CheckCombinations(RouteSection section, string path)
    {
        if (section is { Auth: not null, Tls: RouteTls.None or RouteTls.Opportunistic })
        {
            _context.Error($"{path}.auth", "a password is sent over TLS only: set tls: require or tls: verify");
        }

        if (section.Recipients != RecipientChecks.Cached && _context.IsWritten($"{path}.recipient_cache"))
        {
            _context.Error($"{path}.recipient_cache", "only means something with recipients: cached");
        }

        if (section.Tls != RouteTls.Verify && (section.TlsName is not null || section.TlsCa is not null))
        {
            _context.Error($"{path}.{(section.TlsName is not null ? "tls_name" : "tls_ca")}", "only means something with tls: verify");
        }
    }

    private TargetSettings Target(TargetSection section, string path)
    {
        bool capture = section.Protocol == TargetProtocol.Capture;
        if (capture && section.Host is not null)
        {
            _context.Error($"{path}.host", "capture has no host");
        }
        else if (!capture && section.Host is null)
        {
            _context.Error(path, "'host' is missing");
        }
        else if (section.Host is { } host && !Downstream.IsHost(host))
        {
            _context.Error($"{path}.host", $"'{host}' is neither an address nor a host's name");
        }

        return new TargetSettings(section.Host ?? "", section.Port, section.Protocol, section.Priority, section.Weight);
    }

    private X509Certificate2Collection? Authorities(RouteSection section, string path)
    {
        if (section.TlsCa is not FilePath file || !_context.IsReadable($"{path}.tls_ca", file.Full))
        {
            return null;
        }

        var authorities = new X509Certificate2Collection();
        try
        {
            authorities.ImportFromPemFile(file.Full);
        }
        catch (CryptographicException e)
        {
            _context.Error($"{path}.tls_ca", $"{file}: {e.Message}");
        }

        if (authorities.Count == 0)
        {
            _context.Error($"{path}.tls_ca", $"{file} holds no certificate");
        }

        return authorities;
    }
}
