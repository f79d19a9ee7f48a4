namespace MailGate.Mail.Spf;

/// <summary>One piece of a macro-string (RFC 7208 §7.1): a literal, or a macro with its transformers.</summary>
/// <param name="Literal">Literal text, with <c>%%</c>, <c>%_</c> and <c>%-</c> already replaced; null for a macro.</param>
/// <param name="Letter">The macro letter in lower case.</param>
/// <param name="Parts">How many right-hand parts to keep; 0 keeps all.</param>
/// <param name="Reverse">Whether the parts are reversed.</param>
/// <param name="Delimiters">Where the value is split; empty splits at dots when a transformer asks for parts.</param>
/// <param name="UrlEscape">Whether the letter was upper case.</param>
internal readonly record struct SpfMacro(string? Literal, char Letter = '\0', int Parts = 0, bool Reverse = false, string Delimiters = "", bool UrlEscape = false);
