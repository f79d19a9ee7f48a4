namespace MailGate.Mail.Messages.Mime;

/// <summary>How a part's octets are encoded (RFC 2045 §6), with the two encodings from before MIME that mail still carries.</summary>
public enum TransferEncoding
{
    /// <summary>7bit, 8bit, binary, or nothing that is known: the octets are the content.</summary>
    Identity,
    Base64,
    QuotedPrintable,
    UuEncode,
    YEnc,
}
