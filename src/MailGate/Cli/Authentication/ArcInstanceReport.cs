using MailGate.Mail.Arc;

namespace MailGate.Cli.Authentication;

/// <summary>One set of an ARC chain as it is printed.</summary>
/// <param name="Instance">i=.</param>
/// <param name="Domain">d= of the seal.</param>
/// <param name="Selector">s= of the seal.</param>
/// <param name="Cv">cv= of the seal.</param>
/// <param name="SignatureDomain">d= of the message signature.</param>
/// <param name="SealedAt">t= of the seal.</param>
/// <param name="AuthenticationResults">What the sealer found.</param>
internal sealed record ArcInstanceReport(
    int Instance, string? Domain, string? Selector, string? Cv, string? SignatureDomain, DateTimeOffset? SealedAt, string AuthenticationResults)
{
    public static ArcInstanceReport Of(ArcInstance instance) => new(
        instance.Instance, instance.Domain?.Ascii, instance.Selector, instance.ChainStatus?.ToWord(), instance.SignatureDomain?.Ascii, instance.SealedAt,
        instance.AuthenticationResults);
}
