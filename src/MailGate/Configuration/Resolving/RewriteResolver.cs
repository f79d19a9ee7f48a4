using System.Text;
using MailGate.Configuration.Sections;
using MailGate.Configuration.Values;
using MailGate.Configuration.Yaml;
using MailGate.Filtering.Rewriting;
using MailGate.Filtering.Rules;

namespace MailGate.Configuration.Resolving;

/// <summary>Reads the maps of <c>rewrite:</c>, files included, and compiles them.</summary>
internal sealed class RewriteResolver
{
    private const string Path = "rewrite";
    private const int MaxWarnings = 10;

    private readonly RootSection _root;
    private readonly RewriteSection _section;
    private readonly ResolverContext _context;
    private readonly List<RewriteError> _errors = [];
    private readonly DomainSet _accepted;
    private int _warnings;

    private RewriteResolver(RootSection root, ResolverContext context)
    {
        _root = root;
        _section = root.Rewrite;
        _context = context;
        _accepted = new DomainSet([.. root.Domains, .. root.Rewrite.ForwardTo]);
    }

    /// <summary>The settings; what is wrong is reported at its entry.</summary>
    public static RewriteSettings Resolve(RootSection root, ResolverContext context) => new RewriteResolver(root, context).Resolve();

    private RewriteSettings Resolve()
    {
        List<AddressMapping> canonical =
        [
            .. Canonical(_section.Canonical, "canonical", AddressRoles.Both),
            .. Canonical(_section.SenderCanonical, "sender_canonical", AddressRoles.Sender),
            .. Canonical(_section.RecipientCanonical, "recipient_canonical", AddressRoles.Recipient),
        ];
        List<AddressMapping> aliases = [];
        for (int i = 0; i < _section.Aliases.Count; i++)
        {
            AliasSection entry = _section.Aliases[i];
            aliases.AddRange(Entries($"{Path}.aliases[{i}]", entry.Match, entry.To, entry.File, RewriteScopes.Envelope, AddressRoles.Recipient));
        }

        AddressRewriteOptions options = new()
        {
            Canonical = canonical,
            Aliases = aliases,
            MasqueradeDomains = [.. _section.Masquerade.Domains.Select(domain => domain.Ascii)],
            MasqueradeExceptions = _section.Masquerade.Exceptions,
            MasqueradeScopes = ScopesOf(_section.Masquerade.In),
            RecipientDelimiter = _section.RecipientDelimiter,
            StripSubaddress = _section.Subaddress == Subaddresses.Strip,
            MaxRecipients = _section.AliasRecipients,
            MaxAliasDepth = _section.AliasDepth,
        };
        if (!AddressRewriter.TryCreate(options, out AddressRewriter? rewriter, out IReadOnlyList<RewriteError> errors))
        {
            _errors.AddRange(errors);
        }

        _errors.ForEach(Report);
        aliases.ForEach(WarnOfForeign);
        bool isNeeded = canonical.Count + aliases.Count + _section.Masquerade.Domains.Count > 0 || options.StripSubaddress;
        bool changesHeader = canonical.Exists(entry => entry.Scopes.HasFlag(RewriteScopes.Header))
            || (_section.Masquerade.Domains.Count > 0 && options.MasqueradeScopes.HasFlag(RewriteScopes.Header));
        return new RewriteSettings(
            isNeeded ? rewriter : null, changesHeader, new DomainSet(_section.ForwardTo), Srs(), _section.Srs?.Rewrite ?? SrsScope.Forwarded);
    }

    private IEnumerable<AddressMapping> Canonical(IReadOnlyList<CanonicalSection> entries, string name, AddressRoles roles) =>
        entries.SelectMany((entry, i) => Entries($"{Path}.{name}[{i}]", entry.Match, entry.To, entry.File, ScopesOf(entry.In), roles));

