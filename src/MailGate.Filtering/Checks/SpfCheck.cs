using MailGate.Filtering.Pipeline;
using MailGate.Filtering.Pipeline.Facts;
using MailGate.Mail.Spf;

namespace MailGate.Filtering.Checks;

/// <summary>SPF of MAIL FROM, or of the HELO name where the reverse-path is null (RFC 7208 §2.4).</summary>
internal sealed class SpfCheck : ICheck
{
    public string Name => "spf";

    public Stage Stage => Stage.Mail;

    public async ValueTask RunAsync(MailContext context, CheckFindings findings, CancellationToken cancellationToken)
    {
        SpfResult result = await context.Authentication.SpfAsync().WaitAsync(cancellationToken);
        findings.Set(MailFacts.SpfResult, result.Code.Word());
        findings.Set(MailFacts.SpfDomain, result.Domain?.Ascii);
        findings.Set(MailFacts.SpfMechanism, result.Mechanism);
        if (result.Code == SpfResultCode.Temperror)
        {
            findings.NoteTrouble(result.Problem ?? "the DNS did not answer");
        }
    }

    public void Fail(CheckFindings findings) => findings.Set(MailFacts.SpfResult, SpfResultCode.Temperror.Word());
}
