namespace MailGate.Mail.Dns;

/// <summary>How a message relates to a query.</summary>
internal enum ReplyMatch
{
    /// <summary>It does not answer it: late, forged, or noise.</summary>
    Foreign,

    /// <summary>Only the letters' case of the question differs: a forgery, or a server that folds case.</summary>
    OtherCase,

    /// <summary>It answers it.</summary>
    Ours,
}
