using MailGate.Configuration;
using MailGate.Observability.History;
using MailGate.Observability.Logs;
using MailGate.Observability.Metrics;

namespace MailGate.Hosting;

/// <summary>What the host gives to the parts that it runs.</summary>
internal sealed record GatewayServices(
    GatewaySettings Settings, TimeProvider Time, GatewayMetrics Metrics, LogOutput Log, TransactionLog Transactions, TransactionHistory History, ILoggerFactory Loggers,
    InheritedSockets Sockets);
