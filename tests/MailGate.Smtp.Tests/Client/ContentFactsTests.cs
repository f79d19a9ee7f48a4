using System.Text;
using MailGate.Smtp.Client;
using NUnit.Framework;

namespace MailGate.Smtp.Tests.Client;

internal sealed class ContentFactsTests
{
    [TestCase("Subject: a\r\n\r\nbody\r\n", false, false)]
    [TestCase("Subject: \u00e9\r\n\r\nbody\r\n", true, false)]
    [TestCase("Subject: a\r\n\r\nb\u00f6dy\r\n", false, true)]
    [TestCase("Subject: \u00e9\r\n\r\nb\u00f6dy\r\n", true, true)]
    [TestCase("Subject: a\r\n\u00e9", true, false)]
    [TestCase("\r\n\u00e9", false, true)]
    [TestCase("a\r\r\n\r\n\u00e9", false, true)]
    [TestCase("", false, false)]
    public async Task Header_and_body_are_told_apart_whatever_the_blocks(string message, bool header, bool body)
    {
        for (int block = 1; block <= Math.Max(1, message.Length); block++)
        {
            ContentFacts facts = await ContentFacts.ReadAsync(new TestContent(Encoding.Latin1.GetBytes(message), block), default);

            Assert.That(facts, Is.EqualTo(new ContentFacts(header, body)), $"blocks of {block}");
        }
    }
}
