using MailGate.Mail.Messages.Attachments;
using MailGate.Mail.Messages.Mime;
using MailGate.Tests.Common;
using NUnit.Framework;

namespace MailGate.Mail.Tests.Messages.Attachments;

internal sealed class TnefTests
{
    private static IEnumerable<TestCaseData> Samples()
    {
        if (Repository.ConformanceFile("mime", "mimekit", "tnef") is not { } folder)
        {
            yield return Repository.MissingSuite("TNEF samples");
            yield break;
        }

        foreach (string file in Directory.EnumerateFiles(folder, "*.tnef").Order(StringComparer.Ordinal))
        {
            yield return new TestCaseData(file).SetArgDisplayNames(Path.GetFileName(file));
        }
    }

    /// <summary>The list beside each sample has its files; the body that some have as a file is no attachment.</summary>
    [TestCaseSource(nameof(Samples))]
    public void Files_are_listed_by_name(string file)
    {
        string[] expected = [.. File.ReadAllLines(Path.ChangeExtension(file, ".list")).Where(line => line.Length > 0 && !line.StartsWith("body.", StringComparison.Ordinal))];
        Inspection inspection = AttachmentInspector.Inspect(new MemoryMessageBytes(File.ReadAllBytes(file)), FileKind.Tnef, AttachmentLimits.Default, new InspectionBudget(AttachmentLimits.Default));
        Assert.That(inspection.Entries.Where(e => e.Depth == 0).Select(e => e.Name), Is.SupersetOf(expected));
    }

    [Test]
    public void A_part_that_is_tnef_is_known_by_content()
    {
        if (Repository.ConformanceFile("mime", "mimekit", "tnef", "one-file.tnef") is not { } file)
        {
            Assert.Ignore("no conformance material");
            return;
        }

        Attachment attachment = AttachmentTests.Attach(File.ReadAllBytes(file), "winmail.dat");
        Assert.That(attachment.Kind, Is.EqualTo(FileKind.Tnef));
        Assert.That(attachment.Entries.Select(e => $"{e.Name} {e.Size}"), Is.EqualTo(new[] { "AUTHORS 244" }));
    }
}
