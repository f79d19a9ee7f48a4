using MailGate.Smtp.Grammar;

namespace MailGate.Smtp.Client;

/// <summary>What the dialogue about an envelope depends on.</summary>
internal readonly record struct EnvelopeContext(DownstreamTarget Target, EhloKeywords Keywords, ClientIdentity? Identity, string TransactionId)
{
    /// <summary>True when commands may be sent together (RFC 2920).</summary>
    public bool Pipelines => Keywords.Has(Extensions.Pipelining);

    /// <summary>Adds XFORWARD where it is configured and offered. The server forgets it at the end of each transaction.</summary>
    public bool TryAddXForward(CommandBuffer commands) =>
        Target.Identity == DownstreamIdentity.XForward
        && IdentityCommands.TryAddXForward(commands, Keywords.XForwardAttributes, (Identity ?? new ClientIdentity()) with { TransactionId = TransactionId });
}
