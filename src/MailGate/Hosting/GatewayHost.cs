using System.Net;
using System.Net.Sockets;
using MailGate.Admin;
using MailGate.Cli;
using MailGate.Configuration;
using MailGate.Configuration.Loading;
using MailGate.Configuration.Sections;
using MailGate.Observability.History;
using MailGate.Observability.Logs;
using MailGate.Observability.Metrics;
using MailGate.Observability.Tracing;

namespace MailGate.Hosting;

/// <summary>
/// The running program: log and metrics, the parts of <see cref="GatewayComposition"/>, HTTP, and the watch over the configuration; at the end the
/// same in reverse, with time for the mail under way.
/// </summary>
internal sealed class GatewayHost : IAsyncDisposable
{
    private readonly LogOutput _log;
    private readonly ILoggerFactory _loggers;
    private readonly ILogger _logger;
    private readonly RuntimeMetrics _runtime;
    private readonly TimeProvider _time;
    private readonly TransactionHistory _history;
    private readonly IReadOnlyList<IGateway> _parts;
    private readonly ConfigurationReloader _reloader;
    private readonly ConfigurationWatcher _watcher;
    private readonly SystemdNotifier _systemd;
    private readonly TraceExport _traces = new();
    private AdminServer? _admin;
    private volatile bool _draining;

    /// <param name="input">What <paramref name="loaded"/> was loaded from, to load it again.</param>
    /// <param name="loaded">A good configuration.</param>
    /// <param name="compose">Makes the parts to run.</param>
    /// <param name="sockets">What the service manager handed over; the caller's to dispose.</param>
    public GatewayHost(
        ConfigurationInput input, LoadedConfiguration loaded, TimeProvider time, Func<GatewayServices, IReadOnlyList<IGateway>> compose,
        Func<Stream>? standardOutput = null, InheritedSockets? sockets = null)
    {
        GatewaySettings settings = loaded.Settings ?? throw new ArgumentException("the configuration has errors", nameof(loaded));
        Metrics = new GatewayMetrics(new MetricRegistry());
        _runtime = new RuntimeMetrics(Metrics.Registry);
        _log = new LogOutput(settings.Log, time, Metrics.LogDropped.With(), standardOutput);
        _loggers = LoggerFactory.Create(logging => logging.SetMinimumLevel(LogLevel.Trace).AddProvider(new GatewayLoggerProvider(_log)));
        _logger = _loggers.CreateLogger("MailGate.Host");
        ConfigurationReloader.Warn(loaded, _logger);
        _time = time;
        _history = new TransactionHistory(time);
        Remember(settings.Admin);
        _parts = compose(new GatewayServices(settings, time, Metrics, _log, new TransactionLog(_log), _history, _loggers, sockets ?? InheritedSockets.None));
        _reloader = new ConfigurationReloader(input, loaded, time, Metrics, _logger, ApplyAsync);
        _watcher = new ConfigurationWatcher(time, _logger, () => _ = ReloadAsync("a file changed"));
        _systemd = new SystemdNotifier(time, Environment.GetEnvironmentVariable);
        RegisterMetrics();
        _traces.Apply(settings.Tracing, VersionVerb.Version);
    }

    public GatewaySettings Settings => _reloader.Current;

    public GatewayMetrics Metrics { get; }

    /// <summary>The last transactions, for the page.</summary>
    public TransactionHistory History => _history;

    /// <summary>Where SMTP is listened for.</summary>
    public IReadOnlyList<IPEndPoint> EndPoints => [.. _parts.SelectMany(p => p.EndPoints)];

    /// <summary>Where HTTP is listened for; null when it is off.</summary>
    public IPEndPoint? AdminEndPoint => _admin?.EndPoint;

    /// <summary>The routes of HTTP as METHOD PATTERN; for tests.</summary>
    internal IEnumerable<string> AdminRoutes => _admin?.Routes ?? [];

    /// <exception cref="SocketException">An SMTP address is taken.</exception>
    /// <exception cref="IOException">The HTTP address is taken.</exception>
    /// <exception cref="InvalidOperationException">A socket was handed over that no listener is for.</exception>
    public async Task StartAsync(CancellationToken cancellationToken)
    {
        foreach (IGateway part in _parts)
        {
            await part.StartAsync(cancellationToken);
        }

        await StartAdminAsync(Settings.Admin);
        _reloader.Begin();
        Watch();
        string addresses = string.Join(", ", EndPoints);
        _logger.Started(VersionVerb.Version, addresses);
        _systemd.Ready($"listening on {addresses}");
    }

    /// <summary>Loads the configuration again; a bad one changes nothing.</summary>
    public async Task<bool> ReloadAsync(string reason)
    {
        if (_draining)
        {
            return false;
        }

        _systemd.Reloading();
        bool good = await _reloader.ReloadAsync(reason);
        Watch();
        _systemd.Ready(good ? "reloaded" : "the last reload failed, the old configuration is in force");
        return good;
    }

