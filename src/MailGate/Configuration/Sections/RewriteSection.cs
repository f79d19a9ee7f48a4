using MailGate.Configuration.Model;
using MailGate.Configuration.Values;

namespace MailGate.Configuration.Sections;

/// <summary>Rewriting of addresses, as it is written; the words are Postfix's.</summary>
internal sealed record RewriteSection
{
    [Setting("Addresses that become another one, for senders and recipients alike, once, before aliases.")]
    public IReadOnlyList<CanonicalSection> Canonical { get; init; } = [];

    [Setting("The same for senders alone: MAIL FROM, and From, Sender, Reply-To.")]
    public IReadOnlyList<CanonicalSection> SenderCanonical { get; init; } = [];

    [Setting("The same for recipients alone: RCPT TO, and To, Cc.")]
    public IReadOnlyList<CanonicalSection> RecipientCanonical { get; init; } = [];

    [Setting("Recipients of the envelope that become one or more others, until no alias matches. A client is told 250 only when the server behind takes all of them.")]
    public IReadOnlyList<AliasSection> Aliases { get; init; } = [];

    [Setting("Recipients that one alias may lead to.", Min = "1", Max = "10000")]
    public int AliasRecipients { get; init; } = 100;

    [Setting("Aliases that may lead to each other; circles are found in any case.", Min = "1", Max = "100")]
    public int AliasDepth { get; init; } = 10;

    [Setting("Domains that a recipient may be rewritten to, besides those that are accepted. All else is refused after rewriting, unless the client may relay.", Example = "[ partner.example ]")]
    public IReadOnlyList<DomainPattern> ForwardTo { get; init; } = [];

    [Setting("Hosts that are hidden behind their domain in sender addresses.")]
    public MasqueradeSection Masquerade { get; init; } = new();

    [Setting("Characters that part a local part from its tag, as in user+tag; entries for the address without its tag match, too, and the tag goes along.", DefaultText = "empty: there are no tags", Example = "\"+\"")]
    public string RecipientDelimiter { get; init; } = "";

    [Setting("Tags of envelope recipients: keep them, or strip them last of all, for a server behind that does not know them.")]
    public Subaddresses Subaddress { get; init; }

    [Setting("The Sender Rewriting Scheme: forwarded mail gets a reverse-path of ours, so that its SPF holds, and bounces to it find their way back.", DefaultText = "none")]
    public SrsSection? Srs { get; init; }
}

/// <summary>An entry of a canonical map, or a file of them.</summary>
internal sealed record CanonicalSection
{
    [Setting("user@example.com, @example.com, @*.example.com (all below it), or a regular expression between slashes that is to match the whole address.", Example = "\"@old.example.com\"")]
    public string? Match { get; init; }

    [Setting("user@example.com, @example.com (the local part stays), or for a regular expression a text with its groups as $1.", Example = "\"@example.com\"")]
    public string? To { get; init; }

    [Setting("A file of entries in place of match and to: Postfix's form, key and value on a line. It is read again when it changes.", Example = "/etc/mailgate/canonical")]
    public FilePath? File { get; init; }

    [Setting("Where it applies.")]
    public RewritePlaces In { get; init; }
}

/// <summary>An alias, or a file of them.</summary>
internal sealed record AliasSection
{
    [Setting("As in canonical.", Example = "sales@example.com")]
    public string? Match { get; init; }

    [Setting("As in canonical; several with commas between them. An alias that names itself keeps itself.", Example = "\"ann@example.com, bob@example.com\"")]
    public string? To { get; init; }

    [Setting("A file of aliases in place of match and to: Postfix's form (virtual). It is read again when it changes.", Example = "/etc/mailgate/virtual")]
    public FilePath? File { get; init; }
}

/// <summary>Masquerading.</summary>
internal sealed record MasqueradeSection
{
    [Setting("With example.com, a@host.example.com becomes a@example.com.", Example = "[ example.com ]")]
    public IReadOnlyList<MailGate.Mail.Addresses.Domain> Domains { get; init; } = [];

    [Setting("Local parts that stay as they are.", Example = "[ root ]")]
    public IReadOnlyList<string> Exceptions { get; init; } = [];

    [Setting("Where it applies.")]
    public RewritePlaces In { get; init; }
}

/// <summary>SRS, as it is written.</summary>
internal sealed record SrsSection
{
    [Setting("The domain of the reverse-paths that are made. Its MX leads here, and its SPF record names the servers that send onward.", Required = true, Example = "srs.example.com")]
    public MailGate.Mail.Addresses.Domain? Domain { get; init; }

    [Setting("Secrets of at least 16 characters. The first one signs, all of them verify: put a new one in front and take the old one away after max_age.", Required = true, Example = "[ \"${file:/run/credentials/mailgate.service/srs}\" ]")]
    public IReadOnlyList<Secret> Secrets { get; init; } = [];

    [Setting("How old a reverse-path may be when a bounce comes to it.", Min = "1d", Max = "365d")]
    public TimeSpan MaxAge { get; init; } = TimeSpan.FromDays(21);

    [Setting("forwarded: mail to a recipient outside domains. all: all mail, for servers behind that forward themselves. Senders in domains keep theirs.")]
    public SrsScope Rewrite { get; init; }
}
