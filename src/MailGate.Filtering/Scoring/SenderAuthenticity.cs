using MailGate.Filtering.Pipeline;
using MailGate.Filtering.Scoring.Features;
using MailGate.Mail.Dmarc;

namespace MailGate.Filtering.Scoring;

/// <summary>
/// What authentication adds to a score. Training mail has none, so these weights are set, not learnt, and nothing known means nothing added. Spam
/// authenticates too: a pass is worth little, and nothing where anybody gets an address.
/// </summary>
internal static class SenderAuthenticity
{
    private const double Pass = -0.5;
    private const double Fail = 0.7;
    private const double FailAgainstPolicy = 1.5;

    /// <summary>Log-odds to add. Asks for DMARC only where signatures are verified anyway, so that scoring costs no query of its own.</summary>
    public static async ValueTask<double> LogOddsAsync(MailContext context)
    {
        if (context.Message?.Verifier is null)
        {
            return 0;
        }

        DmarcResult dmarc = await context.Authentication.DmarcAsync();
        return dmarc.Code switch
        {
            DmarcResultCode.Pass => context.Authentication.From?.Domain is { } domain && KnownNames.IsFreemail(OrganizationalName.Of(domain.Ascii)) ? 0 : Pass,
            DmarcResultCode.Fail => dmarc.Policy is DmarcPolicy.Reject or DmarcPolicy.Quarantine ? FailAgainstPolicy : Fail,
            _ => 0,
        };
    }
}
