namespace MailGate.Smtp.Client;

/// <summary>What a step of a dialogue came to.</summary>
public enum DownstreamOutcomeKind
{
    /// <summary>The downstream replied.</summary>
    Reply,

    /// <summary>No connection came about, or its name is not known.</summary>
    ConnectFailed,

    /// <summary>The time for this phase passed.</summary>
    Timeout,

    /// <summary>The downstream closed the connection.</summary>
    Closed,

    /// <summary>What the downstream sent is no reply, or not one that can follow what was sent.</summary>
    Malformed,

    /// <summary>We gave up ourselves: the envelope cannot be carried, the message is unsafe, the client has gone, a policy is not met.</summary>
    Local,
}
