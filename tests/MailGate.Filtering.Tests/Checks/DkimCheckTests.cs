using MailGate.Filtering.Checks;
using MailGate.Filtering.Pipeline;
using MailGate.Filtering.Pipeline.Facts;
using MailGate.Filtering.Tests.Pipeline;
using MailGate.Mail.Dns;
using NUnit.Framework;

namespace MailGate.Filtering.Tests.Checks;

[FixtureLifeCycle(LifeCycle.InstancePerTestCase)]
public sealed class DkimCheckTests
{
    private readonly TestMail _mail = new();

    [Test]
    public async Task Signatures_are_told_one_by_one_and_those_that_pass_by_domain()
    {
        string message = SignedMail.Sign(_mail, "two.example", SignedMail.Sign(_mail, "one.example"));
        message = message.Replace("d=one.example", "d=gone.example", StringComparison.Ordinal);

        FactSet facts = await _mail.RunAsync(new DkimCheck(), _mail.Message(message));

        Assert.That(facts.Get(MailFacts.DkimResult).AsString, Is.EqualTo("pass"));
        Assert.That(TestMail.Strings(facts.Get(MailFacts.DkimDomains)), Is.EqualTo((string[])["two.example"]));
        Assert.That(TestMail.Strings(facts.Get(MailFacts.DkimSelectors)), Is.EqualTo((string[])["s"]));
        FactList signatures = facts.Get(MailFacts.DkimSignatures).AsList;
        Assert.That(signatures.Count, Is.EqualTo(2));
        Assert.That(signatures[0].AsObject.Get(DkimSignatureFact.Algorithm.Index).AsString, Is.EqualTo("ed25519-sha256"));
        Assert.That(signatures[1].AsObject.Get(DkimSignatureFact.Result.Index).AsString, Is.EqualTo("permerror"));
        Assert.That(signatures[1].AsObject.Get(DkimSignatureFact.Reason.Index).AsString, Is.Not.Empty);
    }

    [Test]
    public async Task A_changed_body_fails_and_vouches_for_nobody()
    {
        FactSet facts = await _mail.RunAsync(new DkimCheck(), _mail.Message(SignedMail.Sign(_mail, "one.example") + "more\n"));

        Assert.That(facts.Get(MailFacts.DkimResult).AsString, Is.EqualTo("fail"));
        Assert.That(facts.Get(MailFacts.DkimDomains).AsList.Count, Is.Zero);
    }

    [Test]
    public async Task A_key_that_cannot_be_fetched_is_temperror_and_in_doubt()
    {
        string message = SignedMail.Sign(_mail, "one.example").Replace("s=s;", "s=slow;", StringComparison.Ordinal);
        _mail.Dns.Fail("slow._domainkey.one.example", DnsStatus.Timeout);
        FactSet facts = await _mail.RunAsync(new DkimCheck(), _mail.Message(message));

        Assert.That(facts.Get(MailFacts.DkimResult).AsString, Is.EqualTo("temperror"));
        Assert.That(_mail.Reports[0].Outcome, Is.EqualTo(CheckOutcome.InDoubt));
    }

    [Test]
    public async Task A_message_without_signature_is_none() =>
        Assert.That((await _mail.RunAsync(new DkimCheck(), _mail.Message(SignedMail.Message))).Get(MailFacts.DkimResult).AsString, Is.EqualTo("none"));
}
