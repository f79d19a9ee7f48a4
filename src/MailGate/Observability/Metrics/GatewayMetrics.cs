namespace MailGate.Observability.Metrics;

/// <summary>Every metric of the gateway itself: name, meaning, labels with their values. Families of other rooms are added where they are counted.</summary>
internal sealed class GatewayMetrics
{
    private static readonly double[] FastSeconds = [0.0001, 0.00025, 0.0005, 0.001, 0.0025, 0.005, 0.01, 0.025, 0.1, 0.5, 2.5, 10, 60];
    private static readonly double[] RuleSeconds = [0.000001, 0.00001, 0.0001, 0.001, 0.01];
    private static readonly double[] SlowSeconds = [0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30, 60, 120, 300, 600];
    private static readonly double[] MessageBytes = [1 << 10, 4 << 10, 16 << 10, 64 << 10, 256 << 10, 1 << 20, 4 << 20, 16 << 20, 64 << 20];

    private static readonly double[] Points = [-10, -5, -2, 0, 1, 2, 4, 6, 8, 10, 12, 15, 20, 30];

    private static readonly LabelSet Rule = LabelSet.Configured("rule", 8192);
    private static readonly LabelSet Listener = LabelSet.Configured("listener", 256);
    private static readonly LabelSet Route = LabelSet.Configured("route", 1024);
    private static readonly LabelSet Target = LabelSet.Configured("target", 1024);
    private static readonly LabelSet DnsType = LabelSet.Closed("type", "txt", "mx", "a", "aaaa", "ptr", "tlsa", "ns", "cname", "srv");
    private static readonly LabelSet CodeClass = LabelSet.Closed("code_class", "2xx", "3xx", "4xx", "5xx", "none");
    private static readonly LabelSet Phase = LabelSet.Closed("phase", "connect", "tls", "greeting", "ehlo", "auth", "identity", "rset", "mail", "rcpt", "data", "body", "final_dot", "quit");

    private static readonly LabelSet Code = LabelSet.Closed(
        "code", "211", "214", "220", "221", "235", "250", "251", "252", "334", "354", "421", "450", "451", "452", "454", "455", "500", "501", "502", "503", "504", "521",
        "530", "534", "535", "538", "550", "551", "552", "553", "554", "555", "556");

    private static readonly LabelSet Command = LabelSet.Closed(
        "cmd", "ehlo", "helo", "mail", "rcpt", "data", "bdat", "rset", "noop", "vrfy", "expn", "help", "quit", "starttls", "auth", "xclient", "unknown");

