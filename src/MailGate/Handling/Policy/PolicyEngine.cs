using MailGate.Cli;
using MailGate.Configuration;
using MailGate.Configuration.Sections;
using MailGate.Filtering.Pipeline;
using MailGate.Filtering.Reputation;
using MailGate.Filtering.Rewriting;
using MailGate.Filtering.Rules;
using MailGate.Filtering.Rules.Loading;
using MailGate.Filtering.Scoring;
using MailGate.Handling.Quarantine;
using MailGate.Mail.Authentication;
using MailGate.Mail.Dmarc;
using MailGate.Mail.Dns;
using MailGate.Mail.PublicSuffix;
using MailGate.Mail.Spf;

namespace MailGate.Handling.Policy;

/// <summary>What a generation of the configuration makes of mail: checks, rules, the header fields that go out, signatures.</summary>
internal sealed class PolicyEngine
{
    private readonly MailEnvironment _environment;
    private readonly bool _changesHeader;
    private readonly bool _isJournalled;

    /// <param name="settings">The configuration.</param>
    /// <param name="resolver">Asks the DNS.</param>
    /// <param name="reputation">Counters that outlive a reload.</param>
    /// <param name="model">The spam model, or null.</param>
    /// <param name="time">The time.</param>
    /// <param name="ruleTimed">Hears what rules cost, now and then.</param>
    /// <exception cref="CliException">The rules or a key have errors; the message names them all.</exception>
    public PolicyEngine(GatewaySettings settings, IDnsResolver resolver, IReputationStore reputation, ISpamModel? model, TimeProvider time, Action<Rule, TimeSpan>? ruleTimed = null)
    {
        RulePath = settings.Rules.Path?.Full ?? BuiltInRules;
        Rules = new RuleSetStore(LoadRules(RulePath), () => RuleFolder.Load(RulePath));
        PublicSuffixList? suffixes = settings.Auth.PublicSuffixList is { } file ? PublicSuffixList.Load(file.Full) : null;
        SenderAuthentication authentication = new(resolver, time, new AuthenticationOptions
        {
            Spf = new SpfOptions { ReceiverName = settings.Hostname.Ascii },
            Dmarc = new DmarcOptions { PublicSuffixes = suffixes },
            TrustedSealers = settings.Auth.TrustedSealers.ToHashSet(),
            Methods = MethodsOf(settings),
        });
        _environment = new MailEnvironment
        {
            Resolver = resolver,
            Time = time,
            Authentication = authentication,
            Reputation = reputation,
            Rules = () => Rules.Current,
            SpamModel = model,
            PublicSuffixes = suffixes,
            Limits = MessageAnalysisLimits.Default with { MaxHeaderOctets = (int)settings.Limits.HeaderSize.Bytes },
        };
        AuthenticationChecks = Wanted(settings);
        Pipeline = new FilterPipeline(_environment, new PipelineOptions
        {
            AlwaysRun = AuthenticationChecks,
            RuleTimed = ruleTimed,
            CommandTimeout = settings.Timeouts.Checks,
            MessageTimeout = settings.Timeouts.Checks,
            Checks = settings.Auth.OnDnsFailure == DnsFailure.Defer
                ? AuthenticationChecks.ToDictionary(name => name, _ => new CheckSettings { OnError = ErrorPolicy.Defer })
                : [],
        });
        Header = new OutgoingHeaderOptions
        {
            AddressRewriter = settings.Rewrite.ChangesHeader ? settings.Rewrite.Addresses : null,
            AuthservId = settings.Headers.AuthenticationResults ? settings.AuthservId.Ascii : "",
            SpamHeaders = settings.Headers.Spam switch
            {
                Configuration.Sections.SpamHeaders.Spamassassin => SpamHeaderKinds.SpamAssassin,
                Configuration.Sections.SpamHeaders.Rspamd => SpamHeaderKinds.Rspamd,
                Configuration.Sections.SpamHeaders.None => SpamHeaderKinds.None,
                _ => throw new ArgumentOutOfRangeException(nameof(settings)),
            },
        };
        HeaderLimits = HeaderEditLimits.Default with { MaxHeaderOctets = (int)settings.Limits.HeaderSize.Bytes };
        // Nobody else says that a message was released from our quarantine.
        HeaderEdits = [.. settings.HeaderEdits, new HeaderEdit.Remove(ReleasedMessage.FieldName)];
        _changesHeader = settings.HeaderEdits.Length > 0 || Header.AddressRewriter is not null;
        WritesReceivedSpf = settings.Auth.ReceivedSpf && settings.Auth.Spf;
        Signing = new MessageSigning(settings);
        JoinsRecipients = settings.Rules.RecipientsDiffer == RecipientsDiffer.Strictest;
        _isJournalled = settings.Journal.Enabled;
    }

