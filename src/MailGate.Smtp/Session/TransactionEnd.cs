namespace MailGate.Smtp.Session;

/// <summary>How a transaction ended.</summary>
public enum TransactionEnd
{
    /// <summary>The message was taken over by the handler and answered, positively or not.</summary>
    Answered,

    /// <summary>RSET, EHLO, QUIT or a new start.</summary>
    Reset,

    /// <summary>The message was refused while it came in: too large, bad line ends, no room.</summary>
    Refused,

    /// <summary>The client went away or was too slow.</summary>
    Aborted,
}
