namespace MailGate.Mail.Messages;

internal enum HeaderFromTokenKind
{
    /// <summary>A run of characters without white space and specials; dots are part of it.</summary>
    Atom,

    /// <summary>An encoded-word (RFC 2047), perhaps with specials in it that should have been encoded.</summary>
    EncodedWord,
    QuotedString,
    Comment,

    /// <summary>One of <c>&lt;&gt;@,;:[]</c>.</summary>
    Special,
}
