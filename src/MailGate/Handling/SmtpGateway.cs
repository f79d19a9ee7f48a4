using System.Net;
using System.Security.Cryptography.X509Certificates;
using MailGate.Configuration;
using MailGate.Configuration.Sections;
using MailGate.Filtering.Reputation;
using MailGate.Filtering.Rules;
using MailGate.Filtering.Scoring;
using MailGate.Handling.Capture;
using MailGate.Handling.Duplicates;
using MailGate.Handling.Policy;
using MailGate.Handling.Quarantine;
using MailGate.Hosting;
using MailGate.Mail.Dns;
using MailGate.Observability.Metrics;
using MailGate.Smtp.Client;
using MailGate.Smtp.Client.Routing;
using MailGate.Smtp.Session;
using MailGate.Smtp.Spool;
using MailGate.Smtp.Transport;
using MailGate.Storage;
using MailGate.Storage.Quarantine;

namespace MailGate.Handling;

/// <summary>The SMTP side of the program: listeners, the pool of connections behind them, and the handlers between.</summary>
internal sealed class SmtpGateway : IGateway, IMailHandlerFactory
{
    private const int RememberedRecipients = 100_000;

    private static readonly TimeSpan LearnAge = TimeSpan.FromMinutes(5);

    private readonly GatewayServices _services;
    private readonly ILogger _logger;
    private readonly DeadlineClock _deadlines;
    private readonly DownstreamObserver _downstreams;
    private readonly DownstreamRelay _relay;
    private readonly DownstreamRelay _releases;
    private readonly RecipientVerification _verification;
    private readonly EarlierDeliveries _earlier;
    private readonly SmtpServerContext _server;
    private readonly List<SmtpListener> _listeners = [];
    private readonly ITimer _learning;
    private readonly MemoryReputationStore _reputation;
    private readonly QuarantineKeeping _quarantine;
    private readonly CancellationTokenSource _stopping = new();
    private volatile GatewayRuntime _runtime;
    private Journal? _journal;
    private CachingResolver _resolver;
    private DnsSettings _dns;

