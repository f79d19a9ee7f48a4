using MailGate.Configuration.Sections;
using MailGate.Filtering.Pipeline;
using MailGate.Handling;
using MailGate.Handling.Policy;
using MailGate.Mail.Addresses;
using MailGate.Mail.Messages;
using MailGate.Mail.Messages.Mime;

namespace MailGate.Cli.Scanning;

/// <summary>Takes a stored message through the stages as a session would, without a session: what would the client have been told?</summary>
internal sealed class MessageScanner(PolicyEngine engine, ScanEnvelope envelope, LimitSettings limits, bool withFacts)
{
    /// <summary>Judges one message. Safe for several at once.</summary>
    public async Task<ScanReport> ScanAsync(StoredMessage message)
    {
        if (message.Problem is not null)
        {
            return ScanReport.Failed(message);
        }

        HeaderSection header = HeaderSection.Parse(message.Octets, limits.HeaderFields + 1);
        ScanReportBuilder report = new(message.Name);
        (MailContext context, StageResult result) = await JudgeEnvelopeAsync(header, report);
        if (VerdictReply.RefusalOf(result.Verdict) is not null)
        {
            return report.Build(context, result, limit: null, withFacts);
        }

        // Facts may read the message: it stays until the report is made.
        using MessageAnalysis analysis = engine.Pipeline.BeginMessage(context);
        analysis.Append(message.Octets.Span);
        analysis.Complete();
        context.SetMessage(analysis, new MemoryMessageBytes(message.Octets));
        result = await RunAsync(context, Stage.Message, report);
        return report.Build(context, result, HeaderLimits.Judge(header, limits), withFacts);
    }

    private async Task<(MailContext Context, StageResult Last)> JudgeEnvelopeAsync(HeaderSection header, ScanReportBuilder report)
    {
        MailContext context = engine.Begin(envelope.Client, "scan");
        StageResult result = await RunAsync(context, Stage.Connect, report);
        if (VerdictReply.RefusalOf(result.Verdict) is not null)
        {
            return (context, result);
        }

        context = context.WithHelo(envelope.Client, envelope.Helo);
        result = await RunAsync(context, Stage.Helo, report);
        if (VerdictReply.RefusalOf(result.Verdict) is not null)
        {
            return (context, result);
        }

        context = context.BeginMail(new MailEnvelope(envelope.ReversePathOf(header)), "scan");
        result = await RunAsync(context, Stage.Mail, report);
        return VerdictReply.RefusalOf(result.Verdict) is not null ? (context, result) : (context, await JudgeRecipientsAsync(context, header, report));
    }

    // The result of a recipient who was accepted, when there is one: then the message would be sent.
    private static StageResult Better(StageResult? first, StageResult second) =>
        first is not null && VerdictReply.RefusalOf(first.Verdict) is null ? first : second;

    private async Task<StageResult> JudgeRecipientsAsync(MailContext context, HeaderSection header, ScanReportBuilder report)
    {
        StageResult? best = null;
        foreach (Mailbox recipient in envelope.RecipientsOf(header))
        {
            context.BeginRecipient(recipient);
            StageResult result = await RunAsync(context, Stage.Rcpt, report);
            // Who must get another copy would get it in a transaction of its own: this one is that of the first.
            bool isOfThisCopy = context.Recipients.Count == 0 || context.PendingRecipient!.IsTreatedLike(context.Recipients[0]);
            context.EndRecipient(accepted: VerdictReply.RefusalOf(result.Verdict) is null && isOfThisCopy);
            best = Better(best, result);
        }

        return best!;
    }

    private async Task<StageResult> RunAsync(MailContext context, Stage stage, ScanReportBuilder report)
    {
        StageResult result = await engine.Pipeline.RunAsync(context, stage);
        report.Note(context, result);
        return result;
    }
}
