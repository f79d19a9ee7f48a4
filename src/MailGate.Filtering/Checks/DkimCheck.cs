using MailGate.Filtering.Pipeline;
using MailGate.Filtering.Pipeline.Facts;
using MailGate.Mail.Dkim;

namespace MailGate.Filtering.Checks;

/// <summary>The DKIM signatures of the message.</summary>
internal sealed class DkimCheck : ICheck
{
    public string Name => "dkim";

    public Stage Stage => Stage.Message;

    public async ValueTask RunAsync(MailContext context, CheckFindings findings, CancellationToken cancellationToken)
    {
        DkimVerification? verification = (await context.Authentication.VerifySignaturesAsync().WaitAsync(cancellationToken)).Dkim;
        if (verification is null)
        {
            findings.NoteTrouble("the body was not hashed");
            Fail(findings);
            return;
        }

        // ATTACKS B05: a signature that leaves a part of the body unsigned vouches for no domain.
        List<DkimSignatureResult> vouching = [.. verification.Signatures.Where(signature => signature.AuthenticatesDomain)];
        findings.Set(MailFacts.DkimResult, verification.Result.ToWord());
        findings.Set(MailFacts.DkimDomains, FactValue.Of((IReadOnlyList<string>)[.. vouching.Select(signature => signature.Domain?.Ascii ?? "")]));
        findings.Set(MailFacts.DkimSelectors, FactValue.Of((IReadOnlyList<string>)[.. vouching.Select(signature => signature.Selector ?? "")]));
        findings.Set(MailFacts.DkimSignatures, FactValue.Of((IReadOnlyList<FactObject>)[.. verification.Signatures.Select(ToFact)]));
        if (verification.Result == DkimResult.TempError)
        {
            findings.NoteTrouble("a key could not be fetched");
        }
    }

    public void Fail(CheckFindings findings) => findings.Set(MailFacts.DkimResult, DkimResult.TempError.ToWord());

    private static FactRecord ToFact(DkimSignatureResult signature) => new FactRecord(DkimSignatureFact.Type)
        .Set(DkimSignatureFact.Result, FactValue.Of(signature.Result.ToWord()))
        .Set(DkimSignatureFact.Domain, FactValue.Of(signature.Domain?.Ascii ?? ""))
        .Set(DkimSignatureFact.Selector, FactValue.Of(signature.Selector ?? ""))
        .Set(DkimSignatureFact.Algorithm, FactValue.Of(signature.Algorithm ?? ""))
        .Set(DkimSignatureFact.Reason, FactValue.Of(signature.Result == DkimResult.Pass ? "" : signature.Reason))
        .Set(DkimSignatureFact.WholeBody, FactValue.Of(signature.CoversWholeBody));
}
