using System.Text;
using MailGate.Filtering.Rewriting;
using NUnit.Framework;

namespace MailGate.Filtering.Tests.Rewriting;

public sealed class HeaderAddressesTests
{
    [TestCase("a@x.example", "a@x.example")]
    [TestCase(" a@x.example (work, home) , B <b@x.example>", "a@x.example|b@x.example")]
    [TestCase("\"c, d@evil.example\" <c@x.example>", "c@x.example")]
    [TestCase("(e@evil.example) f@x.example", "f@x.example")]
    [TestCase("(nested (e@evil.example \\) ) <g@evil.example>) f@x.example", "f@x.example")]
    [TestCase("friends: a@x.example, B <b@x.example>; c@x.example", "a@x.example|b@x.example|c@x.example")]
    [TestCase("undisclosed-recipients:;", "")]
    [TestCase("<@relay.example,@other.example:h@x.example>", "h@x.example")]
    [TestCase("\"i j\"@x.example", "\"i j\"@x.example")]
    [TestCase("<\"k>l\"@x.example>", "\"k>l\"@x.example")]
    [TestCase("m@evil.example <n@x.example>", "n@x.example")]
    [TestCase("o @ x.example", "")]
    [TestCase("p@x.example\r\n ,\r\n q@x.example", "p@x.example|q@x.example")]
    [TestCase("< r@x.example >", "r@x.example")]
    [TestCase("\"open s@x.example", "")]
    [TestCase("(open t@x.example", "")]
    [TestCase("<u@x.example", "u@x.example")]
    [TestCase("", "")]
    public void Addresses_are_found_where_they_stand(string value, string expected)
    {
        byte[] octets = Encoding.UTF8.GetBytes(value);
        Assert.That(string.Join('|', HeaderAddresses.Find(octets).Select(range => Encoding.UTF8.GetString(octets[range]))), Is.EqualTo(expected));
    }

    [Test]
    public void Random_octets_give_ordered_ranges_within_the_value()
    {
        Random random = new(11);
        byte[] alphabet = Encoding.ASCII.GetBytes("ab@.<>\"\\(),;: \t\r\n");
        for (int round = 0; round < 20_000; round++)
        {
            byte[] value = new byte[random.Next(0, 40)];
            for (int i = 0; i < value.Length; i++)
            {
                value[i] = alphabet[random.Next(alphabet.Length)];
            }

            int last = 0;
            foreach (Range range in HeaderAddresses.Find(value))
            {
                Assert.That(range.Start.Value, Is.GreaterThanOrEqualTo(last));
                Assert.That(range.End.Value, Is.GreaterThan(range.Start.Value).And.LessThanOrEqualTo(value.Length));
                Assert.That(value[range], Does.Contain((byte)'@').And.Not.Contain((byte)'\n'));
                last = range.End.Value;
            }
        }
    }
}
