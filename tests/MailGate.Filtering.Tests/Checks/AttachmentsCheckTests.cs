using System.IO.Compression;
using System.Text;
using MailGate.Filtering.Checks;
using MailGate.Filtering.Pipeline.Facts;
using MailGate.Filtering.Tests.Pipeline;
using NUnit.Framework;

namespace MailGate.Filtering.Tests.Checks;

public sealed class AttachmentsCheckTests
{
    [Test]
    public async Task A_file_is_told_by_every_name_and_by_its_content()
    {
        FactObject file = await AttachmentOf(
            "application/pdf; name=report.pdf", "attachment; filename=\"invoice.pdf.exe\"", [.. "MZ"u8, .. new byte[100]]);

        Assert.That(file.Get(AttachmentFact.Name.Index).AsString, Is.EqualTo("invoice.pdf.exe"));
        Assert.That(TestMail.Strings(file.Get(AttachmentFact.Names.Index)), Does.Contain("invoice.pdf.exe").And.Contain("report.pdf"));
        Assert.That(file.Get(AttachmentFact.Extension.Index).AsString, Is.EqualTo("exe"));
        Assert.That(TestMail.Strings(file.Get(AttachmentFact.Extensions.Index)), Is.EquivalentTo((string[])["exe", "pdf"]));
        Assert.That(file.Get(AttachmentFact.MediaType.Index).AsString, Is.EqualTo("application/pdf"));
        Assert.That(file.Get(AttachmentFact.IsExecutable.Index).IsTrue, Is.True);
        Assert.That(file.Get(AttachmentFact.Size.Index).AsInt, Is.EqualTo(102));
        Assert.That(file.Get(AttachmentFact.IsArchive.Index).IsFalse, Is.True);
    }

    [Test]
    public async Task An_archive_is_listed()
    {
        using MemoryStream stream = new();
        using (ZipArchive zip = new(stream, ZipArchiveMode.Create, leaveOpen: true))
        {
            using Stream entry = zip.CreateEntry("folder/run.js").Open();
            entry.Write("alert(1)"u8);
        }

        FactObject file = await AttachmentOf("application/octet-stream", "attachment; filename=a.bin", stream.ToArray());

        Assert.That(file.Get(AttachmentFact.DetectedType.Index).AsString, Is.EqualTo("application/zip"));
        Assert.That(file.Get(AttachmentFact.IsArchive.Index).IsTrue, Is.True);
        FactObject listed = file.Get(AttachmentFact.Entries.Index).AsList[0].AsObject;
        Assert.That(listed.Get(ArchiveEntryFact.Name.Index).AsString, Is.EqualTo("folder/run.js"));
        Assert.That(listed.Get(ArchiveEntryFact.Extension.Index).AsString, Is.EqualTo("js"));
        Assert.That(listed.Get(ArchiveEntryFact.Depth.Index).AsInt, Is.EqualTo(1));
        Assert.That(file.Get(AttachmentFact.Sha256.Index).AsString, Has.Length.EqualTo(64));
    }

    [Test]
    public async Task An_attached_page_with_script_has_script()
    {
        FactObject file = await AttachmentOf("text/html", "attachment; filename=a.html", Encoding.ASCII.GetBytes("<html><script>x()</script></html>"));

        Assert.That(file.Get(AttachmentFact.HasScript.Index).IsTrue, Is.True);
    }

    [Test]
    public async Task Every_field_has_a_value_for_any_content()
    {
        Random random = new(31);
        for (int round = 0; round < 50; round++)
        {
            byte[] content = new byte[random.Next(0, 500)];
            random.NextBytes(content);
            FactObject file = await AttachmentOf("application/octet-stream", "attachment; filename=x", content);
            Assert.That(AttachmentFact.Type.Fields.Select(field => file.Get(field.Index).Kind), Has.None.EqualTo(FactKind.Missing));
        }
    }

    private static async Task<FactObject> AttachmentOf(string type, string disposition, byte[] content)
    {
        TestMail mail = new();
        FactSet facts = await mail.RunAsync(new AttachmentsCheck(), mail.Message(
            "MIME-Version: 1.0\nContent-Type: multipart/mixed; boundary=b\n\n--b\n\nhello\n--b\n"
            + $"Content-Type: {type}\nContent-Disposition: {disposition}\nContent-Transfer-Encoding: base64\n\n"
            + Convert.ToBase64String(content, Base64FormattingOptions.InsertLineBreaks).Replace("\r\n", "\n", StringComparison.Ordinal) + "\n--b--\n"));
        Assert.That(facts.Get(MailFacts.Attachments).AsList.Count, Is.EqualTo(1));
        return facts.Get(MailFacts.Attachments).AsList[0].AsObject;
    }
}
