using MailGate.Smtp.Grammar;
using MailGate.Smtp.Transport;

namespace MailGate.Smtp.Client;

/// <summary>Hears what happens with downstreams, for metrics and logs. Called on hot paths: it must not block. Every method may be left out.</summary>
public interface IDownstreamObserver
{
    /// <summary>A connection is up and greeted.</summary>
    /// <param name="target">Where to.</param>
    /// <param name="tls">TLS, or null in clear.</param>
    /// <param name="elapsed">From the first packet to the last reply of the greeting.</param>
    void OnConnected(DownstreamTarget target, TlsDescription? tls, TimeSpan elapsed)
    {
    }

    /// <summary>A connection ended.</summary>
    void OnDisconnected(DownstreamTarget target)
    {
    }

    /// <summary>A reply came.</summary>
    void OnReply(DownstreamTarget target, DownstreamPhase phase, Reply reply, TimeSpan elapsed)
    {
    }

    /// <summary>A step came to no reply.</summary>
    void OnFailure(DownstreamTarget target, DownstreamOutcome outcome)
    {
    }

    /// <summary>A message was taken for all of its recipients, and whoever sent it waited for that reply.</summary>
    void OnAccepted(DownstreamTarget target)
    {
    }

    /// <summary>What became of a message whose client was told 451, because the reply after the dot took too long.</summary>
    void OnLateReply(DownstreamTarget target, string transactionId, DownstreamOutcome outcome)
    {
    }

    /// <summary>A target is taken out of use after failures, or back in.</summary>
    void OnHealthChanged(DownstreamTarget target, bool isUp)
    {
    }

    /// <summary>Parameters were left out, because the downstream lacks the extension.</summary>
    void OnParametersDropped(DownstreamTarget target, string transactionId, DroppedParameters dropped)
    {
    }
}
