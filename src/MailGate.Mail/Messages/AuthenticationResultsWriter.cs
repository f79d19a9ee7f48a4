using MailGate.Mail.Addresses;

namespace MailGate.Mail.Messages;

/// <summary>
/// Writes Authentication-Results (RFC 8601 §2.2). Values may be an attacker's: they are quoted where a token will not do and left out where a
/// quoted-string will not do either; they never reach a comment or a line unescaped (ATTACKS A05, B02, B04).
/// </summary>
public static class AuthenticationResultsWriter
{
    private const int MaxValueLength = 255;

    /// <summary>The whole field with the CRLF that ends it; <c>none</c> without results. A result or property whose name is no keyword is left out.</summary>
    /// <param name="authservId">Our id.</param>
    /// <param name="results">What was found, in the order to write.</param>
    /// <exception cref="ArgumentException"><paramref name="authservId"/> cannot be written: it is configuration, not mail.</exception>
    public static string Write(string authservId, IReadOnlyList<AuthenticationResult> results) =>
        Build(new StructuredFieldBuilder(AuthenticationResults.FieldName), authservId, results).Build();

    /// <summary>The same as the value of another field: what follows the instance tag of ARC-Authentication-Results (RFC 8617 §4.1.1), folded, without a CRLF.</summary>
    /// <exception cref="ArgumentException"><paramref name="authservId"/> cannot be written.</exception>
    public static string WriteValue(string authservId, IReadOnlyList<AuthenticationResult> results)
    {
        const string name = "X";
        return Build(new StructuredFieldBuilder(name), authservId, results).Build()[(name.Length + 2)..^2];
    }

    private static StructuredFieldBuilder Build(StructuredFieldBuilder field, string authservId, IReadOnlyList<AuthenticationResult> results)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(authservId);
        ArgumentNullException.ThrowIfNull(results);
        if (!FieldText.IsPrintable(authservId) || authservId.Length > MaxValueLength)
        {
            throw new ArgumentException("an authserv-id is printable US-ASCII", nameof(authservId));
        }

        field.Word(FieldText.IsToken(authservId) ? authservId : FieldText.Quote(authservId));
        bool any = false;
        foreach (AuthenticationResult result in results)
        {
            if (IsKeyword(result.Method) && IsKeyword(result.Result))
            {
                field.Tight(";");
                Append(field, result);
                any = true;
            }
        }

        return any ? field : field.Tight(";").Word("none");
    }

    private static void Append(StructuredFieldBuilder field, AuthenticationResult result)
    {
        field.Line($"{result.Method}={result.Result}");
        if (!string.IsNullOrEmpty(result.Comment))
        {
            field.Comment(result.Comment);
        }

        if (!string.IsNullOrEmpty(result.Reason))
        {
            field.Word($"reason={FieldText.Quote(result.Reason)}");
        }

        foreach (AuthenticationProperty property in result.Properties)
        {
            if (IsKeyword(property.Type) && IsKeyword(property.Name) && FormatValue(property.Value) is { } value)
            {
                field.Word($"{property.Type}.{property.Name}={value}");
            }
        }
    }

    // pvalue = value / [ [ local-part ] "@" ] domain-name, where value is a token or a quoted-string (RFC 2045 §5.1).
    private static string? FormatValue(string value)
    {
        if (value.Length is 0 or > MaxValueLength || !FieldText.IsPrintable(value))
        {
            return null;
        }

        return FieldText.IsToken(value) || IsAddress(value) ? value : FieldText.Quote(value);
    }

    private static bool IsAddress(string value)
    {
        int at = value.LastIndexOf('@');
        // A dot-atom may hold "=" and "/", which readers of tokens trip over.
        return at >= 0 && (at == 0 || (FieldText.IsToken(value.AsSpan(0, at)) && FieldText.IsDotAtom(value.AsSpan(0, at)))) && Domain.TryParse(value.AsSpan(at + 1), out _);
    }

    // RFC 5321 §4.1.2: letters, digits and hyphens, not ending in a hyphen.
    private static bool IsKeyword(string text)
    {
        foreach (char c in text)
        {
            if (!char.IsAsciiLetterOrDigit(c) && c != '-')
            {
                return false;
            }
        }

        return text.Length > 0 && text[^1] != '-';
    }
}
