using MailGate.Filtering.Pipeline;
using MailGate.Filtering.Pipeline.Facts;
using MailGate.Mail.Dmarc;

namespace MailGate.Filtering.Checks;

/// <summary>DMARC of the message's author (RFC 9989).</summary>
internal sealed class DmarcCheck : ICheck
{
    public string Name => "dmarc";

    public Stage Stage => Stage.Message;

    public async ValueTask RunAsync(MailContext context, CheckFindings findings, CancellationToken cancellationToken)
    {
        DmarcResult result = await context.Authentication.DmarcAsync().WaitAsync(cancellationToken);
        findings.Set(MailFacts.DmarcResult, result.Code.Word());
        findings.Set(MailFacts.DmarcPolicy, result.Policy?.Word());
        findings.Set(MailFacts.DmarcDomain, result.AuthorDomain?.Ascii);
        findings.Set(MailFacts.DmarcOrgDomain, result.OrganizationalDomain?.Ascii);
        findings.Set(MailFacts.DmarcAlignedBy, FactValue.Of(AlignedBy(result.AlignedBy)));
        findings.Set(MailFacts.DmarcTesting, result.Record?.IsTesting == true);
        if (result.Code == DmarcResultCode.Temperror)
        {
            findings.NoteTrouble(result.Reason);
        }
    }

    public void Fail(CheckFindings findings) => findings.Set(MailFacts.DmarcResult, DmarcResultCode.Temperror.Word());

    private static IReadOnlyList<string> AlignedBy(DmarcAlignedBy aligned)
    {
        List<string> mechanisms = new(2);
        if (aligned.HasFlag(DmarcAlignedBy.Spf))
        {
            mechanisms.Add("spf");
        }

        if (aligned.HasFlag(DmarcAlignedBy.Dkim))
        {
            mechanisms.Add("dkim");
        }

        return mechanisms;
    }
}
