namespace MailGate.Smtp.Client;

/// <summary>How long a downstream may take in each phase. The defaults are those of RFC 5321 §4.5.3.2 but where noted.</summary>
public sealed record DownstreamTimeouts
{
    /// <summary>To resolve the name and connect. The RFC has no value; a target that is down must not cost the client its patience.</summary>
    public TimeSpan Connect { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>For the greeting (§4.5.3.2.1), and for each command that has no time of its own below.</summary>
    public TimeSpan Greeting { get; init; } = TimeSpan.FromMinutes(5);

    /// <summary>For the TLS handshake.</summary>
    public TimeSpan Handshake { get; init; } = TimeSpan.FromMinutes(1);

    /// <summary>For MAIL (§4.5.3.2.2) and RCPT (§4.5.3.2.3), each.</summary>
    public TimeSpan Envelope { get; init; } = TimeSpan.FromMinutes(5);

    /// <summary>For the 354 after DATA (§4.5.3.2.4).</summary>
    public TimeSpan Data { get; init; } = TimeSpan.FromMinutes(2);

    /// <summary>For the downstream to take one block of the message (§4.5.3.2.5).</summary>
    public TimeSpan Block { get; init; } = TimeSpan.FromMinutes(3);

    /// <summary>For the reply after the dot (§4.5.3.2.6): so long it is listened for.</summary>
    public TimeSpan Dot { get; init; } = TimeSpan.FromMinutes(10);

    /// <summary>How long the client is made to wait for the reply after the dot; senders give up after some five minutes.</summary>
    public TimeSpan DotBudget { get; init; } = TimeSpan.FromMinutes(4);

    /// <summary>For RSET when a transaction is given up, and for QUIT.</summary>
    public TimeSpan Farewell { get; init; } = TimeSpan.FromSeconds(5);
}
