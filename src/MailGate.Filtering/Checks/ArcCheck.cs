using MailGate.Filtering.Pipeline;
using MailGate.Filtering.Pipeline.Facts;
using MailGate.Mail.Arc;

namespace MailGate.Filtering.Checks;

/// <summary>The ARC chain of the message, and whether it is to be believed.</summary>
internal sealed class ArcCheck : ICheck
{
    public string Name => "arc";

    public Stage Stage => Stage.Message;

    public async ValueTask RunAsync(MailContext context, CheckFindings findings, CancellationToken cancellationToken)
    {
        ArcVerification? chain = (await context.Authentication.VerifySignaturesAsync().WaitAsync(cancellationToken)).Arc;
        if (chain is null)
        {
            findings.NoteTrouble("the body was not hashed");
            Fail(findings);
            return;
        }

        findings.Set(MailFacts.ArcResult, chain.IsTemporaryFailure ? "temperror" : chain.Result.ToWord());
        findings.Set(
            MailFacts.ArcSealers,
            FactValue.Of((IReadOnlyList<string>)[.. chain.Instances.Reverse().Select(instance => instance.Domain?.Ascii ?? "")]));
        findings.Set(MailFacts.ArcTrusted, await context.Authentication.IsArcTrustedAsync().WaitAsync(cancellationToken));
        if (chain.IsTemporaryFailure)
        {
            findings.NoteTrouble("a key of the chain could not be fetched");
        }
    }

    public void Fail(CheckFindings findings)
    {
        findings.Set(MailFacts.ArcResult, "temperror");
        findings.Set(MailFacts.ArcTrusted, false);
    }
}
