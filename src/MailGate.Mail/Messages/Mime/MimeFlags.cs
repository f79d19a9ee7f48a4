namespace MailGate.Mail.Messages.Mime;

/// <summary>
/// Facts about a message's or a part's structure. Most say that two readers could take the message differently (ATTACKS C01-C03);
/// MailGate reads the union of what they could see and reports the doubt here.
/// </summary>
[Flags]
public enum MimeFlags : ulong
{
    None = 0,

    /// <summary>Parts lie deeper than <see cref="MimeLimits.Depth"/>; the deepest is read as one leaf.</summary>
    TooDeep = 1UL << 0,

    /// <summary>More parts than <see cref="MimeLimits.Parts"/>; the last holds the rest.</summary>
    TooManyParts = 1UL << 1,

    /// <summary>A header section exceeds <see cref="MimeLimits.HeaderBytes"/>.</summary>
    HeaderTooLarge = 1UL << 2,

    /// <summary>A header section has more fields than <see cref="MimeLimits.HeaderFields"/>.</summary>
    TooManyHeaderFields = 1UL << 3,

    /// <summary>A field has more parameters than <see cref="MimeLimits.Parameters"/>.</summary>
    TooManyParameters = 1UL << 4,

    /// <summary>Two Content-Type fields.</summary>
    DuplicateContentType = 1UL << 5,

    /// <summary>A Content-Type that is not type/subtype with well-formed parameters (RFC 2045 §5.1).</summary>
    InvalidContentType = 1UL << 6,

    /// <summary>A comment inside the media type, which many readers do not skip.</summary>
    CommentInContentType = 1UL << 7,

    /// <summary>Two Content-Transfer-Encoding fields.</summary>
    DuplicateTransferEncoding = 1UL << 8,

    /// <summary>A Content-Transfer-Encoding that RFC 2045 does not know: misspelt, commented, with parameters, or as an encoded word.</summary>
    InvalidTransferEncoding = 1UL << 9,

    /// <summary>Two Content-Disposition fields.</summary>
    DuplicateContentDisposition = 1UL << 10,

    /// <summary>A parameter given more than once, or plainly and by RFC 2231 with different values.</summary>
    DuplicateParameter = 1UL << 11,

    /// <summary>A boundary that can be read in several ways: given twice, in pieces, with NUL, with blanks or quotes.</summary>
    AmbiguousBoundary = 1UL << 12,

    /// <summary>A multipart without a boundary.</summary>
    MissingBoundary = 1UL << 13,

    /// <summary>A boundary longer than 70 characters or with characters that RFC 2046 §5.1.1 does not allow.</summary>
    InvalidBoundary = 1UL << 14,

    /// <summary>A delimiter line on which something follows the boundary.</summary>
    BoundaryPrefix = 1UL << 15,

    /// <summary>A multipart in which no delimiter line stands.</summary>
    UndelimitedMultipart = 1UL << 16,

    /// <summary>A multipart without its closing delimiter.</summary>
    UnclosedMultipart = 1UL << 17,

    /// <summary>A part after the closing delimiter.</summary>
    PartAfterClose = 1UL << 18,

    /// <summary>A preamble that begins with a part's header.</summary>
    PartInPreamble = 1UL << 19,

    /// <summary>A part behind a delimiter line that no boundary declares.</summary>
    UndeclaredBoundary = 1UL << 20,

    /// <summary>A part's header that is ended by a delimiter and not by a blank line.</summary>
    HeaderWithoutBlankLine = 1UL << 21,

    /// <summary>A line in a header section that is no field.</summary>
    MalformedHeaderLine = 1UL << 22,

    /// <summary>A continuation line of nothing but white space, where some readers end the header.</summary>
    BlankContinuationLine = 1UL << 23,

    /// <summary>White space between a field's name and its colon.</summary>
    SpaceBeforeColon = 1UL << 24,

    /// <summary>NUL in a header section.</summary>
    NulInHeader = 1UL << 25,

    /// <summary>A multipart or message that is itself encoded (RFC 2045 §6.4 forbids it).</summary>
    EncodedContainer = 1UL << 26,

    /// <summary>Content fields in a message without MIME-Version.</summary>
    MissingMimeVersion = 1UL << 27,

    /// <summary>Two MIME-Version fields.</summary>
    DuplicateMimeVersion = 1UL << 28,

    /// <summary>An encoded word in a field that decides the structure (RFC 2047 §5 forbids it).</summary>
    EncodedWordInStructure = 1UL << 29,

    /// <summary>A delimiter of an enclosing multipart inside an unclosed inner one.</summary>
    BoundaryClash = 1UL << 30,

    /// <summary>message/partial: a piece of a message that nobody can judge alone (RFC 2046 §5.2.2).</summary>
    Partial = 1UL << 32,

    /// <summary>message/external-body: the content lies elsewhere (RFC 2046 §5.2.3).</summary>
    ExternalBody = 1UL << 33,

    /// <summary>S/MIME enveloped or opaque signed content (RFC 8551 §3.2).</summary>
    SmimeOpaque = 1UL << 34,

    /// <summary>multipart/encrypted (RFC 1847 §2.2).</summary>
    Encrypted = 1UL << 35,

    /// <summary>multipart/signed (RFC 1847 §2.1).</summary>
    Signed = 1UL << 36,

    /// <summary>A TNEF part (application/ms-tnef, winmail.dat).</summary>
    Tnef = 1UL << 37,

    /// <summary>Base64 that holds other characters, data after its padding, or a broken last group.</summary>
    MalformedBase64 = 1UL << 38,

    /// <summary>Quoted-printable with an equals sign that begins neither an octet nor a soft line break.</summary>
    MalformedQuotedPrintable = 1UL << 39,

    /// <summary>A charset that is not known, or text that is not in the charset it names.</summary>
    CharsetMismatch = 1UL << 40,

    /// <summary>Encoded containers nested deeper than is followed.</summary>
    EncodedTooDeep = 1UL << 41,

    /// <summary>An encoded message or multipart that is longer than is searched for parts.</summary>
    EncodedTooLong = 1UL << 42,

    /// <summary>Every fact that means two readers could see two messages.</summary>
    Ambiguous = DuplicateContentType | InvalidContentType | CommentInContentType | DuplicateTransferEncoding | InvalidTransferEncoding
        | DuplicateContentDisposition | DuplicateParameter | AmbiguousBoundary | MissingBoundary | InvalidBoundary | BoundaryPrefix
        | UndelimitedMultipart | UnclosedMultipart | PartAfterClose | PartInPreamble | UndeclaredBoundary | HeaderWithoutBlankLine
        | MalformedHeaderLine | BlankContinuationLine | SpaceBeforeColon | NulInHeader | EncodedContainer | MissingMimeVersion
        | DuplicateMimeVersion | EncodedWordInStructure | BoundaryClash,

    /// <summary>Every limit that was exceeded, so that not all of the message was read.</summary>
    Truncated = TooDeep | TooManyParts | HeaderTooLarge | TooManyHeaderFields | TooManyParameters | EncodedTooDeep | EncodedTooLong,
}
