using System.Text;
using MailGate.Filtering.Pipeline;
using MailGate.Filtering.Pipeline.Facts;
using MailGate.Mail.Messages;
using MailGate.Mail.Messages.Html;

namespace MailGate.Filtering.Checks;

/// <summary>What the message says.</summary>
internal sealed class TextCheck : ICheck
{
    private const int MaxCharacters = 512 * 1024;

    public string Name => "text";

    public Stage Stage => Stage.Message;

    public ValueTask RunAsync(MailContext context, CheckFindings findings, CancellationToken cancellationToken)
    {
        if (context.Message?.Content is not { } content)
        {
            findings.NoteTrouble("the content of the message was not read");
            return ValueTask.CompletedTask;
        }

        StringBuilder plain = new(), shown = new();
        long hidden = 0;
        long remoteImages = 0;
        bool hasForm = false;
        bool isOverLimit = false;
        foreach (TextPart text in content.Texts.Where(text => !text.IsAttachment))
        {
            isOverLimit |= text.IsTruncated;
            if (text.Html is not { } html)
            {
                Append(plain, text.Text);
                continue;
            }

            Append(shown, html.Text);
            hidden += html.HiddenLength;
            hasForm |= html.Flags.HasFlag(HtmlFlags.Form);
            remoteImages += html.Flags.HasFlag(HtmlFlags.RemoteImage) ? html.Links.Count(link => IsRemoteImage(link)) : 0;
        }

        findings.Set(MailFacts.TextPlain, plain.ToString());
        findings.Set(MailFacts.TextHtmlText, shown.ToString());
        findings.Set(MailFacts.TextHiddenSize, hidden);
        findings.Set(MailFacts.TextHasForm, hasForm);
        findings.Set(MailFacts.TextRemoteImages, remoteImages);
        findings.Set(MailFacts.TextOverLimit, isOverLimit);
        return ValueTask.CompletedTask;
    }

    private static void Append(StringBuilder all, string text)
    {
        if (all.Length > 0)
        {
            all.Append('\n');
        }

        all.Append(text, 0, Math.Max(0, Math.Min(text.Length, MaxCharacters - all.Length)));
    }

    private static bool IsRemoteImage(HtmlLink link) =>
        link.Kind == HtmlLinkKind.Image
        && (link.Target.StartsWith("http", StringComparison.OrdinalIgnoreCase) || link.Target.StartsWith("//", StringComparison.Ordinal));
}
