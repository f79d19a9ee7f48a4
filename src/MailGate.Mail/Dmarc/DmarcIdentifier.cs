using MailGate.Mail.Addresses;
using MailGate.Mail.Dkim;
using MailGate.Mail.Spf;

namespace MailGate.Mail.Dmarc;

/// <summary>A domain that SPF or a DKIM signature speaks for.</summary>
/// <param name="Status">What the mechanism found.</param>
/// <param name="Domain">The domain that SPF checked, or the signature's d= tag.</param>
/// <param name="CoversWholeBody">False for a signature whose l= tag leaves a part of the body unsigned (ATTACKS B05).</param>
public sealed record DmarcIdentifier(DmarcIdentifierStatus Status, Domain Domain, bool CoversWholeBody = true)
{
    /// <summary>The identifier of an SPF check; null when it had no domain to check.</summary>
    public static DmarcIdentifier? From(SpfResult result)
    {
        ArgumentNullException.ThrowIfNull(result);
        return result.Domain is null ? null : new DmarcIdentifier(ToStatus(result.Code), result.Domain);
    }

    /// <summary>The identifier of a DKIM signature; null when its d= could not be read.</summary>
    public static DmarcIdentifier? From(DkimSignatureResult signature)
    {
        ArgumentNullException.ThrowIfNull(signature);
        DmarcIdentifierStatus status = signature.Result switch
        {
            DkimResult.Pass => DmarcIdentifierStatus.Pass,
            DkimResult.TempError => DmarcIdentifierStatus.Temperror,
            _ => DmarcIdentifierStatus.NotAuthenticated,
        };
        // The verifier's own settings may let a signature leave out some of the body.
        return signature.Domain is null ? null : new DmarcIdentifier(status, signature.Domain, signature.CoversWholeBody || signature.AuthenticatesDomain);
    }

    private static DmarcIdentifierStatus ToStatus(SpfResultCode code) => code switch
    {
        SpfResultCode.Pass => DmarcIdentifierStatus.Pass,
        SpfResultCode.Temperror => DmarcIdentifierStatus.Temperror,
        _ => DmarcIdentifierStatus.NotAuthenticated,
    };
}
