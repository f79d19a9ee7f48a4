using System.Text;
using MailGate.Mail.Addresses;
using MailGate.Mail.Messages;
using NUnit.Framework;

namespace MailGate.Mail.Tests.Messages;

/// <summary>From fields made of grammar pieces and junk, from committed seeds.</summary>
public sealed class HeaderFromFuzzTests
{
    private static readonly string[] Pieces =
    [
        "admin@legitimate.com", "any@attack.com", "<", ">", "@", ",", ";", ":", "(", ")", "\"", "\\", " ", "\t", "\r\n ", "\n", "\r", "\0", "[", "]", ".", "a", "legitimate.com",
        "=?utf-8?q?", "?=", "=?utf-8?b?YUBi?=", "\u00e9", "\ud83d\ude00", "\u3002", "<any@attack.com>", "<admin@legitimate.com>", "Bob", "\"Bob\"", "(Bob)",
    ];

    [Test]
    public void An_author_is_the_only_one_that_any_reader_can_find_outside_quotes([Values(1, 2, 3, 4)] int seed)
    {
        Random random = new(seed);
        int authors = 0;
        for (int round = 0; round < 10_000; round++)
        {
            string value = string.Concat(Enumerable.Range(0, random.Next(8) + 1).Select(_ => Pieces[random.Next(Pieces.Length)]));
            HeaderFrom from = HeaderFrom.Parse(Encoding.UTF8.GetBytes(value));
            Assert.That(from.Domain is not null, Is.EqualTo(from.Status == HeaderFromStatus.SingleAuthor), value);
            Assert.That(from.Reason.Length > 0, Is.EqualTo(from.Domain is null), value);
            if (from.Domain is null)
            {
                continue;
            }

            authors++;
            // Whoever looks for the last address in angle brackets, or for the first address of all, finds this domain.
            string unquoted = System.Text.RegularExpressions.Regex.Replace(value, "\"(\\\\.|[^\"\\\\])*\"", " ");
            foreach (System.Text.RegularExpressions.Match match in System.Text.RegularExpressions.Regex.Matches(unquoted, "@([A-Za-z0-9_.\\u0080-\\uffff-]+)"))
            {
                string name = match.Groups[1].Value.TrimEnd('.');
                Assert.That(!name.Contains('.', StringComparison.Ordinal) || (Domain.TryParse(name, out Domain? domain) && domain.Equals(from.Domain)), value);
            }

            Assert.That(from.Address, Does.Not.Match("[\\x00-\\x1f\\x7f]"), value);
        }

        Assert.That(authors, Is.GreaterThan(100), "the pieces must make mailboxes too");
    }

    [TestCase("(", HeaderFromStatus.Malformed)]
    [TestCase("\"\\", HeaderFromStatus.Malformed)]
    [TestCase("=?", HeaderFromStatus.SingleAuthor)]
    [TestCase("=?a?q?,", HeaderFromStatus.SeveralAuthors)]
    [TestCase("@ ", HeaderFromStatus.SingleAuthor)]
    [TestCase("@a.", HeaderFromStatus.SingleAuthor)]
    [TestCase("<", HeaderFromStatus.Malformed)]
    [TestCase("a, ", HeaderFromStatus.SeveralAuthors)]
    public void A_huge_field_is_read_in_linear_time(string piece, HeaderFromStatus expected)
    {
        // A quadratic reader would not come back within the run's patience.
        byte[] value = Encoding.UTF8.GetBytes(string.Concat(Enumerable.Repeat(piece, 200_000)) + "<a@example.com>");
        Assert.That(HeaderFrom.Parse(value).Status, Is.EqualTo(expected));
    }

    [Test]
    public void Random_octets_are_read_without_an_exception([Values(5, 6)] int seed)
    {
        Random random = new(seed);
        for (int round = 0; round < 10_000; round++)
        {
            byte[] octets = new byte[random.Next(40)];
            random.NextBytes(octets);
            HeaderFrom from = HeaderFrom.Read(HeaderSection.Parse((byte[])[.. "From: "u8, .. octets, .. "\r\n"u8]));
            Assert.That(from.Domain is not null, Is.EqualTo(from.Status == HeaderFromStatus.SingleAuthor));
        }
    }
}
