using MailGate.Smtp.Transport;

namespace MailGate.Smtp.Client;

/// <summary>What all connections to downstreams share.</summary>
/// <param name="Connector">Opens connections.</param>
/// <param name="Deadlines">The clock of all deadlines.</param>
/// <param name="Time">The time.</param>
/// <param name="Observer">Hears what happens.</param>
public sealed record DownstreamContext(IConnector Connector, DeadlineClock Deadlines, TimeProvider Time, IDownstreamObserver Observer);
