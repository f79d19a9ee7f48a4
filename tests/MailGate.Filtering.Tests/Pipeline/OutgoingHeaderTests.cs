using MailGate.Filtering.Pipeline;
using MailGate.Filtering.Rewriting;
using MailGate.Filtering.Rules;
using MailGate.Filtering.Tests.Rewriting;
using MailGate.Filtering.Tests.Rules;
using NUnit.Framework;

namespace MailGate.Filtering.Tests.Pipeline;

[FixtureLifeCycle(LifeCycle.InstancePerTestCase)]
public sealed class OutgoingHeaderTests
{
    private readonly TestMail _mail = new();

    [Test]
    public async Task Forged_words_go_our_own_come_and_rules_have_theirs()
    {
        _mail.With(RuleSets.Of("""
            thresholds: { reject: 15, tag: 6 }
            rules:
              - { name: EARLY, when: client.ip == "192.0.2.1", add_header: { X-Early: "1" } }
              - { name: TAGGED, when: message.subject == "buy", score: 7.5, add_header: { X-Client: "{client.ip}" }, prefix_subject: "[SPAM]" }
            """));
        string header = await EditAsync(
            "authentication-results:\n (x) \"MX.example\"; spf=pass\nAuthentication-Results: other.example; spf=pass\nX-Spam-Flag: NO\nFrom: a@sender.example\nSubject: buy\n\nbody\n",
            new OutgoingHeaderOptions { AuthservId = "mx.example" });

        Assert.That(header, Does.StartWith("Authentication-Results: mx.example;\n iprev="));
        Assert.That(header, Does.Not.Contain("MX.example").And.Not.Contain("X-Spam-Flag: NO"));
        Assert.That(header, Does.Contain("Authentication-Results: other.example; spf=pass\n"));
        Assert.That(header, Does.Contain("X-Spam-Flag: YES\nX-Spam-Score: 7.5\nX-Spam-Level: *******\nX-Spam-Status: Yes, score=7.5 required=6.0 tests=EARLY=0, TAGGED=7.5"));
        Assert.That(header, Does.Contain("X-Early: 1\nX-Client: 192.0.2.1\n"));
        Assert.That(header, Does.Contain("Subject: [SPAM] buy\n\nbody\n"));
    }

    [Test]
    public async Task Ham_goes_on_as_it_came_below_the_results()
    {
        const string message = "From: a@sender.example\nSubject: hello\n\nbody\n";
        string header = await EditAsync(message, new OutgoingHeaderOptions { AuthservId = "mx.example" });

        Assert.That(header, Does.EndWith("\n" + message));
        Assert.That(header, Does.Not.Contain("X-Spam"));
    }

    [Test]
    public async Task Without_a_name_of_ours_nothing_is_written_and_nothing_removed()
    {
        const string message = "Authentication-Results: mx.example; spf=pass\nFrom: a@sender.example\n\nbody\n";
        Assert.That(await EditAsync(message, new OutgoingHeaderOptions()), Is.EqualTo(message));
    }

    private async Task<string> EditAsync(string message, OutgoingHeaderOptions options)
    {
        FilterPipeline pipeline = new(_mail.Environment, new PipelineOptions());
        MailContext mail = _mail.Message(message);
        await pipeline.RunAsync(mail, Stage.Connect);
        Verdict verdict = (await pipeline.RunAsync(mail, Stage.Message)).Verdict;
        IReadOnlyList<HeaderEdit> edits = OutgoingHeader.Edits(mail, verdict, await mail.Authentication.ReportAsync(), options);
        return HeaderEditing.Apply(message, [.. edits]);
    }
}
