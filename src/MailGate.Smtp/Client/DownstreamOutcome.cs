using MailGate.Smtp.Grammar;

namespace MailGate.Smtp.Client;

/// <summary>The result of one step with a downstream: which phase, which side, and whether the message may be theirs now.</summary>
/// <param name="Phase">The phase that this is about.</param>
/// <param name="Kind">What it came to.</param>
/// <param name="Reply">The downstream's reply; with <see cref="DownstreamOutcomeKind.Local"/> our own refusal, if the client is to get one; otherwise null.</param>
/// <param name="Detail">For logs: what went wrong, in words of ours or of the system. Empty for a reply.</param>
public readonly record struct DownstreamOutcome(DownstreamPhase Phase, DownstreamOutcomeKind Kind, Reply? Reply, string Detail = "")
{
    /// <summary>The downstream said 2xx.</summary>
    public bool IsPositive => Kind == DownstreamOutcomeKind.Reply && Reply!.IsPositive;

    /// <summary>
    /// True when the final dot has left and no reply tells what became of the message: to try again may deliver it twice (RFC 1047), to give up may
    /// lose it.
    /// </summary>
    public bool MayHaveBeenAccepted => Phase == DownstreamPhase.Dot && Kind is not (DownstreamOutcomeKind.Reply or DownstreamOutcomeKind.Local);

    /// <summary>True when the downstream closes the connection: 421 (RFC 5321 §3.8), or it is broken already.</summary>
    public bool EndsConnection => Kind != DownstreamOutcomeKind.Reply || Reply!.Code == ReplyCode.ServiceNotAvailable;

    /// <summary>A reply of the downstream.</summary>
    public static DownstreamOutcome Of(DownstreamPhase phase, Reply reply) => new(phase, DownstreamOutcomeKind.Reply, reply);

    /// <summary>A step that came to no reply.</summary>
    public static DownstreamOutcome Failed(DownstreamPhase phase, DownstreamOutcomeKind kind, string detail) => new(phase, kind, null, detail);

    public override string ToString() => Reply is null ? $"{Phase}: {Kind}, {Detail}" : $"{Phase}: {Kind}, {Reply}";
}
