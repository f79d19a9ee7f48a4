using System.Text;
using MailGate.Filtering.Pipeline;
using MailGate.Filtering.Rewriting;
using MailGate.Filtering.Rules;
using MailGate.Mail.Authentication;
using MailGate.Mail.Messages;
using MailGate.Mail.Spf;
using MailGate.Smtp.Spool;

namespace MailGate.Handling.Policy;

/// <summary>
/// Makes the message that goes on: from top to bottom our Received field, the ARC set, our DKIM signature, Authentication-Results and what rules add, then the
/// message as it came. All edits are done or none (ATTACKS D04).
/// </summary>
internal static class MessageComposer
{
    /// <summary>The message, or null with the reason when an edit cannot be done: the client is then told to try again.</summary>
    public static async ValueTask<(OutgoingMessage? Message, string? Problem)> ComposeAsync(
        PolicyEngine engine, MailContext context, Verdict verdict, byte[] received, MessageSpool spool, DateTimeOffset now)
    {
        MessageAnalysis analysis = context.Message!;
        HeaderSection header = analysis.Header!;
        AuthenticationReport report = await context.Authentication.ReportAsync();
        List<HeaderEdit> edits = [.. engine.HeaderEdits];
        edits.AddRange(OutgoingHeader.Edits(context, verdict, engine.AuthenticationChecks.Count > 0 ? report : null, engine.Header));
        if (engine.WritesReceivedSpf && report.Spf is { } spf)
        {
            SpfRequest request = new(context.Client.Address, context.HeloName, context.Envelope?.ReversePath.ToString() ?? "");
            edits.Add(new HeaderEdit.AddField(Encoding.ASCII.GetBytes(ReceivedSpf.Write(request, spf, engine.Header.AuthservId))));
        }

        byte[] original = new byte[header.BodyOffset];
        if (spool.Read(0, original) != original.Length)
        {
            return (null, "the message could not be read back");
        }

        if (!HeaderEditor.TryApply(header, edits, engine.HeaderLimits, out EditedHeader? edited, out HeaderEditError? error))
        {
            return (null, error.ToString());
        }

        byte[] head = edited.ToArray(original);
        byte[] signatures = Sign(engine, context, report, head, analysis, now);
        return (new OutgoingMessage([.. received, .. signatures, .. head], spool, original.Length), null);
    }

    // RFC 8617 §5.1: the seal covers the message with our DKIM signature; both come after all edits.
    private static byte[] Sign(PolicyEngine engine, MailContext context, AuthenticationReport report, byte[] head, MessageAnalysis analysis, DateTimeOffset now)
    {
        if (!engine.Signing.IsConfigured || analysis.Verifier is not { } verifier)
        {
            return [];
        }

        byte[] signed = [];
        // Only who may send as the domain gets its signature: our own clients.
        if (context.Client is { IsTrusted: true } or { Login: not null } && engine.Signing.SignerOf(report.From?.Domain) is { } signer
            && signer.TrySign(HeaderSection.Parse(head), verifier.Body, now, out byte[]? fields, out _))
        {
            signed = fields;
        }

        byte[] withSignature = [.. signed, .. head];
        return engine.Signing.Sealer is { } sealer && report.Arc is { } chain
            && sealer.TrySeal(HeaderSection.Parse(withSignature), verifier.Body, chain, AuthenticationValue(report, engine.Header.AuthservId), now, out byte[]? seal, out _)
            ? [.. seal, .. signed]
            : signed;
    }

    private static string AuthenticationValue(AuthenticationReport report, string authservId) =>
        AuthenticationResultsWriter.WriteValue(authservId.Length > 0 ? authservId : "localhost", report.ToResults());
}
