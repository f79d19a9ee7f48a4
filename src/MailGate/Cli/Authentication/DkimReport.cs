using MailGate.Mail.Dkim;

namespace MailGate.Cli.Authentication;

/// <summary>The DKIM signatures of a message as they are printed.</summary>
internal sealed record DkimReport(string Result, IReadOnlyList<DkimSignatureReport> Signatures, int Skipped, IReadOnlyList<DnsLookup> Lookups)
{
    public static DkimReport Of(DkimVerification verification, IReadOnlyList<DnsLookup> lookups) =>
        new(verification.Result.ToWord(), [.. verification.Signatures.Select(DkimSignatureReport.Of)], verification.SkippedSignatures, lookups);

    public static void Print(Output output, IReadOnlyList<DkimSignatureReport> signatures, int skipped)
    {
        if (signatures.Count == 0)
        {
            output.Line("DKIM none: the message has no DKIM-Signature");
        }

        foreach (DkimSignatureReport signature in signatures)
        {
            signature.Print(output);
        }

        if (skipped > 0)
        {
            output.Line($"{skipped} more signatures were not read");
        }
    }
}
