using MailGate.Filtering.Checks;
using MailGate.Filtering.Pipeline;
using MailGate.Filtering.Pipeline.Facts;
using MailGate.Filtering.Tests.Pipeline;
using NUnit.Framework;

namespace MailGate.Filtering.Tests.Checks;

public sealed class DnsblCheckTests
{
    [TestCase("list.example", true)]
    [TestCase("list.example=127.0.0.[5..9]", false)]
    [TestCase("empty.example", false)]
    public async Task The_client_address_is_asked_for(string list, bool listed)
    {
        TestMail mail = new("1.2.0.192.list.example A 127.0.0.2");
        FactCall call = TestMail.Call(MailFacts.Dnsbl, list);

        Assert.That(Answer(await mail.RunAsync(new DnsblCheck(), mail.Connect(), call), call).IsTrue, Is.EqualTo(listed));
    }

    [Test]
    public async Task An_IPv6_client_is_asked_for_by_nibbles()
    {
        TestMail mail = new("1.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.8.b.d.0.1.0.0.2.list.example A 127.0.0.2");
        FactCall call = TestMail.Call(MailFacts.Dnsbl, "list.example");

        Assert.That(Answer(await mail.RunAsync(new DnsblCheck(), mail.Connect("2001:db8::1"), call), call).IsTrue, Is.True);
    }

    [TestCase("spam.example", true)]
    [TestCase("SPAM.example", true)]
    [TestCase("ham.example", false)]
    [TestCase("", false)]
    [TestCase("not a name.example", false)]
    [TestCase("192.0.2.1", false)]
    public async Task A_name_is_asked_for_when_it_is_one(string name, bool listed)
    {
        TestMail mail = new("spam.example.dbl.example A 127.0.1.2");
        FactCall call = TestMail.Call(MailFacts.DnsblName, "dbl.example", name);

        Assert.That(Answer(await mail.RunAsync(new DnsblCheck(), mail.Connect(), call), call).IsTrue, Is.EqualTo(listed));
        Assert.That(mail.Dns.Questions.Select(question => question.Name), Is.All.EndsWith(".dbl.example").And.All.Not.Contain(" "));
    }

    [TestCase("1.2.0.192.list.example SERVFAIL", "did not answer")]
    [TestCase("1.2.0.192.list.example A 127.255.255.254", "refuses to answer")]
    public async Task A_list_that_does_not_say_leaves_the_question_open(string records, string reason)
    {
        TestMail mail = new(records);
        FactCall call = TestMail.Call(MailFacts.Dnsbl, "list.example");

        Assert.That(Answer(await mail.RunAsync(new DnsblCheck(), mail.Connect(), call), call).Kind, Is.EqualTo(FactKind.Missing));
        Assert.That(mail.Reports[0].Outcome, Is.EqualTo(CheckOutcome.InDoubt));
        Assert.That(mail.Reports[0].Error, Does.Contain(reason));
    }

    [Test]
    public async Task Lists_are_asked_at_the_same_time()
    {
        TestMail mail = new("x.example A 192.0.2.9");
        TaskCompletionSource all = new();
        mail.Dns.BeforeAnswer = async (_, _) =>
        {
            if (mail.Dns.Questions.Count == 3)
            {
                all.SetResult();
            }

            await all.Task;
        };
        FactCall[] calls = [.. ((string[])["a.example", "b.example", "c.example"]).Select(zone => TestMail.Call(MailFacts.Dnsbl, zone))];

        FactSet facts = await mail.RunAsync(new DnsblCheck(), mail.Connect(), calls);
        Assert.That(calls.Select(call => Answer(facts, call).IsFalse), Is.All.True);
    }

    private static FactValue Answer(FactSet facts, FactCall call) => facts.Call(call.Function.Id, [.. call.Arguments]);
}
