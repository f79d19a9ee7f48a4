using MailGate.Mail.Dkim;

namespace MailGate.Cli.Authentication;

/// <summary>One DKIM signature as it is printed.</summary>
internal sealed record DkimSignatureReport
{
    public required string Result { get; init; }

    public string? Domain { get; init; }

    public string? Selector { get; init; }

    public string? Algorithm { get; init; }

    public required string Reason { get; init; }

    public string? Identity { get; init; }

    public int KeyBits { get; init; }

    public bool Testing { get; init; }

    public long? BodyLength { get; init; }

    public bool CoversWholeBody { get; init; }

    public bool AuthenticatesDomain { get; init; }

    public DateTimeOffset? SignedAt { get; init; }

    public DateTimeOffset? ExpiresAt { get; init; }

    public required IReadOnlyList<string> SignedFields { get; init; }

    public static DkimSignatureReport Of(DkimSignatureResult signature) => new()
    {
        Result = signature.Result.ToWord(),
        Domain = signature.Domain?.Ascii,
        Selector = signature.Selector,
        Algorithm = signature.Algorithm,
        Reason = signature.Reason,
        Identity = signature.Identity,
        KeyBits = signature.KeyBits,
        Testing = signature.IsTesting,
        BodyLength = signature.BodyLength,
        CoversWholeBody = signature.CoversWholeBody,
        AuthenticatesDomain = signature.AuthenticatesDomain,
        SignedAt = signature.SignedAt,
        ExpiresAt = signature.ExpiresAt,
        SignedFields = signature.SignedFields,
    };

    public void Print(Output output)
    {
        output.Line($"DKIM {Result}: {Domain ?? "no readable domain"}: {Reason}");
        output.Fact("key", Selector is null || Domain is null ? null : $"{Selector}._domainkey.{Domain}");
        output.Fact("algorithm", KeyBits > 0 ? $"{Algorithm}, {KeyBits} bits" : Algorithm);
        output.Fact("identity", Identity == $"@{Domain}" ? null : Identity);
        output.Fact("signed fields", string.Join(", ", SignedFields.Select(name => name.ToLowerInvariant()).Distinct()));
        output.Fact("signed at", SignedAt is { } signed ? Time(signed) : null);
        output.Fact("expires at", ExpiresAt is { } expires ? Time(expires) : null);
        if (!CoversWholeBody && BodyLength is { } length)
        {
            output.Fact("note", $"l={length} leaves out a part of the body, which anybody may have added; it counts for nothing in DMARC");
        }

        if (Testing)
        {
            output.Fact("note", "the key says t=y: the domain is testing");
        }
    }

    private static string Time(DateTimeOffset time) => FormattableString.Invariant($"{time:yyyy-MM-dd HH:mm:ss} UTC");
}
