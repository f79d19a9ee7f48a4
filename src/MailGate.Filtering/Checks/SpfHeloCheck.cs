using MailGate.Filtering.Pipeline;
using MailGate.Filtering.Pipeline.Facts;
using MailGate.Mail.Spf;

namespace MailGate.Filtering.Checks;

/// <summary>SPF of the HELO name by itself (RFC 7208 §2.3).</summary>
internal sealed class SpfHeloCheck : ICheck
{
    public string Name => "spf_helo";

    public Stage Stage => Stage.Helo;

    public async ValueTask RunAsync(MailContext context, CheckFindings findings, CancellationToken cancellationToken)
    {
        SpfResult result = await context.Authentication.SpfHeloAsync().WaitAsync(cancellationToken);
        findings.Set(MailFacts.SpfHeloResult, result.Code.Word());
        if (result.Code == SpfResultCode.Temperror)
        {
            findings.NoteTrouble(result.Problem ?? "the DNS did not answer");
        }
    }

    public void Fail(CheckFindings findings) => findings.Set(MailFacts.SpfHeloResult, SpfResultCode.Temperror.Word());
}
