namespace MailGate.Smtp.Grammar;

/// <summary>Reply codes by their meaning (RFC 5321 §4.2.3, RFC 3207, RFC 4954, RFC 7504). Other codes of a downstream are passed on by number.</summary>
public enum ReplyCode
{
    HelpMessage = 214,
    ServiceReady = 220,
    ServiceClosing = 221,
    AuthenticationSucceeded = 235,
    Ok = 250,
    CannotVerify = 252,
    AuthenticationChallenge = 334,
    StartMailInput = 354,
    ServiceNotAvailable = 421,
    MailboxUnavailableTemporarily = 450,
    LocalError = 451,
    InsufficientStorage = 452,
    TemporaryAuthenticationFailure = 454,
    ParametersNotAccommodated = 455,
    SyntaxError = 500,
    ParameterSyntaxError = 501,
    CommandNotImplemented = 502,
    BadSequence = 503,
    ParameterNotImplemented = 504,
    AuthenticationRequired = 530,
    AuthenticationFailed = 535,
    EncryptionRequired = 538,
    MailboxUnavailable = 550,
    ExceededStorage = 552,
    MailboxNameNotAllowed = 553,
    TransactionFailed = 554,
    ParametersNotRecognized = 555,
}
