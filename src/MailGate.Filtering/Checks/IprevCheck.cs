using MailGate.Filtering.Pipeline;
using MailGate.Filtering.Pipeline.Facts;
using MailGate.Mail.Iprev;

namespace MailGate.Filtering.Checks;

/// <summary>Whether the client's address has a name that leads back to it (RFC 8601 §3).</summary>
internal sealed class IprevCheck : ICheck
{
    public string Name => "iprev";

    public Stage Stage => Stage.Connect;

    public async ValueTask RunAsync(MailContext context, CheckFindings findings, CancellationToken cancellationToken)
    {
        IprevResult result = await context.Authentication.Client.IprevAsync().WaitAsync(cancellationToken);
        findings.Set(MailFacts.IprevResult, result.Code.Word());
        findings.Set(MailFacts.IprevHostname, result.Hostname?.Ascii);
        if (result.Code == IprevResultCode.Temperror)
        {
            findings.NoteTrouble("the DNS did not answer for the client's name");
        }
        else
        {
            findings.Set(MailFacts.ClientHostname, result.VerifiedHostname?.Ascii);
        }
    }

    public void Fail(CheckFindings findings) => findings.Set(MailFacts.IprevResult, "temperror");
}
