namespace MailGate.Mail.Messages;

/// <summary>A lexical token of an address list (RFC 5322 §3.2).</summary>
/// <param name="Kind">What it is.</param>
/// <param name="Start">Where it starts in the text.</param>
/// <param name="End">Where it ends: equal to the next token's start when nothing stands between.</param>
/// <param name="Text">Its content: unquoted for a quoted-string, without parentheses for a comment.</param>
internal readonly record struct HeaderFromToken(HeaderFromTokenKind Kind, int Start, int End, string Text)
{
    public bool Is(char special) => Kind == HeaderFromTokenKind.Special && Text[0] == special;
}
