using System.Text;
using MailGate.Mail.TagLists;
using NUnit.Framework;

namespace MailGate.Mail.Tests.TagLists;

[TestFixture]
internal sealed class TagListTests
{
    [TestCase("a=1", "a=1")]
    [TestCase("a=1;", "a=1")]
    [TestCase("a=1; \t", "a=1")]
    [TestCase("a=1;b=2", "a=1|b=2")]
    [TestCase(" a = 1 ; b\t=\r\n 2 ; ", "a=1|b=2")]
    [TestCase("a=1 2\r\n\t3", "a=1 2\r\n\t3")]
    [TestCase("a=", "a=")]
    [TestCase("a= ;b=", "a=|b=")]
    [TestCase("a=b=c", "a=b=c")]
    [TestCase("a=1;A=2", "a=1|A=2")]
    [TestCase("a_9Z=x", "a_9Z=x")]
    [TestCase("d=b\u00fccher.example", "d=b\u00fccher.example")]
    public void Rfc6376_3_2_a_list_has_these_tags(string input, string tags)
    {
        Assert.That(TagList.TryParse(Encoding.UTF8.GetBytes(input), out TagList? list, out string? error), Is.True, error);
        Assert.That(string.Join('|', list!.Select(tag => $"{tag.Name}={tag.Text}")), Is.EqualTo(tags));
    }

    [TestCase("", "empty")]
    [TestCase("  ", "empty")]
    [TestCase(";", "empty")]
    [TestCase("a=1;;b=2", "empty")]
    [TestCase("a=1;;", "empty")]
    [TestCase("a=1; ;", "empty")]
    [TestCase(";a=1", "empty")]
    [TestCase("a", "without")]
    [TestCase("a=1;b", "without")]
    [TestCase("=1", "name")]
    [TestCase("==", "name")]
    [TestCase("1a=1", "name")]
    [TestCase("_a=1", "name")]
    [TestCase("a b=1", "name")]
    [TestCase("a-b=1", "name")]
    [TestCase("a=1;a=1", "twice")]
    [TestCase("a=1;b=2; a =3", "twice")]
    [TestCase("a=\0", "control")]
    [TestCase("a=\u007f", "control")]
    [TestCase("a=1\u001b;b=2", "control")]
    public void Rfc6376_3_2_what_the_grammar_does_not_allow_is_refused(string input, string error)
    {
        Assert.That(TagList.TryParse(input, out TagList? list, out string? reason), Is.False);
        Assert.That(list, Is.Null);
        Assert.That(reason, Does.Contain(error));
    }

    [Test]
    public void More_tags_than_any_standard_has_are_refused_before_they_cost()
    {
        string Tags(int count) => string.Join(';', Enumerable.Range(0, count).Select(number => $"t{number}=x"));
        Assert.That(TagList.TryParse(Tags(TagList.MaxTags), out _, out _), Is.True);
        Assert.That(TagList.TryParse(Tags(TagList.MaxTags + 1), out _, out string? error), Is.False);
        Assert.That(error, Does.Contain("64"));
    }

    [Test]
    public void A_tag_knows_where_its_value_stood()
    {
        byte[] input = "a=1; b= x y\r\n ; c=3"u8.ToArray();
        Assert.That(TagList.TryParse(input, out TagList? list, out _), Is.True);
        Assert.That(list!.TryGet("b"u8, out Tag b), Is.True);
        Assert.That(Encoding.ASCII.GetString(input[b.RawStart..b.RawEnd]), Is.EqualTo(" x y\r\n "));
        Assert.That(list.TryGet("B"u8, out _), Is.False);
    }

    [Test]
    public void Any_octets_give_a_list_that_reads_back_or_a_reason()
    {
        Random random = new(6376);
        ReadOnlySpan<byte> alphabet = "ab=;  \t\r\n:/\u00fc\0v1"u8;
        byte[] input = new byte[40];
        for (int round = 0; round < 50_000; round++)
        {
            int length = random.Next(input.Length);
            for (int i = 0; i < length; i++)
            {
                input[i] = alphabet[random.Next(alphabet.Length)];
            }

            if (TagList.TryParse(input.AsMemory(0, length), out TagList? list, out string? error))
            {
                byte[] again = [.. list.SelectMany((tag, index) => (byte[])[.. index == 0 ? [] : ";"u8.ToArray(), .. tag.NameBytes.ToArray(), (byte)'=', .. tag.ValueBytes.ToArray()])];
                Assert.That(TagList.TryParse(again, out TagList? second, out _), Is.True);
                Assert.That(second!.Select(tag => tag.Name + "=" + tag.Text), Is.EqualTo(list.Select(tag => tag.Name + "=" + tag.Text)));
                Assert.That(list.Select(tag => tag.Name), Is.Unique);
            }
            else
            {
                Assert.That(error, Is.Not.Empty);
            }
        }
    }
}
