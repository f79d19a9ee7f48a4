using MailGate.Mail.Messages;

namespace MailGate.Mail.Spf;

/// <summary>Makes text that others wrote fit for results.</summary>
internal static class SpfText
{
    private const int MaxCharacters = 500;

    /// <summary>The text as visible US-ASCII and spaces (RFC 7208 §6.2), everything else a question mark, at most 500 characters.</summary>
    public static string Clean(string text) => FieldText.Printable(text, MaxCharacters);
}
