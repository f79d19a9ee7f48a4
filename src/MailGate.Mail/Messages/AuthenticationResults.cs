using System.Diagnostics.CodeAnalysis;

namespace MailGate.Mail.Messages;

/// <summary>The value of an Authentication-Results header field (RFC 8601 §2.2).</summary>
/// <param name="AuthservId">Who says so, unquoted and as spelled.</param>
/// <param name="Results">The results; empty for <c>none</c>.</param>
public sealed record AuthenticationResults(string AuthservId, IReadOnlyList<AuthenticationResult> Results)
{
    /// <summary>The header field's name.</summary>
    public const string FieldName = "Authentication-Results";

    /// <summary>The version, null without one.</summary>
    public string? Version { get; init; }

    /// <summary>
    /// Reads the octets after the field name's colon. False for what breaks the grammar; an empty result and a last semicolon, which
    /// occur, are read.
    /// </summary>
    public static bool TryParse(ReadOnlySpan<byte> value, [NotNullWhen(true)] out AuthenticationResults? results) =>
        TryParse(HeaderText.Unfold(value), out results);

    /// <summary>Reads the unfolded value; ARC-Authentication-Results has an instance tag before it (RFC 8617 §4.1.1), which the caller takes off.</summary>
    public static bool TryParse(string value, [NotNullWhen(true)] out AuthenticationResults? results)
    {
        ArgumentNullException.ThrowIfNull(value);
        return new AuthenticationResultsParser(value).TryParse(out results);
    }
}
