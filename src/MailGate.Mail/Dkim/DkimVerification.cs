namespace MailGate.Mail.Dkim;

/// <summary>The DKIM signatures of one message.</summary>
/// <param name="Signatures">One result for each signature that was read, from top to bottom.</param>
/// <param name="SkippedSignatures">Signatures beyond <see cref="DkimOptions.MaxSignatures"/>, not read.</param>
public sealed record DkimVerification(IReadOnlyList<DkimSignatureResult> Signatures, int SkippedSignatures)
{
    /// <summary>
    /// The message's result: <c>pass</c> when any signature passed, else <c>temperror</c> when one may yet (RFC 6376 §6.1), else the
    /// result that says most; <c>none</c> without signatures.
    /// </summary>
    public DkimResult Result
    {
        get
        {
            ReadOnlySpan<DkimResult> order =
                [DkimResult.Pass, DkimResult.TempError, DkimResult.Fail, DkimResult.PermError, DkimResult.Policy, DkimResult.Neutral];
            foreach (DkimResult result in order)
            {
                foreach (DkimSignatureResult signature in Signatures)
                {
                    if (signature.Result == result)
                    {
                        return result;
                    }
                }
            }

            return DkimResult.None;
        }
    }
}