    /// <summary>The rules that the program brings along.</summary>
    public static string BuiltInRules => Path.Combine(AppContext.BaseDirectory, "rules");

    /// <summary>Where the rules are.</summary>
    public string RulePath { get; }

    /// <summary>The rules in force.</summary>
    public RuleSetStore Rules { get; }

    public FilterPipeline Pipeline { get; }

    public OutgoingHeaderOptions Header { get; }

    public HeaderEditLimits HeaderLimits { get; }

    /// <summary>What the configuration wants done to every header.</summary>
    public IReadOnlyList<HeaderEdit> HeaderEdits { get; }

    public bool WritesReceivedSpf { get; }

    public MessageSigning Signing { get; }

    /// <summary>True when recipients who differ share one transaction where they can.</summary>
    public bool JoinsRecipients { get; }

    /// <summary>The checks of sender authentication that are switched on.</summary>
    public IReadOnlyList<string> AuthenticationChecks { get; }

    /// <summary>True when there is nothing to look for in a message and nothing to change: it is passed on unread.</summary>
    public bool IsIdle => AuthenticationChecks.Count == 0 && Rules.Current.Rules.Count == 0 && Header.AuthservId.Length == 0 && Header.SpamHeaders == SpamHeaderKinds.None
        && !_changesHeader && !Signing.IsConfigured && !_isJournalled;

    /// <summary>A new connection.</summary>
    public MailContext Begin(MailClient client, string id) => new(_environment, client, id, CancellationToken.None);

    /// <summary>Loads rules; no folder means no rules only for the built-in ones, which a package may leave out.</summary>
    /// <exception cref="CliException">They have errors.</exception>
    private static RuleSet LoadRules(string path)
    {
        if (path == BuiltInRules && !Directory.Exists(path))
        {
            return RuleSet.Empty;
        }

        RuleSetResult result = RuleFolder.Load(path);
        return result.RuleSet ?? throw new CliException(
            $"{result.Errors.Count} {(result.Errors.Count == 1 ? "error" : "errors")} in the rules:\n" + string.Join('\n', result.Errors.Select(error => error.ToString())));
    }

    private static List<string> Wanted(GatewaySettings settings)
    {
        SenderAuthenticationSettings auth = settings.Auth;
        List<string> names = [];
        void Add(bool isOn, params string[] checks) => names.AddRange(isOn ? checks : []);
        Add(auth.Iprev, "iprev");
        Add(auth.Spf, "spf_helo", "spf");
        Add(auth.Dkim, "dkim");
        Add(auth.Arc, "arc");
        Add(auth.Dmarc && (auth.Spf || auth.Dkim), "dmarc");
        // Signatures need the hashes that these checks ask for; a seal repeats what they found.
        return settings.Headers.AuthenticationResults || Signs(settings) ? names.Union(Signs(settings) ? ["dkim", "arc"] : []).ToList() : [];
    }

    private static AuthenticationMethodSet MethodsOf(GatewaySettings settings)
    {
        SenderAuthenticationSettings auth = settings.Auth;
        return Where(auth.Iprev, AuthenticationMethodSet.Iprev) | Where(auth.Spf, AuthenticationMethodSet.Spf) | Where(auth.Dkim || Signs(settings), AuthenticationMethodSet.Dkim)
            | Where(auth.Arc || Signs(settings), AuthenticationMethodSet.Arc) | Where(auth.Dmarc && (auth.Spf || auth.Dkim), AuthenticationMethodSet.Dmarc);

        static AuthenticationMethodSet Where(bool isOn, AuthenticationMethodSet method) => isOn ? method : AuthenticationMethodSet.None;
    }

    private static bool Signs(GatewaySettings settings) => settings.Signing.Length > 0 || settings.Sealing is not null;
}
