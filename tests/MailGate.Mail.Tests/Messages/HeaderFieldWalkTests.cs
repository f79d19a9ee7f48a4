using System.Text;
using MailGate.Mail.Messages;
using NUnit.Framework;

namespace MailGate.Mail.Tests.Messages;

internal sealed class HeaderFieldWalkTests
{
    [TestCase("A: 1\r\nB: 2\r\n\r\nC: body\r\n", "A: 1\r\n|B: 2\r\n", 0, TestName = "The_blank_line_ends_it")]
    [TestCase("A: 1\r\n\tmore\r\n more\r\nB: 2\r\n", "A: 1\r\n\tmore\r\n more\r\n|B: 2\r\n", 0, TestName = "Continuations_belong_to_their_field")]
    [TestCase(" lost\r\nA: 1\r\n", "A: 1\r\n", 1, TestName = "A_continuation_of_nothing_is_malformed")]
    [TestCase("A: 1\r\nnonsense\r\n more\r\nB: 2\r\n", "A: 1\r\n|B: 2\r\n", 2, TestName = "A_line_that_is_no_field_ends_nothing")]
    [TestCase("A : 1\r\n: 2\r\nB B: 3\r\n", "A : 1\r\n", 2, TestName = "Names_are_printable_and_not_empty")]
    [TestCase("A: 1", "A: 1", 0, TestName = "The_last_line_may_lack_its_end")]
    [TestCase("\r\nA: body\r\n", "", 0, TestName = "There_may_be_none")]
    [TestCase("", "", 0, TestName = "There_may_be_nothing")]
    public void Fields_come_one_by_one(string message, string fields, int malformed)
    {
        List<string> found = Walk(message, out HeaderFieldWalk walk);

        Assert.That(string.Join('|', found), Is.EqualTo(fields));
        Assert.That(walk.MalformedLines, Is.EqualTo(malformed));
        Assert.That(walk.MoveNext(), Is.False, "it stays at its end");
    }

    [Test]
    public void Name_and_value_are_those_of_the_section()
    {
        byte[] message = "Message-ID :\r\n <a@b.example>\r\nSubject: x\r\n\r\n"u8.ToArray();
        HeaderFieldWalk walk = new(message);
        HeaderField first = HeaderSection.Parse(message).Fields[0];

        Assert.That(walk.MoveNext(), Is.True);
        Assert.That(Encoding.Latin1.GetString(walk.Name), Is.EqualTo(first.Name).And.EqualTo("Message-ID"));
        Assert.That(walk.Value, Is.EqualTo(first.Value).And.EqualTo("<a@b.example>"));
    }

    [Test]
    public void Whatever_the_octets_each_line_is_counted_once()
    {
        Random random = new(20);
        for (int round = 0; round < 5_000; round++)
        {
            string message = string.Concat(Enumerable.Range(0, random.Next(12)).Select(_ => random.GetItems(["A: b", "\r\n", "\n", " c", "\tx", "From x", ":", "é\0", "\r"], 2)).SelectMany(part => part));

            List<string> found = Walk(message, out HeaderFieldWalk walk);

            string section = message[..walk.Position];
            int lines = section.Count(c => c == '\n') + (section.Length > 0 && !section.EndsWith('\n') ? 1 : 0);
            Assert.That(found.Sum(field => field.Count(c => c == '\n') + (field.EndsWith('\n') ? 0 : 1)) + walk.MalformedLines, Is.EqualTo(lines), message);
        }
    }

    private static List<string> Walk(string message, out HeaderFieldWalk walk)
    {
        walk = new HeaderFieldWalk(Encoding.Latin1.GetBytes(message));
        List<string> fields = [];
        while (walk.MoveNext())
        {
            fields.Add(Encoding.Latin1.GetString(walk.Field));
        }

        return fields;
    }
}
