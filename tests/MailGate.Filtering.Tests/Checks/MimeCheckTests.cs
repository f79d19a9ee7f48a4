using MailGate.Filtering.Checks;
using MailGate.Filtering.Pipeline;
using MailGate.Filtering.Pipeline.Facts;
using MailGate.Filtering.Tests.Pipeline;
using NUnit.Framework;

namespace MailGate.Filtering.Tests.Checks;

public sealed class MimeCheckTests
{
    [Test]
    public async Task Parts_are_listed_in_order()
    {
        TestMail mail = new();
        FactSet facts = await mail.RunAsync(new MimeCheck(), mail.Message(
            "MIME-Version: 1.0\nContent-Type: multipart/mixed; boundary=b\n\n--b\nContent-Type: text/HTML; charset=UTF-8\n\n<p>hi\n--b\n"
            + "Content-Type: application/pdf\nContent-Disposition: attachment; filename=a.pdf\nContent-Transfer-Encoding: base64\n\nAAAA\n--b--\n"));

        FactList parts = facts.Get(MailFacts.Parts).AsList;
        Assert.That(parts.Count, Is.EqualTo(3));
        Assert.That(
            Enumerable.Range(0, 3).Select(i => parts[i].AsObject.Get(PartFact.MediaType.Index).AsString),
            Is.EqualTo((string[])["multipart/mixed", "text/html", "application/pdf"]));
        Assert.That(parts[1].AsObject.Get(PartFact.Charset.Index).AsString, Is.EqualTo("utf-8"));
        Assert.That(parts[2].AsObject.Get(PartFact.Encoding.Index).AsString, Is.EqualTo("base64"));
        Assert.That(parts[2].AsObject.Get(PartFact.Disposition.Index).AsString, Is.EqualTo("attachment"));
        Assert.That(facts.Get(MailFacts.MimeDepth).AsInt, Is.EqualTo(1));
        Assert.That(facts.Get(MailFacts.MimeAmbiguous).IsTrue, Is.False);
    }

    [Test]
    public async Task A_message_that_can_be_read_in_two_ways_is_ambiguous()
    {
        TestMail mail = new();
        FactSet facts = await mail.RunAsync(new MimeCheck(), mail.Message("MIME-Version: 1.0\nContent-Type: text/plain\nContent-Type: text/html\n\nx\n"));

        Assert.That(facts.Get(MailFacts.MimeAmbiguous).IsTrue, Is.True);
        Assert.That(TestMail.Strings(facts.Get(MailFacts.MimeFlags)), Does.Contain("duplicate_content_type"));
    }

    [Test]
    public async Task A_message_that_was_not_read_is_in_doubt_for_every_content_check()
    {
        TestMail mail = new();
        foreach (ICheck check in (ICheck[])[new MimeCheck(), new UrlsCheck(), new TextCheck(), new HeadersCheck(), new DkimCheck(), new ArcCheck()])
        {
            await mail.RunAsync(check, mail.Mail());
            Assert.That(mail.Reports[0].Outcome, Is.EqualTo(CheckOutcome.InDoubt), check.Name);
        }
    }
}
