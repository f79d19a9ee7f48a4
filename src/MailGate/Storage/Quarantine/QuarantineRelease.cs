namespace MailGate.Storage.Quarantine;

/// <summary>How an attempt to release a message ended.</summary>
internal enum ReleaseOutcome
{
    /// <summary>The server behind has it.</summary>
    Released,

    /// <summary>The server said no, for good or for now, or could not be reached: it does not have it.</summary>
    Refused,

    /// <summary>The connection was lost after the final dot: nobody knows whether the server has it (RFC 1047).</summary>
    Unsure,
}

/// <summary>An attempt to release a message to some of its recipients.</summary>
/// <param name="Detail">The server's reply, or what went wrong.</param>
/// <param name="By">Who asked for it: a user's name, for the record.</param>
internal sealed record QuarantineRelease(DateTimeOffset Time, IReadOnlyList<string> Recipients, ReleaseOutcome Outcome, string Detail, string By);