    private IEnumerable<AddressMapping> Entries(string path, string? match, string? to, FilePath? file, RewriteScopes scopes, AddressRoles roles)
    {
        if (file is { } map)
        {
            if (match is not null || to is not null)
            {
                _context.Error(path, "an entry has match and to, or a file");
                return [];
            }

            return FromFile($"{path}.file", map.Full, scopes, roles);
        }

        if (match is null || to is null)
        {
            _context.Error(path, match is null && to is null ? "an entry has match and to, or a file" : $"'{(match is null ? "match" : "to")}' is missing");
            return [];
        }

        if (!AddressTargets.TrySplit(to, out IReadOnlyList<string> targets, out _, out string? problem))
        {
            _context.Error($"{path}.to", problem!);
            return [];
        }

        SourceLocation where = _context.Where($"{path}.match");
        return [new AddressMapping(match, targets, scopes, roles, new SourcePlace(where.File, where.Line, where.Column))];
    }

    private IReadOnlyList<AddressMapping> FromFile(string path, string file, RewriteScopes scopes, AddressRoles roles)
    {
        if (!_context.IsReadable(path, file))
        {
            return [];
        }

        try
        {
            return new FileInfo(file) is { Length: > AddressMapFile.MaxOctets }
                ? TooLarge()
                : AddressMapFile.Read(file, File.ReadAllBytes(file), scopes, roles, _errors);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            _context.Error(path, $"cannot read {file}: {e.Message}");
            return [];
        }

        IReadOnlyList<AddressMapping> TooLarge()
        {
            _context.Error(path, $"{file} is larger than {AddressMapFile.MaxOctets / (1024 * 1024)} MB");
            return [];
        }
    }

    private SenderRewriting? Srs()
    {
        if (_section.Srs is not { Domain: { } domain } srs)
        {
            return null;
        }

        DomainSet own = new(_root.Domains);
        SrsOptions options = new()
        {
            Domain = domain.Ascii,
            Keys = [.. srs.Secrets.Select(secret => (ReadOnlyMemory<byte>)Encoding.UTF8.GetBytes(secret.Value))],
            IsOwn = own.Contains,
            MaxAge = srs.MaxAge,
        };
        if (!SenderRewriting.TryCreate(options, _context.Time, out SenderRewriting? rewriting, out IReadOnlyList<string> errors) && !_context.IsInDoubt($"{Path}.srs"))
        {
            foreach (string error in errors)
            {
                _context.Error($"{Path}.srs", error);
            }
        }

        return rewriting;
    }

    private void Report(RewriteError error)
    {
        if (error.Place is { } place)
        {
            _context.Error(new SourceLocation(place.File, place.Line, place.Column), Path, error.Message);
        }
        else
        {
            _context.Error(Path, error.Message);
        }
    }

    // An alias of, or to, a domain that strangers may not send to serves only those who may relay: seldom what was meant.
    private void WarnOfForeign(AddressMapping alias)
    {
        foreach (string text in alias.Targets.Prepend(alias.Match).Where(text => !text.StartsWith('/') && !text.Contains('$', StringComparison.Ordinal)))
        {
            string domain = text[(text.LastIndexOf('@') + 1)..];
            if (domain.StartsWith("*.", StringComparison.Ordinal) || !Mail.Addresses.Domain.TryParse(domain, out Mail.Addresses.Domain? parsed) || _accepted.Contains(parsed))
            {
                continue;
            }

            if (_warnings++ < MaxWarnings && alias.Source is { } place)
            {
                string setting = ReferenceEquals(text, alias.Match) ? "domains" : "domains or rewrite.forward_to";
                _context.Warn(new SourceLocation(place.File, place.Line, place.Column), Path, $"'{text}': mail for {domain} is refused unless its client may relay; {setting} would have to name it");
            }
        }
    }

    private static RewriteScopes ScopesOf(RewritePlaces places) => places switch
    {
        RewritePlaces.Both => RewriteScopes.Both,
        RewritePlaces.Envelope => RewriteScopes.Envelope,
        RewritePlaces.Header => RewriteScopes.Header,
        _ => throw new ArgumentOutOfRangeException(nameof(places)),
    };
}
