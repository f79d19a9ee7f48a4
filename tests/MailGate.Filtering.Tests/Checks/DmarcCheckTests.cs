using MailGate.Filtering.Checks;
using MailGate.Filtering.Pipeline;
using MailGate.Filtering.Pipeline.Facts;
using MailGate.Filtering.Tests.Pipeline;
using NUnit.Framework;

namespace MailGate.Filtering.Tests.Checks;

[FixtureLifeCycle(LifeCycle.InstancePerTestCase)]
public sealed class DmarcCheckTests
{
    private readonly TestMail _mail = new("""
        _dmarc.author.example TXT "v=DMARC1; p=reject"
        _dmarc.testing.example TXT "v=DMARC1; p=reject; t=y"
        _dmarc.slow.example TIMEOUT
        """);

    [Test]
    public async Task An_aligned_signature_passes()
    {
        FactSet facts = await _mail.RunAsync(new DmarcCheck(), _mail.Message(SignedMail.Sign(_mail, "author.example")));

        Assert.That(facts.Get(MailFacts.DmarcResult).AsString, Is.EqualTo("pass"));
        Assert.That(TestMail.Strings(facts.Get(MailFacts.DmarcAlignedBy)), Is.EqualTo((string[])["dkim"]));
        Assert.That(facts.Get(MailFacts.DmarcDomain).AsString, Is.EqualTo("author.example"));
        Assert.That(facts.Get(MailFacts.DmarcOrgDomain).AsString, Is.EqualTo("author.example"));
        Assert.That(facts.Get(MailFacts.DmarcPolicy).AsString, Is.EqualTo("reject"));
    }

    [TestCase("author.example", "fail", "reject", false)]
    [TestCase("testing.example", "fail", "quarantine", true)]
    [TestCase("none.example", "none", "", false)]
    public async Task Mail_that_nothing_authenticates_gets_the_policy_that_applies(string author, string result, string policy, bool testing)
    {
        FactSet facts = await _mail.RunAsync(new DmarcCheck(), _mail.Message($"From: a@{author}\n\nbody\n"));

        Assert.That(facts.Get(MailFacts.DmarcResult).AsString, Is.EqualTo(result));
        Assert.That(facts.Get(MailFacts.DmarcPolicy).AsString, Is.EqualTo(policy));
        Assert.That(facts.Get(MailFacts.DmarcTesting).IsTrue, Is.EqualTo(testing));
        Assert.That(facts.Get(MailFacts.DmarcAlignedBy).AsList.Count, Is.Zero);
    }

    [Test]
    public async Task Two_authors_never_pass()
    {
        string message = "From: evil@evil.example\n" + SignedMail.Sign(_mail, "author.example");
        FactSet facts = await _mail.RunAsync(new DmarcCheck(), _mail.Message(message));

        Assert.That(facts.Get(MailFacts.DmarcResult).AsString, Is.EqualTo("permerror"));
        Assert.That(facts.Get(MailFacts.DmarcDomain).AsString, Is.Empty);
    }

    [Test]
    public async Task A_policy_that_cannot_be_fetched_is_temperror_and_in_doubt()
    {
        FactSet facts = await _mail.RunAsync(new DmarcCheck(), _mail.Message("From: a@slow.example\n\nbody\n"));

        Assert.That(facts.Get(MailFacts.DmarcResult).AsString, Is.EqualTo("temperror"));
        Assert.That(_mail.Reports[0].Outcome, Is.EqualTo(CheckOutcome.InDoubt));
    }
}
