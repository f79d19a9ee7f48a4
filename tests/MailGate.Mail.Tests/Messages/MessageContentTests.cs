using System.Text;
using MailGate.Mail.Messages;
using MailGate.Mail.Messages.Attachments;
using MailGate.Mail.Messages.Decoding;
using MailGate.Mail.Messages.Mime;
using MailGate.Mail.Messages.Urls;
using MailGate.Tests.Common;
using NUnit.Framework;

namespace MailGate.Mail.Tests.Messages;

internal sealed class MessageContentTests
{
    private static IEnumerable<TestCaseData> Samples()
    {
        if (Repository.ConformanceFile("mime") is not { } folder)
        {
            yield return Repository.MissingSuite("MIME samples");
            yield break;
        }

        foreach (string file in Directory.EnumerateFiles(folder, "*", SearchOption.AllDirectories).Order(StringComparer.Ordinal))
        {
            yield return new TestCaseData(file).SetArgDisplayNames(Path.GetRelativePath(folder, file));
        }
    }

    [TestCaseSource(nameof(Samples))]
    public void Every_sample_is_read_within_bounds(string file)
    {
        byte[] message = File.ReadAllBytes(file);
        ReadEverything(message);
    }

    [Test]
    public void Mutated_samples_are_read_within_bounds()
    {
        if (Repository.ConformanceFile("mime") is not { } folder)
        {
            Assert.Ignore("no conformance material");
            return;
        }

        byte[][] seeds = [.. Directory.EnumerateFiles(folder, "*", SearchOption.AllDirectories).Where(f => new FileInfo(f).Length is > 0 and < 10_000 && !f.EndsWith(".json", StringComparison.Ordinal)).Order(StringComparer.Ordinal).Select(File.ReadAllBytes)];
        Random random = new(20260102);
        for (int round = 0; round < 1500; round++)
        {
            ReadEverything(MutationFuzzer.Mutate(seeds[random.Next(seeds.Length)], random));
        }
    }

    [Test]
    public void Nesting_that_kills_recursive_readers_is_read()
    {
        StringBuilder message = new("MIME-Version: 1.0\r\n");
        for (int i = 0; i < 100_000; i++)
        {
            message.Append(i % 2 == 0 ? $"Content-Type: multipart/mixed; boundary={i}\r\n\r\n--{i}\r\n" : "Content-Type: message/rfc822\r\n\r\n");
        }

        MessageContent content = Read(message.ToString());
        Assert.That(content.Flags & MimeFlags.TooDeep, Is.EqualTo(MimeFlags.TooDeep));
        Assert.That(content.Parts.Max(p => p.Depth), Is.EqualTo(MimeLimits.Default.Depth));
    }

    [Test]
    public void Thousands_of_encoded_words_in_a_field_are_decoded()
    {
        if (Repository.ConformanceFile("mime", "mimekit", "messages", "stack-overflow.txt") is not { } file)
        {
            Assert.Ignore("no conformance material");
            return;
        }

        MessageContent content = MessageContent.Read(File.ReadAllBytes(file));
        Assert.That(content.Subject, Is.EqualTo("Message Subject"));
        Assert.That(EncodedWords.Decode(content.Headers.Fields[1].Value), Does.Contain("date>2017-08-20T10:08:28.617</pr"));
    }

    [Test]
    public void Texts_subject_and_addresses_are_decoded()
    {
        MessageContent content = Read(
            "Subject: =?utf-8?Q?Caf=C3=A9?=\r\nList-Unsubscribe: <http://list.example/u>\r\nMIME-Version: 1.0\r\nContent-Type: multipart/alternative; boundary=b\r\n\r\n"
            + "--b\r\nContent-Type: text/plain; charset=iso-8859-1\r\nContent-Transfer-Encoding: quoted-printable\r\n\r\ncaf=E9 http://t.example/\r\n"
            + "--b\r\nContent-Type: text/html; charset=utf-8\r\nContent-Transfer-Encoding: base64\r\n\r\n"
            + Convert.ToBase64String("<p>Caf\u00e9 <a href='http://h.example/'>x</a></p><p style='display:none'>secret"u8) + "\r\n--b--\r\n");

        Assert.That(content.Subject, Is.EqualTo("Caf\u00e9"));
        Assert.That(content.Texts.Select(t => t.VisibleText), Is.EqualTo(new[] { "caf\u00e9 http://t.example/", "Caf\u00e9 x" }));
        Assert.That(content.Texts[1].Html!.HiddenText, Is.EqualTo("secret"));
        Assert.That(content.Urls.Select(u => $"{u} {u.Sources}"), Is.EquivalentTo(new[] { "http://list.example/u Header", "http://t.example/ Text", "http://h.example/ Link" }));
        Assert.That(content.Attachments, Is.Empty);
    }

    [TestCase(3 * 1024 * 1024, "pdf.example")]
    [TestCase(10, "")]
    public void Links_in_small_documents_are_addresses(int limit, string expected)
    {
        string message = "MIME-Version: 1.0\r\nContent-Type: application/pdf; name=invoice.pdf\r\n\r\n%PDF-1.4 1 0 obj << /S /URI /URI (http://pdf.example/pay) >>\r\n";
        MessageContent content = MessageContent.Read(Encoding.ASCII.GetBytes(message), new ContentLimits { LinkedDocumentBytes = limit });
        Assert.That(string.Join(' ', content.Urls.Select(u => u.Host)), Is.EqualTo(expected));
        Assert.That(content.Urls.All(u => u.Sources == UrlSources.Document), Is.True);
    }

