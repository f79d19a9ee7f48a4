using System.Text;
using MailGate.Mail.Messages;
using NUnit.Framework;

namespace MailGate.Mail.Tests.Messages;

public sealed class HeaderFromTests
{
    [TestCase("user@example.com", "user@example.com", "")]
    [TestCase("<user@example.com>", "user@example.com", "")]
    [TestCase("< user@example.com >", "user@example.com", "")]
    [TestCase("User <user@Example.COM.>", "user@example.com", "User")]
    [TestCase("John Q. Public <j@example.com>", "j@example.com", "John Q. Public")]
    [TestCase("\"Public, John\" <j@example.com>", "j@example.com", "Public, John")]
    [TestCase("\"\\\"Johnny\\\" Public\" <j@example.com>", "j@example.com", "\"Johnny\" Public")]
    [TestCase("\"bob@other.example via List\" <list@example.com>", "list@example.com", "bob@other.example via List")]
    [TestCase("j@example.com (John (the) Public)", "j@example.com", "")]
    [TestCase("(c) John(c)Public (c) <j@example.com> (c)", "j@example.com", "John Public")]
    [TestCase("=?utf-8?q?J=C3=B6rg?= <j@example.com>", "j@example.com", "=?utf-8?q?J=C3=B6rg?=")]
    [TestCase("=?utf-8?Q?Smith,_John_(x)?= <j@example.com>", "j@example.com", "=?utf-8?Q?Smith,_John_(x)?=")]
    [TestCase("J\u00f6rg <j@b\u00fccher.example>", "j@xn--bcher-kva.example", "J\u00f6rg")]
    [TestCase("j\u00f6rg@example.com", "j\u00f6rg@example.com", "")]
    [TestCase("user@example.com <user@example.com>", "user@example.com", "user@example.com")]
    [TestCase("bob @ work <bob@example.com>", "bob@example.com", "bob @ work")]
    [TestCase("[Support] Desk <help@example.com>", "help@example.com", "[Support] Desk")]
    [TestCase("\"john doe\"@example.com", "\"john doe\"@example.com", "")]
    [TestCase("a.@example.com", "a.@example.com", "")]
    [TestCase("User\r\n <user@example.com>", "user@example.com", "User")]
    [TestCase("User\n\t<user@example.com>", "user@example.com", "User")]
    public void One_mailbox_is_one_author(string value, string address, string displayName)
    {
        HeaderFrom from = Parse(value);
        Assert.That((from.Status, from.Address, from.DisplayName), Is.EqualTo((HeaderFromStatus.SingleAuthor, address, displayName)), from.Reason);
    }

    [TestCase("")]
    [TestCase("   ")]
    [TestCase("<>")]
    [TestCase("user")]
    [TestCase("user@")]
    [TestCase("@example.com")]
    [TestCase("<@attack.com,@any.com:admin@legitimate.com>")]
    [TestCase("<@attack.com:admin@legitimate.com>")]
    [TestCase("admin@legitimate.com <any@attack.com>")]
    [TestCase("<any@attack.com> <admin@legitimate.com>")]
    [TestCase("<admin@legitimate.com> any@attack.com")]
    [TestCase("<any@attack.com>admin@legitimate.com")]
    [TestCase("<<admin@legitimate.com>any@attack.com>")]
    [TestCase("any@attack.com>")]
    [TestCase("<any@attack.com")]
    [TestCase("any@attack.com\"\"@legitimate.com")]
    [TestCase("any@attack.com admin@legitimate.com")]
    [TestCase("any@attack.com@legitimate.com")]
    [TestCase("<any@attack.com@legitimate.com>")]
    [TestCase("(<admin@legitimate.com>) <any@attack.com>")]
    [TestCase("any@attack.com (admin@legitimate.com)")]
    [TestCase("any(x)@attack.com")]
    [TestCase("any@attack.com(.legitimate.com")]
    [TestCase("<any@(legitimate.com)attack.com>")]
    [TestCase("any@attack .com")]
    [TestCase("any @attack.com")]
    [TestCase("any@[192.0.2.1]")]
    [TestCase("any@attack_com!legitimate.com")]
    [TestCase("\"admin@legitimate.com\"@attack.com")]
    [TestCase("\"<admin@legitimate.com>\"@attack.com")]
    [TestCase("\"\\\" <admin@legitimate.com>\" <any@attack.com>")]
    [TestCase("\"x <any@attack.com>")]
    [TestCase("x\\ <any@attack.com>")]
    [TestCase("=?utf-8?q?admin@legitimate.com?= <any@attack.com>")]
    [TestCase("=?utf-8?q?<admin@legitimate.com>?= <any@attack.com>")]
    [TestCase("=?utf-8?b?YWRtaW5AbGVnaXRpbWF0ZS5jb20=?=@attack.com")]
    [TestCase("=?utf-8?b?YWRtaW5AbGVnaXRpbWF0ZS5jb20=?=")]
    [TestCase("any@attack.com\0@legitimate.com")]
    [TestCase("any@attack.com\r\nbcc: x")]
    [TestCase("any@attack.com\r <admin@legitimate.com>")]
    [TestCase("Bob <bob@-attack.com>")]
    [TestCase("Bob <bob@att..ack.com>")]
    [TestCase("a; <any@attack.com>")]
    public void What_two_readers_may_read_in_two_ways_has_no_author(string value)
    {
        HeaderFrom from = Parse(value);
        using (Assert.EnterMultipleScope())
        {
            Assert.That((from.Status, from.Domain), Is.EqualTo((HeaderFromStatus.Malformed, (Mail.Addresses.Domain?)null)));
            Assert.That(from.Reason, Is.Not.Empty);
        }
    }

