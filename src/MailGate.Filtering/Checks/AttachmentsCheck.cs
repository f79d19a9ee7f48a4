using MailGate.Filtering.Pipeline;
using MailGate.Filtering.Pipeline.Facts;

namespace MailGate.Filtering.Checks;

/// <summary>The files that the message carries.</summary>
internal sealed class AttachmentsCheck : ICheck
{
    public string Name => "attachments";

    public Stage Stage => Stage.Message;

    public ValueTask RunAsync(MailContext context, CheckFindings findings, CancellationToken cancellationToken)
    {
        if (context.Message?.Content is not { } content)
        {
            findings.NoteTrouble("the content of the message was not read");
            return ValueTask.CompletedTask;
        }

        findings.Set(
            MailFacts.Attachments,
            FactValue.Of((IReadOnlyList<FactObject>)
            [
                .. content.Attachments.Select(attachment =>
                    new AttachmentFactObject(attachment, content.Texts.FirstOrDefault(text => text.Part == attachment.Part))),
            ]));
        return ValueTask.CompletedTask;
    }
}
