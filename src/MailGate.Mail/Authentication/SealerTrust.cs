using MailGate.Mail.Addresses;
using MailGate.Mail.Arc;
using MailGate.Mail.Messages;

namespace MailGate.Mail.Authentication;

/// <summary>What a chain of ARC seals is worth (RFC 8617 §7.2.1): as much as one trusts those who sealed.</summary>
internal static class SealerTrust
{
    /// <summary>
    /// True when the chain passes and a trusted sealer recorded a DMARC pass for this author. From the newest seal down, each must be trusted: whoever
    /// sealed later could have changed everything below.
    /// </summary>
    public static bool SaysDmarcPassed(ArcVerification chain, IReadOnlySet<Domain> trusted, Domain author)
    {
        if (chain.Result != ArcResult.Pass)
        {
            return false;
        }

        for (int i = chain.Instances.Count - 1; i >= 0; i--)
        {
            ArcInstance instance = chain.Instances[i];
            // The message signature carries what was found; it must be the same custodian's.
            if (instance.Domain is not { } sealer || !trusted.Contains(sealer) || !sealer.Equals(instance.SignatureDomain))
            {
                return false;
            }

            if (SaysDmarcPassed(instance.AuthenticationResults, author))
            {
                return true;
            }
        }

        return false;
    }

    private static bool SaysDmarcPassed(string payload, Domain author) =>
        AuthenticationResults.TryParse(payload, out AuthenticationResults? results)
        && results.Results.Any(result => result is { Method: "dmarc", Result: "pass" }
            && Domain.TryParse(result.Find("header", "from"), out Domain? from) && from.Equals(author));
}
