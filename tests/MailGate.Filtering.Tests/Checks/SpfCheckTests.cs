using MailGate.Filtering.Checks;
using MailGate.Filtering.Pipeline;
using MailGate.Filtering.Pipeline.Facts;
using MailGate.Filtering.Tests.Pipeline;
using NUnit.Framework;

namespace MailGate.Filtering.Tests.Checks;

public sealed class SpfCheckTests
{
    private const string Records = """
        sender.example TXT "v=spf1 ip4:192.0.2.0/24 -all"
        client.example TXT "v=spf1 -all"
        slow.example TIMEOUT
        """;

    [TestCase("a@sender.example", "192.0.2.1", "pass", "sender.example", "ip4:192.0.2.0/24")]
    [TestCase("a@sender.example", "198.51.100.1", "fail", "sender.example", "-all")]
    [TestCase("a@none.example", "192.0.2.1", "none", "none.example", "")]
    [TestCase("", "192.0.2.1", "fail", "client.example", "-all")]
    public async Task MAIL_FROM_is_checked_and_HELO_only_for_the_null_reverse_path(string from, string client, string result, string domain, string mechanism)
    {
        TestMail mail = new(Records);
        FactSet facts = await mail.RunAsync(new SpfCheck(), mail.Mail(from, address: client));

        Assert.That(facts.Get(MailFacts.SpfResult).AsString, Is.EqualTo(result));
        Assert.That(facts.Get(MailFacts.SpfDomain).AsString, Is.EqualTo(domain));
        Assert.That(facts.Get(MailFacts.SpfMechanism).AsString, Is.EqualTo(mechanism));
    }

    [Test]
    public async Task The_HELO_name_has_a_result_of_its_own()
    {
        TestMail mail = new(Records);
        FactSet facts = await mail.RunAsync(new SpfHeloCheck(), mail.Mail());

        Assert.That(facts.Get(MailFacts.SpfHeloResult).AsString, Is.EqualTo("fail"));
    }

    [Test]
    public async Task A_failing_DNS_is_temperror_and_in_doubt()
    {
        TestMail mail = new(Records);
        FactSet facts = await mail.RunAsync(new SpfCheck(), mail.Mail("a@slow.example"));

        Assert.That(facts.Get(MailFacts.SpfResult).AsString, Is.EqualTo("temperror"));
        Assert.That(mail.Reports[0].Outcome, Is.EqualTo(CheckOutcome.InDoubt));
    }

    [Test]
    public async Task A_DNS_that_never_answers_is_temperror_when_the_time_is_over()
    {
        TestMail mail = new(Records);
        mail.Dns.BeforeAnswer = (_, cancellation) => new ValueTask(Task.Delay(Timeout.InfiniteTimeSpan, mail.Time, CancellationToken.None));
        MailContext context = mail.Mail();
        Task<FactSet> run = mail.RunAsync(new SpfCheck(), context);
        await mail.Time.WhenTimersAsync(1);
        mail.Time.Advance(TimeSpan.FromMinutes(1));

        Assert.That((await run).Get(MailFacts.SpfResult).AsString, Is.EqualTo("temperror"));
    }
}