    [TestCase("a@example.com, b@example.com")]
    [TestCase("a@example.com,")]
    [TestCase(",a@example.com")]
    [TestCase("a@example.com, <b@attack.com>")]
    [TestCase("Smith, John <j@example.com>")]
    public void A_list_has_several_authors(string value) => Assert.That(Parse(value).Status, Is.EqualTo(HeaderFromStatus.SeveralAuthors));

    [TestCase("Staff: a@example.com;")]
    [TestCase("undisclosed-recipients:;")]
    [TestCase("Re: <a@example.com>")]
    public void A_group_is_no_author(string value) => Assert.That(Parse(value).Status, Is.EqualTo(HeaderFromStatus.Group));

    [Test]
    public void Octets_that_are_no_utf8_may_be_in_a_name_but_not_in_an_address()
    {
        Assert.That(HeaderFrom.Parse("J\xf6rg <j@example.com>"u8).Status, Is.EqualTo(HeaderFromStatus.SingleAuthor));
        Assert.That(HeaderFrom.Parse(Encoding.Latin1.GetBytes("J\xf6rg <j@example.com>")).Status, Is.EqualTo(HeaderFromStatus.SingleAuthor));
        Assert.That(HeaderFrom.Parse(Encoding.Latin1.GetBytes("Jorg <j\xf6rg@example.com>")).Status, Is.EqualTo(HeaderFromStatus.Malformed));
        Assert.That(HeaderFrom.Parse(Encoding.Latin1.GetBytes("Jorg <j@b\xfccher.example>")).Status, Is.EqualTo(HeaderFromStatus.Malformed));
    }

    [TestCase("From: a@example.com\r\nTo: b\r\n", HeaderFromStatus.SingleAuthor)]
    [TestCase("FROM : a@example.com\r\n", HeaderFromStatus.SingleAuthor)]
    [TestCase("from:a@example.com\n", HeaderFromStatus.SingleAuthor)]
    [TestCase("X-From: b@x.example\r\nFrom: a@example.com\r\nSubject: x\r\n From: me\r\n", HeaderFromStatus.SingleAuthor)]
    [TestCase("From b@x.example Thu Jan  1 00:00:00 2026\r\nFrom: a@example.com\r\n", HeaderFromStatus.SingleAuthor)]
    [TestCase("To: b\r\n", HeaderFromStatus.Missing)]
    [TestCase("", HeaderFromStatus.Missing)]
    [TestCase("From: a@example.com\r\nFrom: a@example.com\r\n", HeaderFromStatus.SeveralFields)]
    [TestCase("From: a@example.com\r\nfrom : b@x.example\r\n", HeaderFromStatus.SeveralFields)]
    [TestCase(" From: b@x.example\r\nFrom: a@example.com\r\n", HeaderFromStatus.SeveralFields)]
    [TestCase("\0From: b@x.example\r\nFrom: a@example.com\r\n", HeaderFromStatus.SeveralFields)]
    [TestCase("From\u00a0: b@x.example\r\nFrom: a@example.com\r\n", HeaderFromStatus.SeveralFields)]
    [TestCase("Subject: x\rFrom: b@x.example\r\nFrom: a@example.com\r\n", HeaderFromStatus.SeveralFields)]
    [TestCase("Fr\0om: b@x.example\r\n", HeaderFromStatus.SeveralFields)]
    public void Fields_are_counted_as_the_most_lenient_reader_would(string headers, HeaderFromStatus expected) =>
        Assert.That(HeaderFrom.Read(HeaderSection.Parse(Encoding.Latin1.GetBytes(headers))).Status, Is.EqualTo(expected));

    private static HeaderFrom Parse(string value) => HeaderFrom.Parse(Encoding.UTF8.GetBytes(value));
}
