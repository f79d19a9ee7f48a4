namespace MailGate.Filtering.Rules;

/// <summary>The reply of a refusal.</summary>
/// <param name="Code">4xx or 5xx.</param>
/// <param name="EnhancedCode">RFC 3463, of the same class.</param>
/// <param name="Text">One line of printable US-ASCII.</param>
public sealed record PolicyReply(int Code, string EnhancedCode, string Text)
{
    /// <summary>As it is sent, without the line break.</summary>
    public override string ToString() => $"{Code} {EnhancedCode} {Text}";
}
