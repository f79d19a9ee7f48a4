namespace MailGate.Smtp.Transport;

/// <summary>What a <see cref="DataReader"/> has come to.</summary>
public enum DataStatus
{
    /// <summary>All input is used and the message goes on.</summary>
    More,

    /// <summary>CRLF.CRLF was read: what follows is the next command.</summary>
    EndOfData,

    /// <summary>A CR without LF.</summary>
    BareCarriageReturn,

    /// <summary>An LF without CR.</summary>
    BareLineFeed,

    /// <summary>An octet of value zero.</summary>
    Nul,

    /// <summary>A line longer than the limit.</summary>
    LineTooLong,
}
