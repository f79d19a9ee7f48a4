using System.Text;

namespace MailGate.Smtp.Client;

/// <summary>Our side of SASL PLAIN (RFC 4616) and LOGIN (draft-murchison-sasl-login) for a configured user.</summary>
internal sealed class PasswordDialogue(string userName, string password)
{
    private int _challenges;

    /// <summary>The mechanism to use of those offered, or null.</summary>
    public static string? Choose(IReadOnlyList<string> offered) => offered.Contains("PLAIN") ? "PLAIN" : offered.Contains("LOGIN") ? "LOGIN" : null;

    /// <summary>What goes with the AUTH command, in base64, or null.</summary>
    public string? InitialResponse(string mechanism) => mechanism == "PLAIN" ? Base64($"\0{userName}\0{password}") : null;

    /// <summary>Answers LOGIN's two questions; null for a third.</summary>
    public ValueTask<string?> AnswerAsync(string challenge, CancellationToken cancellationToken) => new(++_challenges switch
    {
        1 => Base64(userName),
        2 => Base64(password),
        _ => null,
    });

    private static string Base64(string text) => Convert.ToBase64String(Encoding.UTF8.GetBytes(text));
}
