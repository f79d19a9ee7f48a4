namespace MailGate.Smtp.Grammar;

/// <summary>The parameters of RCPT.</summary>
public sealed record RcptParameters
{
    /// <summary>None given.</summary>
    public static RcptParameters None { get; } = new();

    /// <summary>NOTIFY as given, in capitals: NEVER, or a list of SUCCESS, FAILURE, DELAY (RFC 3461 §4.1), or null.</summary>
    public string? Notify { get; init; }

    /// <summary>ORCPT as given: address type, semicolon, xtext (RFC 3461 §4.2), or null.</summary>
    public string? OriginalRecipient { get; init; }
}