    public SmtpGateway(GatewayServices services)
    {
        ArgumentNullException.ThrowIfNull(services);
        _services = services;
        _logger = services.Loggers.CreateLogger("MailGate.Smtp");
        _deadlines = new DeadlineClock(services.Time);
        _downstreams = new DownstreamObserver(services.Metrics, _logger, services.Time);
        _relay = new DownstreamRelay(new DownstreamContext(new SocketConnector(), _deadlines, services.Time, _downstreams));
        // Connections of their own: what is accepted over them was accepted from its client long before.
        _releases = new DownstreamRelay(new DownstreamContext(new SocketConnector(), _deadlines, services.Time, new ReleaseObserver(_downstreams)));
        _verification = new RecipientVerification(new RecipientCache(RememberedRecipients, services.Time), services.Metrics);
        _earlier = new EarlierDeliveries(services.Time);
        _reputation = new MemoryReputationStore(services.Time);
        _dns = services.Settings.Dns;
        _resolver = CreateResolver(_dns);
        _quarantine = new QuarantineKeeping(services.Settings.DataDirectory, services.Settings.Quarantine, services.Metrics, _logger, services.Time);
        _runtime = CreateRuntime(services.Settings);
        QuarantineReleaser = new QuarantineReleaser(_quarantine.Store, () => _runtime.Routes, _releases, CaptureOf(services.Settings), services.Time);
        SpoolBudget budget = new(
            services.Settings.Limits.SpoolMemory.Bytes, services.Settings.Limits.SpoolMemoryPerMessage.Bytes, services.Settings.Limits.SpoolDisk.Bytes, SpoolFolder());
        services.Metrics.Registry.Observed("mailgate_spool_memory_bytes", "Memory that holds messages under way.", MetricType.Gauge, () => budget.UsedOctets);
        services.Metrics.Registry.Observed("mailgate_spool_disk_bytes", "Disk that holds messages under way.", MetricType.Gauge, () => budget.UsedDiskOctets);
        SessionObserver sessions = new(services.Metrics, _logger, services.Time);
        _server = new SmtpServerContext(this, sessions, budget, _deadlines, new SessionCounter(), services.Time);
        _learning = services.Time.CreateTimer(static state => _ = ((SmtpGateway)state!).LearnAsync(), this, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
    }

    /// <inheritdoc/>
    public IReadOnlyList<IPEndPoint> EndPoints => [.. _listeners.Select(listener => listener.LocalEndPoint)];

    /// <summary>The rules in force.</summary>
    public RuleSet Rules => _runtime.Policy.Rules.Current;

    /// <summary>The messages in quarantine.</summary>
    public QuarantineStore Quarantine => _quarantine.Store;

    /// <summary>Sends them on.</summary>
    public QuarantineReleaser QuarantineReleaser { get; }

    /// <inheritdoc/>
    public GatewayState State => new(_runtime.Policy.Rules.Current, _runtime.Policy.RulePath, new MaildirReader(_runtime.Capture.Folder), Quarantine, QuarantineReleaser);

    /// <inheritdoc/>
    public IMailHandler Create(IClientPresence client) => new GatewayHandler(_runtime, client);

    /// <inheritdoc/>
    public Task StartAsync(CancellationToken cancellationToken)
    {
        // All are bound before one accepts: a program that cannot take its addresses has done nothing yet.
        foreach (ListenerSettings listener in _runtime.Settings.Listeners)
        {
            SmtpListenerSettings smtp = ListenerMapping.ToSmtp(listener, _runtime.Settings, CertificatesOf(_runtime.Settings));
            _ = _services.Metrics.SessionFailures.With(smtp.Name);
            _listeners.Add(new SmtpListener(_server, smtp, _services.Sockets.Take(listener.Name, listener.Address)));
        }

        if (_services.Sockets.Unclaimed is { Count: > 0 } unclaimed)
        {
            // Clients would connect to it and wait for ever.
            throw new InvalidOperationException($"no listener has the address or the name of the socket handed over: {string.Join(", ", unclaimed)}");
        }

        foreach (SmtpListener listener in _listeners)
        {
            listener.Start();
        }

        _learning.Change(TimeSpan.Zero, LearnAge);
        _quarantine.Start();
        return Task.CompletedTask;
    }

    /// <inheritdoc/>
    public void Apply(GatewaySettings settings)
    {
        ArgumentNullException.ThrowIfNull(settings);
        if (!IsSame(settings.Dns, _dns))
        {
            // The one before is left to the sessions that began with it, and goes with the last of them: it holds nothing but memory.
            _resolver = CreateResolver(settings.Dns);
            _dns = settings.Dns;
        }

        GatewayRuntime runtime = CreateRuntime(settings);
        ApplyListeners(settings);
        _runtime = runtime;
        _quarantine.Apply(settings.Quarantine);
        _learning.Change(TimeSpan.Zero, LearnAge);
    }

    /// <inheritdoc/>
    public Task DrainAsync(TimeSpan patience) => Task.WhenAll(_listeners.Select(listener => listener.DrainAsync(patience)));

    /// <inheritdoc/>
    public IReadOnlyList<ReadinessCheck> CheckReadiness()
    {
        List<ReadinessCheck> checks = [.. _listeners.Select(listener => new ReadinessCheck($"listener {listener.Settings.Name}", null))];
        foreach (DownstreamRoute route in _runtime.Routes.All)
        {
            bool isReachable = route.IsCapture || route.Targets.Any(target => _downstreams.IsUp(target) != false);
            checks.Add(new ReadinessCheck($"route {route.Name}", isReachable ? null : "no server answers"));
        }

        return checks;
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        await _stopping.CancelAsync();
        await _learning.DisposeAsync();
        foreach (SmtpListener listener in _listeners)
        {
            listener.Dispose();
        }

        await _relay.DisposeAsync();
        await _releases.DisposeAsync();
        if (_journal is not null)
        {
            await _journal.DisposeAsync();
        }

        await _quarantine.DisposeAsync();
        await _resolver.DisposeAsync();
        _deadlines.Dispose();
    }

    private GatewayRuntime CreateRuntime(GatewaySettings settings)
    {
        ISpamModel? model = SpamModels.Load(settings, _services.Time, problem => _logger.SpamModelRefused(problem));
        GatewayRuntime runtime = new(
            settings, new PolicyEngine(settings, _resolver, _reputation, model, _services.Time, NoteRuleTime), _relay, _verification, _earlier, CaptureOf(settings),
            _quarantine, new TransactionAccounts(_services.Transactions, _services.History, JournalOf(settings), _services.Metrics), _services.Metrics, _services.Time, _logger);
        foreach (DownstreamRoute route in runtime.Routes.All)
        {
            foreach (DownstreamTarget target in route.Targets)
            {
                _downstreams.Register(target, route.Name);
            }
        }

        return runtime;
    }

    private void NoteRuleTime(Rule rule, TimeSpan elapsed) => _services.Metrics.RuleDuration.With(rule.Name).Observe(elapsed.TotalSeconds);

    private MaildirStore CaptureOf(GatewaySettings settings) => new(Path.Combine(settings.DataDirectory, "captured"), _services.Time);

    private Journal? JournalOf(GatewaySettings settings)
    {
        if (!settings.Journal.Enabled)
        {
            return null;
        }

        _journal ??= new Journal(settings.DataDirectory, settings.Journal, _services.Metrics, _logger, _services.Time);
        _journal.Apply(settings.Journal);
        return _journal;
    }

    private static bool IsSame(DnsSettings one, DnsSettings other) => one with { Servers = other.Servers } == other && one.Servers.SequenceEqual(other.Servers);

    private CachingResolver CreateResolver(DnsSettings settings)
    {
        DnsOptions options = (settings.Servers.Count > 0 ? new DnsOptions { Servers = [.. settings.Servers] } : DnsOptions.FromSystem()) with
        {
            Timeout = settings.Timeout,
            Attempts = settings.Attempts,
            MaxCacheEntries = settings.CacheSize,
            MaxTimeToLive = settings.MaxTtl,
        };
        return new CachingResolver(options, _services.Time, new DnsMonitor(_services.Metrics));
    }

    private void ApplyListeners(GatewaySettings settings)
    {
        IReadOnlyList<(X509Certificate2, X509Certificate2Collection)> certificates = CertificatesOf(settings);
        List<SmtpListener> obsolete = [.. _listeners];
        List<SmtpListener> started = [];
        List<(SmtpListener Listener, SmtpListenerSettings Settings)> changed = [];
        try
        {
            foreach (ListenerSettings wanted in settings.Listeners)
            {
                SmtpListenerSettings smtp = ListenerMapping.ToSmtp(wanted, settings, certificates);
                SmtpListener? same = obsolete.FirstOrDefault(listener => listener.Settings.EndPoint.Equals(smtp.EndPoint));
                if (same is null)
                {
                    started.Add(new SmtpListener(_server, smtp));
                }
                else
                {
                    obsolete.Remove(same);
                    changed.Add((same, smtp));
                }
            }
        }
        catch
        {
            // An address that is taken makes the whole reload fail, and nothing has changed.
            started.ForEach(listener => listener.Dispose());
            throw;
        }

        changed.ForEach(change => change.Listener.Settings = change.Settings);
        foreach (SmtpListener listener in obsolete)
        {
            _listeners.Remove(listener);
            _ = listener.DrainAsync(settings.Drain);
        }

        started.ForEach(listener => listener.Start());
        _listeners.AddRange(started);
    }

    private static IReadOnlyList<(X509Certificate2 Certificate, X509Certificate2Collection Chain)> CertificatesOf(GatewaySettings settings) =>
        [.. settings.Tls.Certificates.Select(certificate => (certificate.Certificate, certificate.Chain))];

    // EHLO keywords of each route's first server, asked for before a client has to wait for them.
    private async Task LearnAsync()
    {
        foreach (DownstreamRoute route in _runtime.Routes.All)
        {
            foreach (DownstreamTarget target in route.Targets.Take(1))
            {
                await _relay.Pool.LearnAsync(target, LearnAge, _stopping.Token);
            }
        }
    }

    private string SpoolFolder()
    {
        string folder = Path.Combine(_services.Settings.DataDirectory, "spool");
        Directory.CreateDirectory(folder);
        return folder;
    }
}
