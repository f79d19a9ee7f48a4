namespace MailGate.Smtp.Session;

/// <summary>What came of reading a line.</summary>
internal enum LineStatus
{
    /// <summary>A line is there.</summary>
    Line,

    /// <summary>A line longer than the limit has been skipped whole.</summary>
    TooLong,

    /// <summary>A line that does not end, far beyond the limit.</summary>
    Endless,

    /// <summary>A line ended with LF alone.</summary>
    BareLineFeed,

    /// <summary>The first octets are those of TLS or of HTTP: somebody has the wrong port, or attacks a browser through us (ALPACA).</summary>
    OtherProtocol,

    /// <summary>The client closed the connection.</summary>
    Closed,

    /// <summary>The session itself asked the read to end: a deadline, or the server stops.</summary>
    Interrupted,
}