    public GatewayMetrics(MetricRegistry registry)
    {
        const string P = "mailgate_";
        Registry = registry;
        BuildInfo = registry.Gauge(P + "build_info", "1, with the version as a label.", LabelSet.Configured("version", 2));
        Connections = registry.Counter(P + "connections", "Connections by how they began.", Listener,
            LabelSet.Closed("result", "accepted", "too_many", "too_many_per_address", "proxy_header", "lost"));
        ConnectionsActive = registry.Gauge(P + "connections_active", "Sessions open now.", Listener);
        TlsHandshakes = registry.Counter(P + "tls_handshakes", "TLS handshakes with clients.", Listener,
            LabelSet.Closed("version", "tls1.2", "tls1.3", "none"), LabelSet.Closed("cipher_class", "aes_gcm", "chacha20", "cbc", "none"), LabelSet.Closed("result", "ok", "failed"));
        CommandsDuration = registry.Histogram(P + "commands_duration_seconds", "Time from a whole command to its reply.", FastSeconds, Command, Code);
        Transactions = registry.Counter(P + "transactions", "Transactions by verdict.", Listener,
            LabelSet.Closed("verdict", "accept", "reject", "defer", "quarantine", "tag", "discard", "aborted"));
        Rejects = registry.Counter(P + "rejects", "Refusals by stage, reason and class of the code.",
            LabelSet.Closed("stage", "connect", "helo", "mail", "rcpt", "data", "message"),
            LabelSet.Closed("reason", "protocol", "limit", "relay", "rewrite", "rule", "downstream", "timeout", "tls", "size", "line_endings", "loop", "internal", "draining"),
            CodeClass);
        MessageSize = registry.Histogram(P + "message_size_bytes", "Size of messages as received.", MessageBytes);
        DataToReply = registry.Histogram(P + "data_to_reply_seconds", "Time from the end of a message to its reply.", SlowSeconds);
        Accepted = registry.Counter(P + "accepted", "Messages for which a client got 250.");
        DownstreamAccepted = registry.Counter(P + "downstream_accepted", "Messages that a server behind took from a client; releases from quarantine are counted apart.");
        Quarantined = registry.Counter(P + "quarantined", "Messages kept in quarantine.");
        Discarded = registry.Counter(P + "discarded", "Messages discarded by a rule with 250.");
        DownstreamConnections = registry.Gauge(P + "downstream_connections", "Connections open to servers behind.", Target);
        DownstreamErrors = registry.Counter(P + "downstream_errors", "Connections to servers behind that failed, by phase.", Route, Phase);
        DownstreamDuration = registry.Histogram(P + "downstream_duration_seconds", "Time for servers behind to answer, by phase.", SlowSeconds, Route, Phase);
        DownstreamReplies = registry.Counter(P + "downstream_replies", "Replies of servers behind.", Route, Phase, CodeClass);
        DownstreamUp = registry.Gauge(P + "downstream_up", "1 when the last connection to the target came about.", Target);
        DownstreamLateReplies = registry.Counter(P + "downstream_late_replies", "Replies to the final dot that came after the client had been told 451.", Route, CodeClass);
        SessionFailures = registry.Counter(P + "session_failures", "Sessions in which the gateway itself made a mistake.", Listener);
        RecipientVerifications = registry.Counter(P + "rcptverify", "Recipients by what was said of them: live: by the server; cache: from an earlier answer; late: refused by the server before the message, after an earlier 250.",
            LabelSet.Closed("result", "valid", "invalid", "deferred"), LabelSet.Closed("source", "live", "cache", "late"));
        DuplicateRisk = registry.Counter(P + "duplicate_risk", "Messages that may arrive twice: the reply to the final dot was lost on this side.", LabelSet.Closed("side", "client", "downstream"));
        AuthResults = registry.Counter(P + "auth_results", "Results of sender authentication.", LabelSet.Closed("method", "spf", "dkim", "dmarc", "arc", "iprev"),
            LabelSet.Closed("result", "pass", "fail", "softfail", "neutral", "none", "policy", "temperror", "permerror"));
        RuleHits = registry.Counter(P + "rule_hits", "Rules that hit.", Rule, LabelSet.Closed("mode", "enforce", "shadow"));
        RuleErrors = registry.Counter(P + "rule_errors", "Rules that could not be judged.", Rule);
        RuleDuration = registry.Histogram(P + "rule_duration_seconds", "Time for a rule to be judged, of one in 16 times.", RuleSeconds, Rule);
        Verdicts = registry.Counter(P + "verdicts", "Verdicts by stage, and what decided them.",
            LabelSet.Closed("stage", "connect", "helo", "mail", "rcpt", "message"),
            LabelSet.Closed("verdict", "none", "tag", "greylist", "accept", "reject", "defer", "discard", "quarantine"),
            LabelSet.Closed("reason", "none", "rule", "score", "check", "greylist", "header_too_large", "pipeline"));
        RecipientsSplit = registry.Counter(P + "recipients_split", "Recipients told 452 4.5.3, to be sent in a transaction of their own.");
        WouldReject = registry.Counter(P + "would_reject", "Refusals that rules in shadow mode would have made.", Rule);
        CheckDuration = registry.Histogram(P + "check_duration_seconds", "Time for a check to find out what there is.", SlowSeconds, LabelSet.Configured("check", 64));
        CheckErrors = registry.Counter(P + "check_errors", "Checks that could not find out everything.", LabelSet.Configured("check", 64),
            LabelSet.Closed("outcome", "in_doubt", "timed_out", "failed"));
        Score = registry.Histogram(P + "score", "Scores of messages.", Points);
        JournalDropped = registry.Counter(P + "journal_dropped", "Transactions that the journal could not take.");
        JournalWritten = registry.Counter(P + "journal_written", "Transactions written to the journal.");
        DnsQueries = registry.Counter(P + "dns_queries", "Questions to name servers, by how they ended.", DnsType,
            LabelSet.Closed("result", "answer", "nodata", "nxdomain", "servfail", "timeout"));
        DnsDuration = registry.Histogram(P + "dns_duration_seconds", "Time for name servers to answer.", SlowSeconds, DnsType);
        DnsCacheHits = registry.Counter(P + "dns_cache_hits", "Questions answered from the cache.");
        DnsCacheMisses = registry.Counter(P + "dns_cache_misses", "Questions that the cache could not answer.");
        DnsServerFailures = registry.Counter(P + "dns_server_failures", "Single name servers that failed, or replies that nobody had asked for.",
            LabelSet.Closed("result", "servfail", "timeout", "foreign"));
        LogDropped = registry.Counter(P + "log_dropped", "Log lines dropped because the log could not be written fast enough.");
        ConfigReloads = registry.Counter(P + "config_reloads", "Reloads of the configuration.", LabelSet.Closed("result", "ok", "failed"));
        ConfigReloadSuccess = registry.Gauge(P + "config_reload_success", "1 when the last reload of the configuration was good.");
        ConfigLastReloadSuccessful = registry.Gauge(P + "config_last_reload_successful", "As mailgate_config_reload_success, under the name that Prometheus itself uses.");
        ConfigLastReload = registry.Gauge(P + "config_last_reload_timestamp_seconds", "When the configuration in force was loaded, in seconds since 1970.");
        // From the start, and not from the first event, which increase() could not see.
        _ = DuplicateRisk.With("client");
        _ = DuplicateRisk.With("downstream");
        _ = DnsServerFailures.With("servfail");
        _ = DnsServerFailures.With("timeout");
        _ = JournalWritten.With();
        _ = Accepted.With();
        _ = DownstreamAccepted.With();
        _ = Quarantined.With();
        _ = Discarded.With();
        _ = LogDropped.With();
        _ = JournalDropped.With();
        _ = RecipientsSplit.With();
    }

