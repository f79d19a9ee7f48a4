using System.Text;
using System.Xml.Linq;
using MailGate.Mail.Addresses;
using MailGate.Tests.Common;
using NUnit.Framework;

namespace MailGate.Mail.Tests.Addresses;

internal sealed class AddressParserTests
{
    // Where this parser differs from isemail's judgement of what SMTP may carry, and why.
    private static readonly Dictionary<string, string> Different = new()
    {
        ["ISEMAIL_RFC5322_LOCAL_TOOLONG"] = "taken: RFC 5321 §4.5.3.1 asks for no limit where one can be avoided, and return addresses over 64 octets are common",
        ["35 ISEMAIL_ERR_DOT_END"] = "taken: a dot behind the domain marks an absolute name; it is dropped, so that policy sees one form",
        ["39 ISEMAIL_RFC5322_TOOLONG"] = "taken: 255 octets of domain are the DNS's bound, 254 of path come from a reading of RFC 3696's erratum",
        ["71 ISEMAIL_RFC5321_IPV6DEPRECATED"] = "taken: '::' for one group is deprecated for writers (RFC 5952), not for readers",
    };

    private static IEnumerable<TestCaseData> IsEmail()
    {
        if (Repository.ConformanceFile("headers", "isemail", "tests.xml") is not { } path)
        {
            yield return Repository.MissingSuite("isemail");
            yield break;
        }

        foreach (XElement test in XDocument.Load(path).Root!.Elements("test"))
        {
            string diagnosis = test.Element("diagnosis")!.Value;
            bool isValid = test.Element("category")!.Value is "ISEMAIL_VALID_CATEGORY" or "ISEMAIL_DNSWARN" or "ISEMAIL_RFC5321";
            yield return new TestCaseData(Controls(test.Element("address")?.Value ?? ""), isValid != (Different.ContainsKey(diagnosis) || Different.ContainsKey($"{test.Attribute("id")!.Value} {diagnosis}")))
                .SetName($"isemail {test.Attribute("id")!.Value} {diagnosis}");
        }
    }

    [TestCaseSource(nameof(IsEmail))]
    public void Isemail_table(string address, bool isValid) =>
        Assert.That(AddressParser.TryParseMailbox(Encoding.UTF8.GetBytes(address), allowUtf8: false, out _, out _), Is.EqualTo(isValid), address);

    [TestCase("<a@b.example>", "a@b.example", "b.example")]
    [TestCase("<a@B.Example.>", "a@B.Example.", "b.example")]
    [TestCase("<\"a\\\"b\\\\c\"@b.example>", "\"a\\\"b\\\\c\"@b.example", "b.example")]
    [TestCase("<\"a@b>c\"@b.example>", "\"a@b>c\"@b.example", "b.example")]
    [TestCase("<@one.example,@two.example:c@d.example>", "c@d.example", "d.example")]
    [TestCase("<a@[192.0.2.1]>", "a@[192.0.2.1]", "[192.0.2.1]")]
    [TestCase("<a@[IPv6:2001:db8::1]>", "a@[IPv6:2001:db8::1]", "[IPv6:2001:db8::1]")]
    [TestCase("<a%evil.example@b.example>", "a%evil.example@b.example", "b.example")]
    public void Path_is_kept_as_written_without_its_source_route(string path, string text, string domain)
    {
        bool parsed = AddressParser.TryParseForwardPath(Encoding.ASCII.GetBytes(path), allowUtf8: false, out ForwardPath? read, out int consumed, out _);
        Assert.That(parsed, Is.True);
        using (Assert.EnterMultipleScope())
        {
            Assert.That(consumed, Is.EqualTo(path.Length));
            Assert.That(read!.Mailbox.Text, Is.EqualTo(text));
            Assert.That(read.Mailbox.DomainText, Is.EqualTo(domain));
        }
    }

