using System.Net;
using MailGate.Filtering.Pipeline;
using MailGate.Filtering.Pipeline.Facts;
using MailGate.Mail.Addresses;
using NUnit.Framework;

namespace MailGate.Filtering.Tests.Pipeline;

[FixtureLifeCycle(LifeCycle.InstancePerTestCase)]
public sealed class MailContextTests
{
    private readonly TestMail _mail = new();

    [TestCase("client.example", false, false, true)]
    [TestCase("localhost", false, false, false)]
    [TestCase("[192.0.2.1]", true, false, false)]
    [TestCase("[IPv6:2001:db8::1]", true, false, false)]
    [TestCase("192.0.2.1", false, true, false)]
    [TestCase("2001:db8::1", false, true, false)]
    [TestCase("not a name", false, false, false)]
    [TestCase("1.2.3", false, false, true)]
    [TestCase("", false, false, false)]
    public void The_HELO_name_is_what_it_looks_like(string name, bool isLiteral, bool isBareIp, bool isFqdn)
    {
        FactSet facts = _mail.Helo(name).Facts;

        Assert.That(facts.Get(MailFacts.HeloName).AsString, Is.EqualTo(name));
        Assert.That(facts.Get(MailFacts.HeloIsLiteral).IsTrue, Is.EqualTo(isLiteral));
        Assert.That(facts.Get(MailFacts.HeloIsBareIp).IsTrue, Is.EqualTo(isBareIp));
        Assert.That(facts.Get(MailFacts.HeloIsFqdn).IsTrue, Is.EqualTo(isFqdn));
    }

    [TestCase("User@Sender.EXAMPLE", "User@sender.example", "User", "sender.example")]
    [TestCase("\"a\\\"b c\"@x.example", "\"a\\\"b c\"@x.example", "a\"b c", "x.example")]
    [TestCase("u@b\u00fccher.example", "u@xn--bcher-kva.example", "u", "xn--bcher-kva.example")]
    [TestCase("u@[192.0.2.1]", "u@[192.0.2.1]", "u", "")]
    [TestCase("", "", "", "")]
    public void The_reverse_path_is_what_rules_compare(string path, string address, string local, string domain)
    {
        FactSet facts = _mail.Mail(path).Facts;

        Assert.That(facts.Get(MailFacts.MailFromAddress).AsString, Is.EqualTo(address));
        Assert.That(facts.Get(MailFacts.MailFromLocal).AsString, Is.EqualTo(local));
        Assert.That(facts.Get(MailFacts.MailFromDomain).AsString, Is.EqualTo(domain));
        Assert.That(facts.Get(MailFacts.MailFromIsNull).IsTrue, Is.EqualTo(path.Length == 0));
    }

    [Test]
    public void A_recipient_is_known_while_it_is_answered_and_in_the_list_when_it_was_accepted()
    {
        MailContext mail = _mail.Mail();
        mail.BeginRecipient(TestMail.MailboxOf("One@RCPT.example"));
        Assert.That(mail.Facts.Get(MailFacts.RcptAddress).AsString, Is.EqualTo("One@rcpt.example"));
        mail.EndRecipient(accepted: true);
        mail.BeginRecipient(TestMail.MailboxOf("two@rcpt.example"));
        mail.EndRecipient(accepted: false);

        Assert.That(mail.Facts.Get(MailFacts.RcptAddress).Kind, Is.EqualTo(FactKind.Missing));
        Assert.That(mail.Facts.Get(MailFacts.RcptCount).AsInt, Is.EqualTo(1));
        Assert.That(mail.Facts.Get(MailFacts.Rcpts).AsList[0].AsObject.Get(RecipientFact.Address.Index).AsString, Is.EqualTo("One@rcpt.example"));
        Assert.That(mail.Recipients.Select(recipient => recipient.Mailbox), Is.EqualTo((Mailbox[])[TestMail.MailboxOf("One@rcpt.example")]));
    }

    [Test]
    public void Nothing_of_a_transaction_comes_back_to_the_connection()
    {
        MailContext connection = _mail.Helo();
        MailContext first = connection.BeginMail(new MailEnvelope(TestMail.PathOf("a@one.example")), "1");
        first.Facts.Set(MailFacts.SpfResult, FactValue.Of("pass"));
        first.MarkRan("spf");
        first.BeginRecipient(TestMail.MailboxOf("x@y.example"));
        first.EndRecipient(accepted: true);

        MailContext second = connection.BeginMail(new MailEnvelope(TestMail.PathOf("b@two.example")), "2");

        Assert.That(second.Facts.Get(MailFacts.SpfResult).Kind, Is.EqualTo(FactKind.Missing));
        Assert.That(second.RanChecks, Is.Empty);
        Assert.That(second.Recipients, Is.Empty);
        Assert.That(second.Facts.Get(MailFacts.MailFromDomain).AsString, Is.EqualTo("two.example"));
    }

    [Test]
    public void A_second_HELO_forgets_what_was_found_about_the_first_name_and_keeps_what_was_found_about_the_client()
    {
        MailContext first = _mail.Helo("one.example");
        first.Facts.Set(MailFacts.SpfHeloResult, FactValue.Of("pass"));
        first.Facts.Set(MailFacts.ClientHostname, FactValue.Of("host.example"));
        first.MarkRan("spf_helo");
        first.MarkRan("iprev");

        MailContext second = first.WithHelo(new MailClient { Address = IPAddress.Parse("192.0.2.1"), TlsVersion = "TLSv1.3", Login = "user" }, "two.example");

        Assert.That(second.Facts.Get(MailFacts.HeloName).AsString, Is.EqualTo("two.example"));
        Assert.That(second.Facts.Get(MailFacts.SpfHeloResult).Kind, Is.EqualTo(FactKind.Missing));
        Assert.That(second.Facts.Get(MailFacts.ClientHostname).AsString, Is.EqualTo("host.example"));
        Assert.That(second.Facts.Get(MailFacts.ClientTls).IsTrue && second.Facts.Get(MailFacts.ClientAuthenticated).IsTrue, Is.True);
        Assert.That(second.RanChecks, Is.EquivalentTo((string[])["iprev"]));
        Assert.That(second.Client.Login, Is.EqualTo("user"));
    }
}