    public MetricRegistry Registry { get; }

    public GaugeFamily BuildInfo { get; }

    public CounterFamily Connections { get; }

    public GaugeFamily ConnectionsActive { get; }

    public CounterFamily TlsHandshakes { get; }

    public HistogramFamily CommandsDuration { get; }

    public CounterFamily Transactions { get; }

    public CounterFamily Rejects { get; }

    public HistogramFamily MessageSize { get; }

    public HistogramFamily DataToReply { get; }

    public CounterFamily Accepted { get; }

    public CounterFamily DownstreamAccepted { get; }

    public CounterFamily Quarantined { get; }

    public CounterFamily Discarded { get; }

    public GaugeFamily DownstreamConnections { get; }

    public CounterFamily DownstreamErrors { get; }

    public HistogramFamily DownstreamDuration { get; }

    public CounterFamily DownstreamReplies { get; }

    public GaugeFamily DownstreamUp { get; }

    public CounterFamily DownstreamLateReplies { get; }

    public CounterFamily SessionFailures { get; }

    public CounterFamily RecipientVerifications { get; }

    public CounterFamily DuplicateRisk { get; }

    public CounterFamily AuthResults { get; }

    public CounterFamily RuleHits { get; }

    public CounterFamily RuleErrors { get; }

    public HistogramFamily RuleDuration { get; }

    public CounterFamily Verdicts { get; }

    public CounterFamily RecipientsSplit { get; }

    public CounterFamily WouldReject { get; }

    public HistogramFamily CheckDuration { get; }

    public CounterFamily CheckErrors { get; }

    public HistogramFamily Score { get; }

    public CounterFamily JournalDropped { get; }

    public CounterFamily JournalWritten { get; }

    public CounterFamily DnsQueries { get; }

    public HistogramFamily DnsDuration { get; }

    public CounterFamily DnsCacheHits { get; }

    public CounterFamily DnsCacheMisses { get; }

    public CounterFamily DnsServerFailures { get; }

    public CounterFamily LogDropped { get; }

    public CounterFamily ConfigReloads { get; }

    public GaugeFamily ConfigReloadSuccess { get; }

    public GaugeFamily ConfigLastReloadSuccessful { get; }

    public GaugeFamily ConfigLastReload { get; }

    /// <summary>The <c>code_class</c> of a reply code: <c>2xx</c> to <c>5xx</c>.</summary>
    public static string CodeClassOf(int code) => (code / 100) switch
    {
        2 => "2xx",
        3 => "3xx",
        4 => "4xx",
        5 => "5xx",
        _ => "none",
    };
}
