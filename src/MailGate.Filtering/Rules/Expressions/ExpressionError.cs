namespace MailGate.Filtering.Rules.Expressions;

/// <summary>What is wrong in an expression, and where.</summary>
/// <param name="Offset">Characters before the place in the expression's text.</param>
/// <param name="Message">For the rule's author; names the nearest known name where one was mistyped.</param>
public readonly record struct ExpressionError(int Offset, string Message);
