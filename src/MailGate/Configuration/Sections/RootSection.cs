using MailGate.Configuration.Model;
using MailGate.Configuration.Values;
using MailGate.Mail.Addresses;

namespace MailGate.Configuration.Sections;

/// <summary>The whole file as it is written. Running code sees <see cref="GatewaySettings"/>.</summary>
internal sealed record RootSection
{
    [Setting("The gateway's own name: in its greeting, in EHLO to servers behind it, in Received and Authentication-Results.", DefaultText = "this machine's name", Example = "mx.example.com")]
    public Domain? Hostname { get; init; }

    [Setting("Where SMTP is listened for.")]
    public IReadOnlyList<ListenerSection> Listeners { get; init; } = [new()];

    [Setting("Certificates and versions for all listeners with TLS.")]
    public TlsSection Tls { get; init; } = new();

    [Setting("Recipient domains that are accepted from anybody: example.com, or *.example.org for all below it. Everything else is relaying.", Example = "[ example.com, \"*.example.org\" ]")]
    public IReadOnlyList<DomainPattern> Domains { get; init; } = [];

    [Setting("Who may send to other domains.")]
    public RelaySection Relay { get; init; } = new();

    [Setting("Shorthand for one default route: HOST:PORT of the mail server behind, or capture to keep all mail as Maildir under the data directory.", DefaultText = "none: then routes are needed", Example = "\"127.0.0.1:10025\"", ShowsExample = true)]
    public Downstream? Downstream { get; init; }

    [Setting("Where mail goes, by recipient domain; the most specific domain wins.")]
    public IReadOnlyList<RouteSection> Routes { get; init; } = [];

    [Setting("Peers that may speak for others.")]
    public TrustedSection Trusted { get; init; } = new();

    [Setting("What one peer, session or message may cost.")]
    public LimitSettings Limits { get; init; } = new();

    [Setting("How long to wait for peers and servers (RFC 5321 section 4.5.3.2).")]
    public TimeoutSettings Timeouts { get; init; } = new();

    [Setting("Name servers.")]
    public DnsSettings Dns { get; init; } = new();

    [Setting("Who really sent a message: SPF, DKIM, DMARC, ARC.")]
    public SenderAuthenticationSettings Auth { get; init; } = new();

    [Setting("DKIM signatures to add to forwarded mail.")]
    public IReadOnlyList<SigningKeySection> Signing { get; init; } = [];

    [Setting("The ARC seal to add to forwarded mail.", DefaultText = "none: nothing is sealed")]
    public SigningKeySection? Sealing { get; init; }

    [Setting("The rule files.")]
    public RuleSettings Rules { get; init; } = new();

    [Setting("The spam score.")]
    public SpamSettings Spam { get; init; } = new();

    [Setting("A record of each transaction for explain and replay: envelope, facts, hits and verdict, never the body.")]
    public JournalSettings Journal { get; init; } = new();

    [Setting("Messages that rules set aside.")]
    public QuarantineSettings Quarantine { get; init; } = new();

    [Setting("Addresses that are rewritten, in the envelope and in the header.")]
    public RewriteSection Rewrite { get; init; } = new();

    [Setting("Header fields that are written, changed and removed.")]
    public HeaderSettings Headers { get; init; } = new();

    [Setting("Metrics, health and pages over HTTP.")]
    public AdminSettings Admin { get; init; } = new();

    [Setting("Traces for OpenTelemetry: a span a transaction, with its stages, checks and what the server behind said.")]
    public TracingSettings Tracing { get; init; } = new();

    [Setting("The log.")]
    public LogSettings Log { get; init; } = new();

    [Setting("The directory for what is kept: captured and quarantined mail, journal, learned model, spooled bodies.")]
    public FilePath Data { get; init; } = new("/var/lib/mailgate");

    [Setting("How long sessions may finish their transactions when the gateway stops.", Min = "0s", Max = "1h")]
    public TimeSpan Drain { get; init; } = TimeSpan.FromSeconds(30);

    [Setting("Reload when this file, an included one, a certificate or a key changes; SIGHUP always does.")]
    public bool Watch { get; init; } = true;

    [Setting("More files of this form, as paths or patterns such as conf.d/*.yaml, from the folder of this file, in alphabetical order. Lists are joined; a value that is set twice is an error.", Example = "[ \"conf.d/*.yaml\" ]")]
    public IReadOnlyList<string> Include { get; init; } = [];
}