    [TestCase("a@b.example", AddressError.MissingBrackets)]
    [TestCase("<a@b.example", AddressError.MissingBrackets)]
    [TestCase("<a@b.example>x", AddressError.TrailingOctets)]
    [TestCase("<a@b..example>", AddressError.BadDomain)]
    [TestCase("<a@xn--->", AddressError.BadDomain)]
    [TestCase("<.a@b.example>", AddressError.BadLocalPart)]
    [TestCase("<(any@legitimate.com>", AddressError.BadLocalPart)]
    [TestCase("<any@legitimate.com(a.attack.com>", AddressError.BadDomain)]
    [TestCase("<any@legitimate.com'@any.attack.com>", AddressError.BadDomain)]
    [TestCase("<a@[999.1.1.1]>", AddressError.BadAddressLiteral)]
    [TestCase("<a@[1.2]>", AddressError.BadAddressLiteral)]
    [TestCase("<a@[IPv6:2001:db8::1::2]>", AddressError.BadAddressLiteral)]
    [TestCase("<a@[IPv6:fe80::1%eth0]>", AddressError.BadAddressLiteral)]
    [TestCase("<@bad domain:a@b.example>", AddressError.BadSourceRoute)]
    [TestCase("<a>", AddressError.MissingDomain)]
    [TestCase("<a@good.example\0.evil.example>", AddressError.BadDomain)]
    [TestCase("<\"a\r\"@b.example>", AddressError.BadLocalPart)]
    public void Malformed_path_is_refused_with_its_reason(string path, AddressError expected)
    {
        bool parsed = AddressParser.TryParseForwardPath(Encoding.ASCII.GetBytes(path), allowUtf8: false, out _, out _, out AddressError error);
        Assert.That((parsed, error), Is.EqualTo((false, expected)));
    }

    [TestCase("<Postmaster>", true)]
    [TestCase("<postmaster@>", false)]
    [TestCase("<webmaster>", false)]
    public void Postmaster_alone_needs_no_domain(string path, bool isValid) =>
        Assert.That(AddressParser.TryParseForwardPath(Encoding.ASCII.GetBytes(path), allowUtf8: false, out _, out _, out _), Is.EqualTo(isValid));

    [Test]
    public void Postmaster_alone_is_no_reverse_path() =>
        Assert.That(AddressParser.TryParseReversePath("<postmaster>"u8, allowUtf8: false, out _, out _, out _), Is.False);

    [Test]
    public void Utf8_is_taken_only_when_allowed_and_well_formed()
    {
        byte[] path = Encoding.UTF8.GetBytes("<用户@例子.example>");
        using (Assert.EnterMultipleScope())
        {
            Assert.That(AddressParser.TryParseReversePath(path, allowUtf8: false, out _, out _, out AddressError error), Is.False);
            Assert.That(error, Is.EqualTo(AddressError.NotAscii));
            Assert.That(AddressParser.TryParseReversePath(path, allowUtf8: true, out ReversePath? read, out _, out _), Is.True);
            Assert.That(read!.Mailbox!.AsciiDomainText, Is.EqualTo("用户@xn--fsqu00a.example"));
            Assert.That(AddressParser.TryParseReversePath([.. "<"u8, 0xff, 0xfe, .. "@a.example>"u8], allowUtf8: true, out _, out _, out error), Is.False);
            Assert.That(error, Is.EqualTo(AddressError.BadUtf8));
        }
    }

    [Test]
    public void Random_octets_give_an_answer_and_what_is_taken_holds_no_control_octet()
    {
        Random random = new(5321);
        byte[] alphabet = Encoding.Latin1.GetBytes("<>@.:,\"\\[]ab1IPv6-\0\r\n é%!");
        for (int i = 0; i < 200_000; i++)
        {
            byte[] input = new byte[random.Next(1, 24)];
            for (int j = 0; j < input.Length; j++)
            {
                input[j] = alphabet[random.Next(alphabet.Length)];
            }

            input[0] = (byte)'<';
            if (AddressParser.TryParseForwardPath(input, allowUtf8: true, out ForwardPath? path, out int consumed, out _))
            {
                Assert.That(path.Mailbox.Text.Any(char.IsControl), Is.False, () => Convert.ToHexString(input));
                Assert.That(input[consumed - 1], Is.EqualTo((byte)'>'));
            }
        }
    }

    // The table writes control characters as the pictures of Unicode's block 2400.
    private static string Controls(string text) => string.Concat(text.Select(c => c is >= '\u2400' and <= '\u241f' ? (char)(c - '\u2400') : c == '\u2421' ? '\x7f' : c));
}
