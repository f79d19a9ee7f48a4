using MailGate.Filtering.Checks;
using MailGate.Filtering.Pipeline.Facts;
using MailGate.Filtering.Tests.Pipeline;
using MailGate.Mail.Addresses;
using MailGate.Mail.Authentication;
using NUnit.Framework;

namespace MailGate.Filtering.Tests.Checks;

[FixtureLifeCycle(LifeCycle.InstancePerTestCase)]
public sealed class ArcCheckTests
{
    private readonly TestMail _mail = new("", new AuthenticationOptions { TrustedSealers = new HashSet<Domain> { Domain.Parse("list.example") } });

    [TestCase("list.example", true)]
    [TestCase("stranger.example", false)]
    public async Task A_chain_is_told_with_its_sealers_and_whether_it_is_to_be_believed(string sealer, bool trusted)
    {
        string message = await SignedMail.SealAsync(_mail, sealer, $"{sealer}; dmarc=pass header.from=author.example");
        FactSet facts = await _mail.RunAsync(new ArcCheck(), _mail.Message(message));

        Assert.That(facts.Get(MailFacts.ArcResult).AsString, Is.EqualTo("pass"));
        Assert.That(TestMail.Strings(facts.Get(MailFacts.ArcSealers)), Is.EqualTo((string[])[sealer]));
        Assert.That(facts.Get(MailFacts.ArcTrusted).IsTrue, Is.EqualTo(trusted));
    }

    [Test]
    public async Task A_broken_chain_fails_and_is_never_trusted()
    {
        string message = await SignedMail.SealAsync(_mail, "list.example", "list.example; dmarc=pass header.from=author.example");
        FactSet facts = await _mail.RunAsync(new ArcCheck(), _mail.Message(message + "more\n"));

        Assert.That(facts.Get(MailFacts.ArcResult).AsString, Is.EqualTo("fail"));
        Assert.That(facts.Get(MailFacts.ArcTrusted).IsFalse, Is.True);
    }

    [Test]
    public async Task No_chain_is_none() =>
        Assert.That((await _mail.RunAsync(new ArcCheck(), _mail.Message(SignedMail.Message))).Get(MailFacts.ArcResult).AsString, Is.EqualTo("none"));
}
