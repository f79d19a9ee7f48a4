using MailGate.Filtering.Checks;
using MailGate.Filtering.Pipeline;
using MailGate.Filtering.Pipeline.Facts;
using MailGate.Filtering.Tests.Pipeline;
using NUnit.Framework;

namespace MailGate.Filtering.Tests.Checks;

public sealed class IprevCheckTests
{
    private const string Reverse = "1.2.0.192.in-addr.arpa";

    [TestCase($"{Reverse} PTR mx.example\nmx.example A 192.0.2.1", "pass", "mx.example", "mx.example")]
    [TestCase($"{Reverse} PTR mx.example\nmx.example A 192.0.2.9", "fail", "mx.example", "")]
    [TestCase("x.example A 192.0.2.9", "permerror", "", "")]
    public async Task The_name_is_verified_or_not(string records, string result, string hostname, string verified)
    {
        TestMail mail = new(records);
        FactSet facts = await mail.RunAsync(new IprevCheck(), mail.Connect());

        Assert.That(facts.Get(MailFacts.IprevResult).AsString, Is.EqualTo(result));
        Assert.That(facts.Get(MailFacts.IprevHostname).AsString, Is.EqualTo(hostname));
        Assert.That(facts.Get(MailFacts.ClientHostname).AsString, Is.EqualTo(verified));
        Assert.That(mail.Reports[0].IsInDoubt, Is.False);
    }

    [Test]
    public async Task A_failing_DNS_is_temperror_and_no_name_is_known()
    {
        TestMail mail = new($"{Reverse} TIMEOUT");
        FactSet facts = await mail.RunAsync(new IprevCheck(), mail.Connect());

        Assert.That(facts.Get(MailFacts.IprevResult).AsString, Is.EqualTo("temperror"));
        Assert.That(facts.Get(MailFacts.ClientHostname).Kind, Is.EqualTo(FactKind.Missing), "not known is not the same as without a name");
        Assert.That(mail.Reports[0].Outcome, Is.EqualTo(CheckOutcome.InDoubt));
    }
}
