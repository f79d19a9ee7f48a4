using MailGate.Filtering.Pipeline.Facts;

namespace MailGate.Filtering.Rules.Expressions.Syntax;

/// <summary>A lexical element of an expression.</summary>
/// <param name="Text">As it was written; the name inside of the backquotes for a quoted identifier.</param>
/// <param name="Value">What a literal stands for. An integer literal beyond the signed range is an unsigned value, to be negated or refused.</param>
internal readonly record struct Token(TokenKind Kind, int Offset, string Text, FactValue Value = default);
