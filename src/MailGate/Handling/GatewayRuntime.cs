using MailGate.Configuration;
using MailGate.Handling.Capture;
using MailGate.Handling.Duplicates;
using MailGate.Handling.Policy;
using MailGate.Handling.Quarantine;
using MailGate.Observability.Metrics;
using MailGate.Smtp.Client.Routing;

namespace MailGate.Handling;

/// <summary>One generation of the configuration, ready for sessions. A session keeps the one that it began with.</summary>
internal sealed class GatewayRuntime
{
    public GatewayRuntime(
        GatewaySettings settings, PolicyEngine policy, DownstreamRelay downstreams, RecipientVerification verification, EarlierDeliveries earlier, MaildirStore capture,
        QuarantineKeeping quarantine, TransactionAccounts accounts, GatewayMetrics metrics, TimeProvider time, ILogger logger)
    {
        Settings = settings;
        Policy = policy;
        Downstreams = downstreams;
        Verification = verification;
        Earlier = earlier;
        Capture = capture;
        Quarantine = quarantine;
        Accounts = accounts;
        Metrics = metrics;
        PolicyMetrics = new PolicyMetrics(metrics);
        Time = time;
        Relay = new RelayPolicy(settings);
        Rewriter = new EnvelopeRewriter(settings, Relay, logger);
        Routes = new GatewayRoutes(settings);
        Offers = new EhloOffers(downstreams.Pool, Routes.Default);
    }

    public GatewaySettings Settings { get; }

    /// <summary>Checks and rules.</summary>
    public PolicyEngine Policy { get; }

    public DownstreamRelay Downstreams { get; }

    /// <summary>What is known of recipients.</summary>
    public RecipientVerification Verification { get; }

    /// <summary>What is known of earlier attempts at messages.</summary>
    public EarlierDeliveries Earlier { get; }

    public MaildirStore Capture { get; }

    /// <summary>Where messages go that rules put aside.</summary>
    public QuarantineKeeping Quarantine { get; }

    public TransactionAccounts Accounts { get; }

    public GatewayMetrics Metrics { get; }

    /// <summary>What checks and rules did.</summary>
    public PolicyMetrics PolicyMetrics { get; }

    public TimeProvider Time { get; }

    public RelayPolicy Relay { get; }

    /// <summary>What is made of addresses.</summary>
    public EnvelopeRewriter Rewriter { get; }

    public EhloOffers Offers { get; }

    public GatewayRoutes Routes { get; }
}
