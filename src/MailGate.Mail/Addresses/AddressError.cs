namespace MailGate.Mail.Addresses;

/// <summary>Why something is no address.</summary>
public enum AddressError
{
    /// <summary>It is one.</summary>
    None,

    /// <summary>No angle brackets around it.</summary>
    MissingBrackets,

    /// <summary>The local-part breaks the grammar.</summary>
    BadLocalPart,

    /// <summary>The local-part is longer than this program takes.</summary>
    LocalPartTooLong,

    /// <summary>There is no at-sign or nothing behind it.</summary>
    MissingDomain,

    /// <summary>The domain breaks the grammar or is too long.</summary>
    BadDomain,

    /// <summary>The address literal names no IPv4 or IPv6 address.</summary>
    BadAddressLiteral,

    /// <summary>The source route breaks the grammar.</summary>
    BadSourceRoute,

    /// <summary>It has octets over 127 and the client did not say SMTPUTF8 (RFC 6531 §3.3).</summary>
    NotAscii,

    /// <summary>The octets over 127 are not well-formed UTF-8.</summary>
    BadUtf8,

    /// <summary>Something stands behind the closing bracket without a space.</summary>
    TrailingOctets,
}