    /// <summary>No new sessions; what is under way may finish within the drain time.</summary>
    public async Task DrainAsync(string reason)
    {
        _draining = true;
        TimeSpan patience = Settings.Drain;
        _logger.Stopping(reason, patience.TotalSeconds);
        _systemd.Stopping("draining");
        await Task.WhenAll(_parts.Select(p => p.DrainAsync(patience)));
    }

    public async ValueTask DisposeAsync()
    {
        _watcher.Dispose();
        if (_admin is not null)
        {
            await _admin.DisposeAsync();
        }

        foreach (IGateway part in _parts)
        {
            await part.DisposeAsync();
        }

        _traces.Dispose();
        _systemd.Dispose();
        _runtime.Dispose();
        _logger.Stopped();
        _loggers.Dispose();
        await _log.DisposeAsync();
        _reloader.Dispose();
    }

    internal IReadOnlyList<ReadinessCheck> CheckReadiness() =>
        _draining ? [new ReadinessCheck("draining", "the gateway is stopping")] : [.. _parts.SelectMany(p => p.CheckReadiness())];

    private void RegisterMetrics()
    {
        ProcessMetrics.Register(Metrics.Registry);
        Metrics.BuildInfo.With(VersionVerb.Version).Set(1);
        (string Name, string Value)[] switches = RuntimeSwitches.InForce;
        Metrics.Registry.Observed(
            "mailgate_runtime_info", "1, with the switches of .NET that the CPU per message depends on as labels.", MetricType.Gauge, [.. switches.Select(s => s.Name)],
            () => [([.. switches.Select(s => s.Value)], 1)]);
        Metrics.Registry.Observed(
            "mailgate_config_hash_info", "1, with the hash of the configuration in force as a label.", MetricType.Gauge, ["hash"], () => [([Settings.Hash], 1)]);
        Metrics.Registry.Observed(
            "mailgate_certificate_expiry_timestamp_seconds", "When a certificate of the listeners expires, in seconds since 1970.", MetricType.Gauge, ["source"],
            () => Settings.Tls.Certificates.DistinctBy(c => c.Source)
                .Select(c => (new[] { c.Source }, (double)new DateTimeOffset(c.Certificate.NotAfter.ToUniversalTime()).ToUnixTimeSeconds())));
    }

    private async Task ApplyAsync(GatewaySettings settings)
    {
        GatewaySettings before = Settings;
        foreach (IGateway part in _parts)
        {
            part.Apply(settings);
        }

        await _log.ApplyAsync(settings.Log);
        _traces.Apply(settings.Tracing, VersionVerb.Version);
        if (before.DataDirectory != settings.DataDirectory)
        {
            _logger.NeedsRestart("data");
        }

        Remember(settings.Admin);
        if (!Equals(before.Admin.Listen, settings.Admin.Listen))
        {
            await MoveAdminAsync(settings.Admin);
        }
    }

    private async Task MoveAdminAsync(AdminSettings settings)
    {
        if (_admin is not null)
        {
            await _admin.DisposeAsync();
            _admin = null;
        }

        try
        {
            await StartAdminAsync(settings);
        }
        catch (IOException e)
        {
            // Mail matters more than its metrics.
            _logger.AdminFailed(settings.Listen!.ToString(), e.Message);
        }
    }

    private async Task StartAdminAsync(AdminSettings settings)
    {
        if (settings.Listen is not null)
        {
            _admin = await AdminServer.StartAsync(settings.Listen, new AdminSources
            {
                Settings = () => Settings,
                Metrics = Metrics,
                History = _history,
                Readiness = CheckReadiness,
                Gateway = () => _parts.Select(part => part.State).FirstOrDefault(state => state is not null),
                Time = _time,
                Loggers = _loggers,
            });
        }
    }

    private void Remember(AdminSettings settings) => _history.Resize(settings.Listen is null ? 0 : settings.History);

    private void Watch()
    {
        (IReadOnlyList<string> files, string fingerprint) = _reloader.LastRead;
        IReadOnlyList<string> rules = RuleFiles();
        if (rules.Count == 0)
        {
            _watcher.Watch(Settings.Watch ? files : [], fingerprint);
            return;
        }

        List<string> watched = [.. Settings.Watch ? files : [], .. rules];
        _watcher.Watch(watched, FileFingerprint.Of(watched));
    }

    // The folder itself for files that come and go, and each file for its contents.
    private IReadOnlyList<string> RuleFiles()
    {
        if (!Settings.Rules.Reload || Settings.Rules.Path is not { } path)
        {
            return [];
        }

        string lists = Path.Combine(path.Full, "lists");
        return !Directory.Exists(path.Full) ? [path.Full]
            : [path.Full, .. Directory.GetFiles(path.Full), .. Directory.Exists(lists) ? [lists, .. Directory.GetFiles(lists)] : Array.Empty<string>()];
    }
}
