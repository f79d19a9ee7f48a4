namespace MailGate.Storage.Quarantine;

/// <summary>Why a message left the quarantine.</summary>
internal enum RemovalReason
{
    /// <summary>Somebody deleted it.</summary>
    Deleted,

    /// <summary>It was older than <c>quarantine.keep</c>.</summary>
    Age,

    /// <summary>The quarantine was larger than <c>quarantine.max_size</c>, and it was the oldest.</summary>
    Size,

    /// <summary>Its file had gone: something else than MailGate removed it.</summary>
    Missing,
}
