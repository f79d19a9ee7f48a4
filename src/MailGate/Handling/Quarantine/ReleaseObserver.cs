using MailGate.Smtp.Client;
using MailGate.Smtp.Grammar;
using MailGate.Smtp.Transport;

namespace MailGate.Handling.Quarantine;

/// <summary>
/// Hears of releases what is heard of all mail, but for one thing: a released message was told its client as accepted when it was set aside, and is counted as
/// quarantined. Counted as taken by a server as well, it would hide the loss of another message from the ledger; it has <c>mailgate_quarantine_releases_total</c>.
/// </summary>
internal sealed class ReleaseObserver(DownstreamObserver all) : IDownstreamObserver
{
    public void OnConnected(DownstreamTarget target, TlsDescription? tls, TimeSpan elapsed) => all.OnConnected(target, tls, elapsed);

    public void OnDisconnected(DownstreamTarget target) => all.OnDisconnected(target);

    public void OnReply(DownstreamTarget target, DownstreamPhase phase, Reply reply, TimeSpan elapsed) => all.OnReply(target, phase, reply, elapsed);

    public void OnFailure(DownstreamTarget target, DownstreamOutcome outcome) => all.OnFailure(target, outcome);

    public void OnLateReply(DownstreamTarget target, string transactionId, DownstreamOutcome outcome) => all.OnLateReply(target, transactionId, outcome);

    public void OnParametersDropped(DownstreamTarget target, string transactionId, DroppedParameters dropped) => all.OnParametersDropped(target, transactionId, dropped);
}
