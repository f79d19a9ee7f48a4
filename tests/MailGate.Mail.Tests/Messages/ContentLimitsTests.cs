using System.Text;
using MailGate.Mail.Messages;
using MailGate.Mail.Messages.Attachments;
using MailGate.Mail.Messages.Html;
using MailGate.Mail.Messages.Mime;
using MailGate.Mail.Tests.Messages.Attachments;
using NUnit.Framework;

namespace MailGate.Mail.Tests.Messages;

/// <summary>The caps of content and attachments, each at the limit and beyond it; those of the structure are in MimeIndexerTests.</summary>
internal sealed class ContentLimitsTests
{
    [TestCase(3, AttachmentFlags.None)]
    [TestCase(4, AttachmentFlags.Truncated)]
    public void Attachments_up_to_the_limit_are_kept_and_the_last_says_that_more_follow(int count, AttachmentFlags expected)
    {
        string part = "--b\r\nContent-Disposition: attachment; filename=a.txt\r\n\r\ntext\r\n";
        MessageContent content = Read(Multipart(string.Concat(Enumerable.Repeat(part, count))), new ContentLimits { Attachments = new AttachmentLimits { Attachments = 3 } });
        Assert.That(content.Attachments, Has.Count.EqualTo(3));
        Assert.That(content.Attachments[^1].Flags, Is.EqualTo(expected));
    }

    [TestCase(0, MimeFlags.None)]
    [TestCase(1, MimeFlags.EncodedTooLong)]
    public void Encoded_messages_up_to_the_limit_are_searched(int more, MimeFlags expected)
    {
        string inner = "Subject: x\r\n\r\n" + new string('x', 40_000);
        MessageContent content = Read(
            "MIME-Version: 1.0\r\nContent-Type: message/rfc822\r\nContent-Transfer-Encoding: base64\r\n\r\n" + Convert.ToBase64String(Encoding.ASCII.GetBytes(inner)),
            new ContentLimits { EncodedBytes = inner.Length - more });
        Assert.That(content.Flags & MimeFlags.Truncated, Is.EqualTo(expected));
        Assert.That(content.Parts[^1].Mime.BodyLength, Is.EqualTo(40_000 - more));
    }

    [TestCase(4, MimeFlags.None)]
    [TestCase(5, MimeFlags.EncodedTooDeep)]
    public void Encoded_messages_within_each_other_are_opened_to_a_depth(int levels, MimeFlags expected)
    {
        string message = "Subject: core\r\n\r\ntext";
        for (int i = 0; i < levels; i++)
        {
            message = "MIME-Version: 1.0\r\nContent-Type: message/rfc822\r\nContent-Transfer-Encoding: base64\r\n\r\n" + Convert.ToBase64String(Encoding.ASCII.GetBytes(message));
        }

        Assert.That(Read(message, new ContentLimits { EncodedDepth = 4 }).Flags & MimeFlags.Truncated, Is.EqualTo(expected));
    }

    [TestCase(5)]
    [TestCase(6)]
    public void Addresses_up_to_the_limit_are_kept(int count)
    {
        string text = string.Concat(Enumerable.Range(0, count).Select(i => $"http://h{i}.example/ "));
        Assert.That(Read("\r\n" + text, new ContentLimits { Urls = 5 }).Urls, Has.Count.EqualTo(5));
    }

    [TestCase(0, AttachmentFlags.PdfScript)]
    [TestCase(1, AttachmentFlags.PdfScript | AttachmentFlags.Truncated)]
    public void Documents_up_to_the_limit_are_searched(int more, AttachmentFlags expected)
    {
        byte[] pdf = Encoding.ASCII.GetBytes("%PDF-1.7 /JS (x) " + new string(' ', 5000));
        Assert.That(AttachmentTests.Attach(pdf, "a.pdf", new AttachmentLimits { DocumentBytes = pdf.Length - more }).Flags, Is.EqualTo(expected));
    }

    [TestCase(0, AttachmentFlags.NestedArchive)]
    [TestCase(1, AttachmentFlags.NestedArchive | AttachmentFlags.Bomb)]
    public void Archives_in_archives_up_to_the_limit_are_opened(int more, AttachmentFlags expected)
    {
        byte[] inner = AttachmentTests.Zip(("a.txt", new byte[2000]));
        Attachment attachment = AttachmentTests.Attach(AttachmentTests.Zip(("in.zip", inner)), "a.zip", new AttachmentLimits { MemberBytes = inner.Length - more });
        Assert.That(attachment.Flags, Is.EqualTo(expected));
        Assert.That(attachment.Entries, Has.Count.EqualTo(more == 0 ? 2 : 1));
    }

    [TestCase(HtmlReader.MaxHiddenLength, HtmlFlags.None)]
    [TestCase(HtmlReader.MaxHiddenLength + 1, HtmlFlags.Truncated)]
    public void Hidden_text_up_to_the_limit_is_kept(int length, HtmlFlags expected)
    {
        HtmlAnalysis analysis = HtmlReader.Read($"<p hidden>{new string('x', length)}</p>");
        Assert.That(analysis.HiddenText, Has.Length.EqualTo(HtmlReader.MaxHiddenLength));
        Assert.That(analysis.Flags & HtmlFlags.Truncated, Is.EqualTo(expected));
    }

    private static string Multipart(string parts) => "MIME-Version: 1.0\r\nContent-Type: multipart/mixed; boundary=b\r\n\r\n" + parts + "--b--\r\n";

    private static MessageContent Read(string message, ContentLimits limits) => MessageContent.Read(Encoding.ASCII.GetBytes(message), limits);
}