    [Test]
    public void A_message_attached_in_base64_shows_its_parts()
    {
        string inner = "Subject: inner\r\nMIME-Version: 1.0\r\nContent-Type: multipart/mixed; boundary=i\r\n\r\n--i\r\n\r\nhttp://inner.example/\r\n--i\r\n"
            + "Content-Type: application/x; name=evil.exe\r\n\r\nMZ\r\n--i--\r\n";
        MessageContent content = Read("MIME-Version: 1.0\r\nContent-Type: message/rfc822\r\nContent-Transfer-Encoding: base64\r\n\r\n"
            + Convert.ToBase64String(Encoding.ASCII.GetBytes(inner), Base64FormattingOptions.InsertLineBreaks));

        Assert.That(content.Urls.Select(u => u.Host), Is.EqualTo(new[] { "inner.example" }));
        Assert.That(content.Attachments.SelectMany(a => a.Names), Does.Contain("evil.exe"));
        Assert.That(content.Flags & MimeFlags.EncodedContainer, Is.EqualTo(MimeFlags.EncodedContainer));
    }

    [Test]
    public void Encoded_messages_in_encoded_messages_stop_at_a_depth()
    {
        string message = "Subject: core\r\n\r\ntext";
        for (int i = 0; i < 7; i++)
        {
            message = "Content-Type: message/rfc822\r\nContent-Transfer-Encoding: base64\r\n\r\n" + Convert.ToBase64String(Encoding.ASCII.GetBytes(message));
        }

        Assert.That(Read(message).Flags & MimeFlags.EncodedTooDeep, Is.EqualTo(MimeFlags.EncodedTooDeep));
    }

    [TestCase(100, false)]
    [TestCase(101, true)]
    public void Text_up_to_the_limit_is_read(int length, bool truncated)
    {
        MessageContent content = MessageContent.Read(Encoding.ASCII.GetBytes("\r\n" + new string('x', length)), new ContentLimits { TextBytes = 100 });
        Assert.That(content.Texts[0].Text, Has.Length.EqualTo(100));
        Assert.That(content.Texts[0].IsTruncated, Is.EqualTo(truncated));
    }

    [Test]
    public void Text_of_all_parts_has_a_limit_together()
    {
        string part = "--b\r\n\r\n" + new string('x', 80) + "\r\n";
        MessageContent content = MessageContent.Read(
            Encoding.ASCII.GetBytes("MIME-Version: 1.0\r\nContent-Type: multipart/mixed; boundary=b\r\n\r\n" + part + part + part + "--b--\r\n"), new ContentLimits { TextBytesInAll = 100 });
        Assert.That(content.Texts.Select(t => t.Text.Length), Is.EqualTo(new[] { 80, 20, 0 }));
    }

    [Test]
    public void Text_in_a_header_without_blank_line_is_read() =>
        Assert.That(Read("From: a@example.com\r\nThis is no field http://evil.example/\r\n\r\nbody").Urls.Select(u => u.Host), Does.Contain("evil.example"));

    [Test]
    public void Two_encodings_give_two_readings()
    {
        string message = "MIME-Version: 1.0\r\nContent-Type: application/x; name=a.bin\r\nContent-Transfer-Encoding: 7bit\r\nContent-Transfer-Encoding: base64\r\n\r\n"
            + Convert.ToBase64String("MZ\x90\0\x03\0\0\0"u8) + "\r\n";
        IReadOnlyList<Attachment> attachments = Read(message).Attachments;
        Assert.That(attachments, Has.Count.EqualTo(2));
        Assert.That(attachments.Select(a => a.Kind), Does.Contain(FileKind.Executable));
        Assert.That(attachments.All(a => (a.Flags & AttachmentFlags.AmbiguousEncoding) != 0), Is.True);
    }

    private static MessageContent Read(string message) => MessageContent.Read(Encoding.Latin1.GetBytes(message));

    private static void ReadEverything(byte[] message)
    {
        MessageContent content = MessageContent.Read(message);
        Assert.That(content.Parts, Has.Count.InRange(1, MimeLimits.Default.Parts));
        Assert.That(content.Texts.Sum(t => t.Text.Length), Is.LessThanOrEqualTo(ContentLimits.Default.TextBytesInAll * 2));
        foreach (TextPart text in content.Texts)
        {
            Assert.That(text.VisibleText, Is.Not.Null);
        }

        Assert.That(content.Urls, Has.Count.LessThanOrEqualTo(ContentLimits.Default.Urls));
        Assert.That(content.Attachments, Has.Count.LessThanOrEqualTo(AttachmentLimits.Default.Attachments));
        foreach (Attachment attachment in content.Attachments)
        {
            Assert.That(attachment.Sha256, Has.Length.EqualTo(64));
            Assert.That(attachment.Flags, Is.Not.EqualTo((AttachmentFlags)uint.MaxValue));
            Assert.That(attachment.Entries, Has.Count.LessThanOrEqualTo(AttachmentLimits.Default.Entries));
        }
    }
}
