using MailGate.Filtering.Checks;
using MailGate.Filtering.Pipeline.Facts;
using MailGate.Filtering.Tests.Pipeline;
using NUnit.Framework;

namespace MailGate.Filtering.Tests.Checks;

public sealed class HeadersCheckTests
{
    [TestCase("From: \"A, B\" <a@One.example>\n\n", "a@one.example", "one.example", "A, B", 1)]
    [TestCase("From: =?utf-8?B?w4Q=?= <a@one.example>\n\n", "a@one.example", "one.example", "\u00c4", 1)]
    [TestCase("From: a@one.example, b@two.example\n\n", "a@one.example", "one.example", "", 2)]
    [TestCase("From: a@one.example\nfrom : b@two.example\n\n", "a@one.example", "one.example", "", 2)]
    [TestCase("From: nobody\n\n", "", "", "", 0)]
    [TestCase("To: b@c\n\n", "", "", "", 0)]
    public async Task The_author_is_one_or_there_is_doubt(string message, string address, string domain, string name, int count)
    {
        FactSet facts = await FactsOf(message);

        Assert.That(facts.Get(MailFacts.AuthorAddress).AsString, Is.EqualTo(address));
        Assert.That(facts.Get(MailFacts.AuthorDomain).AsString, Is.EqualTo(domain));
        Assert.That(facts.Get(MailFacts.AuthorDisplayName).AsString, Is.EqualTo(name));
        Assert.That(facts.Get(MailFacts.AuthorCount).AsInt, Is.EqualTo(count));
    }

    [Test]
    public async Task Fields_are_read_and_decoded()
    {
        FactSet facts = await FactsOf(
            "Received: by a\nReceived: by b\nSubject: =?utf-8?Q?=C3=A4?=\n b\nDate: Thu, 1 Jan 2026 11:00:00 +0000\nMessage-ID: <x@y>\nReply-To: R <r@Reply.example>\nX-A: 1\nx-a: 2\n\nX-A: body\n");

        Assert.That(facts.Get(MailFacts.MessageSubject).AsString, Is.EqualTo("\u00e4 b"));
        Assert.That(facts.Get(MailFacts.MessageMessageId).AsString, Is.EqualTo("x@y"));
        Assert.That(facts.Get(MailFacts.MessageReceivedCount).AsInt, Is.EqualTo(2));
        Assert.That(facts.Get(MailFacts.ReplyToDomain).AsString, Is.EqualTo("reply.example"));
        Assert.That(facts.Get(MailFacts.MessageAge).DurationNanoseconds, Is.EqualTo(3_600_000_000_000), "the clock stands at noon");
        Assert.That(facts.Call(MailFacts.Header.Id, [FactValue.Of("X-a")]).AsString, Is.EqualTo("1"));
        Assert.That(facts.Call(MailFacts.HeaderCount.Id, [FactValue.Of("x-A")]).AsInt, Is.EqualTo(2));
        Assert.That(TestMail.Strings(facts.Call(MailFacts.Headers.Id, [FactValue.Of("X-A")])), Is.EqualTo((string[])["1", "2"]));
        Assert.That(facts.Call(MailFacts.Header.Id, [FactValue.Of("Subject")]).AsString, Is.EqualTo("\u00e4 b"));
    }

    [Test]
    public async Task Duplicate_missing_and_malformed_fields_are_told()
    {
        FactSet facts = await FactsOf("SUBJECT: a\nsubject : b\nReceived: x\nReceived: y\njunk\nX: \xe4\n\n");

        Assert.That(TestMail.Strings(facts.Get(MailFacts.MessageDuplicateHeaders)), Is.EqualTo((string[])["subject"]));
        Assert.That(TestMail.Strings(facts.Get(MailFacts.MessageMissingHeaders)), Is.EqualTo((string[])["from", "date", "message-id"]));
        Assert.That(facts.Get(MailFacts.MessageMalformedHeaders).AsInt, Is.EqualTo(1));
        Assert.That(facts.Get(MailFacts.MessageHas8BitHeaders).IsTrue, Is.True);
        Assert.That(facts.Get(MailFacts.MessageDate).Kind, Is.EqualTo(FactKind.Missing));
        Assert.That(facts.Get(MailFacts.MessageAge).Kind, Is.EqualTo(FactKind.Missing));
    }

    [Test]
    public async Task Random_headers_never_fail_the_check()
    {
        Random random = new(17);
        const string alphabet = "From:Date Subj@<>,\"()\n\n \t=?utf-8?B?x?=;\0\xff";
        for (int round = 0; round < 2000; round++)
        {
            TestMail mail = new();
            string message = "From: " + string.Concat(Enumerable.Range(0, random.Next(60)).Select(_ => alphabet[random.Next(alphabet.Length)]));
            await mail.RunAsync(new HeadersCheck(), mail.Message(message));
            Assert.That(mail.Reports[0].Error, Is.Null);
        }
    }

    private static async Task<FactSet> FactsOf(string message)
    {
        TestMail mail = new();
        return await mail.RunAsync(new HeadersCheck(), mail.Message(message));
    }
}
