namespace MailGate.Smtp.Session;

/// <summary>Where a session stands (RFC 5321 §4.1.4).</summary>
internal enum SessionState
{
    /// <summary>Greeted, no EHLO or HELO yet.</summary>
    Connected,

    /// <summary>EHLO or HELO was accepted; no transaction.</summary>
    Ready,

    /// <summary>MAIL was accepted; no recipient yet.</summary>
    InMail,

    /// <summary>At least one recipient was accepted.</summary>
    InRcpt,

    /// <summary>Chunks of a message have come by BDAT; only BDAT or RSET may follow (RFC 3030 §2).</summary>
    InBdat,
}
