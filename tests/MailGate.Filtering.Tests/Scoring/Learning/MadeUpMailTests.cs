using MailGate.Filtering.Scoring.Learning.MadeUp;
using MailGate.Mail.Messages;
using NUnit.Framework;

namespace MailGate.Filtering.Tests.Scoring.Learning;

public class MadeUpMailTests
{
    [Test]
    public void The_same_seed_makes_the_same_messages_and_another_seed_others()
    {
        byte[][] first = Octets(1), again = Octets(1), other = Octets(2);
        Assert.That(again, Is.EqualTo(first));
        Assert.That(other.Zip(first).Count(p => p.First.SequenceEqual(p.Second)), Is.Zero);
    }

    [Test]
    public void Half_of_them_are_spam_and_all_can_be_read()
    {
        var made = MadeUpMail.Make(400, 1).ToArray();
        Assert.That(made.Count(m => m.IsSpam), Is.EqualTo(200));
        foreach (var message in made)
        {
            MessageContent content = MessageContent.Read(message.Octets);
            Assert.That(HeaderFrom.Read(content.Headers).Status, Is.EqualTo(HeaderFromStatus.SingleAuthor), message.Family);
            Assert.That(content.Texts, Is.Not.Empty);
            Assert.That(content.Texts[0].VisibleText, Does.Not.Contain("{").Or.Not.Contain("}"), message.Family);
        }
    }

    [Test]
    public void Every_family_has_spam_and_what_it_copies_or_is_named_here()
    {
        string[] alone = ["callback", "extort", "fund", "pharma", "seo", "conference", "bare", "machine"];
        var families = MadeUpMail.Make(4000, 1).GroupBy(m => m.Family).Where(f => f.Select(m => m.IsSpam).Distinct().Count() == 1).Select(f => f.Key);
        Assert.That(families, Is.EquivalentTo(alone));
    }

    private static byte[][] Octets(ulong seed) => [.. MadeUpMail.Make(60, seed).Select(m => m.Octets)];
}
