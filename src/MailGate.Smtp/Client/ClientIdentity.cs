using System.Net;

namespace MailGate.Smtp.Client;

/// <summary>The client on whose behalf a downstream is spoken to. What is null is told as not available.</summary>
public sealed record ClientIdentity
{
    /// <summary>The client's address and port.</summary>
    public IPEndPoint? Client { get; init; }

    /// <summary>The address and port that the client connected to.</summary>
    public IPEndPoint? Server { get; init; }

    /// <summary>The client's verified host name.</summary>
    public string? Name { get; init; }

    /// <summary>The argument of EHLO or HELO.</summary>
    public string? Helo { get; init; }

    /// <summary>SMTP or ESMTP.</summary>
    public string? Protocol { get; init; }

    /// <summary>The user that has authenticated.</summary>
    public string? Login { get; init; }

    /// <summary>The transaction's id, for XFORWARD's IDENT; it does not make two identities different.</summary>
    public string? TransactionId { get; init; }

    /// <summary>True when a connection that speaks for the one may speak for the other as it is.</summary>
    public bool IsSameClient(ClientIdentity? other) => other is not null && this with { TransactionId = null } == other with { TransactionId = null };
}
