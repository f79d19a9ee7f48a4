using System.Net;
using MailGate.Filtering.Pipeline;
using MailGate.Filtering.Pipeline.Facts;
using MailGate.Filtering.Rewriting;
using MailGate.Filtering.Rules;
using NUnit.Framework;

namespace MailGate.Filtering.Tests.Rules;

public class RuleSetTests
{
    private const string SpfFails = "spf.result == \"fail\"";

    // Worked out by a program in another language from what RuleSampling says of itself.
    private static readonly string[] SampledElsewhere = ["user2@example.com", "user7@example.com", "user17@example.com", "user22@example.com", "user31@example.com"];

    [Test]
    public void The_first_final_action_wins_and_nothing_after_it_is_judged()
    {
        RuleSet set = RuleSets.Of($$"""
            rules:
              - { name: SCORED, when: '{{SpfFails}}', score: 2.5 }
              - { name: FIRST, when: '{{SpfFails}}', action: reject, reply: "550 5.7.23 SPF of {spf.domain} says no" }
              - { name: SECOND, when: '{{SpfFails}}', action: accept }
            """);

        Verdict verdict = set.Evaluate(Stage.Mail, Facts());

        Assert.That(verdict.Action, Is.EqualTo(RuleAction.Reject));
        Assert.That(verdict.DecidedBy!.Name, Is.EqualTo("FIRST"));
        Assert.That(verdict.Reply!.ToString(), Is.EqualTo("550 5.7.23 SPF of bad.example says no"));
        Assert.That(verdict.Hits.Select(hit => hit.Name), Is.EqualTo(new[] { "SCORED", "FIRST" }));
        Assert.That(verdict.Score, Is.EqualTo(2.5));
        Assert.That(verdict.IsFinal, Is.True);
    }

    [Test]
    public void A_rule_is_judged_at_the_first_stage_at_which_all_it_names_is_known()
    {
        RuleSet set = RuleSets.Of($$"""
            rules:
              - { name: CONNECT, when: 'ip in "10.0.0.0/8"', score: 1 }
              - { name: HELO, when: 'helo.is_literal && client.tls', score: 1 }
              - { name: MAIL, when: '{{SpfFails}}', score: 1 }
              - { name: RCPT, when: 'rcpt.domain == mail.from.domain', score: 1 }
              - { name: MESSAGE, when: 'header("X-Y") == ""', score: 1 }
              - { name: LATE, stage: message, when: '{{SpfFails}}', score: 1 }
              - { name: BY_REPLY, when: 'client.tls', action: reject, reply: "550 5.7.1 {dmarc.domain}" }
              - { name: ALWAYS, when: 'true', score: 1 }
            """);

        Assert.That(set.Rules.Select(rule => $"{rule.Name} {rule.Stage}"), Is.EqualTo(new[]
        {
            "CONNECT Connect", "HELO Helo", "MAIL Mail", "RCPT Rcpt", "MESSAGE Message", "LATE Message", "BY_REPLY Message", "ALWAYS Message",
        }));
    }

    [TestCase(14.9, RuleAction.Quarantine, true)]
    [TestCase(15, RuleAction.Reject, true)]
    [TestCase(10, RuleAction.Quarantine, true)]
    [TestCase(9.9, RuleAction.Tag, true)]
    [TestCase(6, RuleAction.Tag, true)]
    [TestCase(5.9, RuleAction.None, false)]
    [TestCase(-3, RuleAction.None, false)]
    public void Thresholds_turn_the_score_into_an_action(double score, RuleAction action, bool isTagged)
    {
        RuleSet set = RuleSets.Of(FormattableString.Invariant($$"""
            rules: [ { name: A, when: 'true', score: {{score}} } ]
            thresholds: { reject: 15, quarantine: 10, add_header: 6 }
            """));

        Verdict verdict = set.Evaluate(Stage.Message, new FactSet());

        Assert.That(verdict.Action, Is.EqualTo(action));
        Assert.That(verdict.IsTagged, Is.EqualTo(isTagged));
        Assert.That(verdict.DecidedBy, Is.Null);
        Assert.That(verdict.Reply?.ToString(), Is.EqualTo(action == RuleAction.Reject ? "550 5.7.1 Rejected as spam" : null));
    }

    [Test]
    public void What_is_greylisted_by_score_is_tagged_when_it_comes_again()
    {
        RuleSet set = RuleSets.Of("""
            rules: [ { name: A, when: 'true', score: 7 } ]
            thresholds: { greylist: 4, tag: 6 }
            """);

        Verdict verdict = set.Evaluate(Stage.Message, new FactSet());

        Assert.That((verdict.Action, verdict.IsTagged, verdict.IsFinal), Is.EqualTo((RuleAction.Greylist, true, false)));
    }

    [Test]
    public void Thresholds_wait_for_the_message()
    {
        RuleSet set = RuleSets.Of($$"""
            rules: [ { name: A, when: '{{SpfFails}}', score: 20 } ]
            thresholds: { reject: 15 }
            """);

        Verdict mail = set.Evaluate(Stage.Mail, Facts());
        Verdict message = set.Evaluate(Stage.Message, Facts(), mail.Hits);

        Assert.That(mail.Action, Is.EqualTo(RuleAction.None));
        Assert.That(message.Action, Is.EqualTo(RuleAction.Reject));
        Assert.That(message.Score, Is.EqualTo(20));
        Assert.That(message.Hits, Is.Empty);
    }

    [Test]
    public void A_group_counts_for_no_more_than_its_cap_over_all_stages()
    {
        RuleSet set = RuleSets.Of($$"""
            groups: { g: { max_score: 5 } }
            rules:
              - { name: A, when: '{{SpfFails}}', score: 3, group: g }
              - { name: B, when: 'true', score: 4, group: g }
              - { name: C, when: 'true', score: 1, group: g }
              - { name: D, when: 'true', score: -2, group: g }
              - { name: E, when: 'true', score: 0.1 }
            """);

        Verdict mail = set.Evaluate(Stage.Mail, Facts());
        Verdict message = set.Evaluate(Stage.Message, Facts(), mail.Hits);

        Assert.That(message.Hits.Select(hit => hit.Score), Is.EqualTo(new[] { 2, 0, -2, 0.1 }));
        Assert.That(message.Hits.Select(hit => hit.RawScore), Is.EqualTo(new[] { 4, 1, -2, 0.1 }));
        Assert.That(message.Score, Is.EqualTo(3.1));
    }

    [Test]
    public void Shadow_rules_are_reported_and_change_nothing()
    {
        RuleSet set = RuleSets.Of("""
            rules:
              - { name: SHADOW, mode: shadow, when: 'true', score: 100, action: reject, add_header: { X-A: b } }
              - { name: OFF, mode: off, when: 'true', action: reject }
              - { name: FAILS, mode: shadow, when: 'spam.points > 1', action: reject, on_error: defer }
            thresholds: { reject: 15 }
            """);

        Verdict verdict = set.Evaluate(Stage.Message, new FactSet());

        Assert.That(verdict.Action, Is.EqualTo(RuleAction.None));
        Assert.That((verdict.Score, verdict.Hits.Count, verdict.Effects.Count), Is.EqualTo((0d, 0, 0)));
        Assert.That(verdict.ShadowHits.Select(hit => (hit.Name, hit.Score, hit.Action)), Is.EqualTo(new[] { ("SHADOW", 100d, RuleAction.Reject) }));
        Assert.That(verdict.Failures.Select(failure => failure.Rule.Name), Is.EqualTo(new[] { "FAILS" }));
    }

    [TestCase("ignore", RuleAction.None, null)]
    [TestCase("defer", RuleAction.Defer, "451 4.3.0 A check could not be completed, try again later")]
    [TestCase("tag", RuleAction.Tag, null)]
    public void A_rule_that_cannot_be_judged_does_what_its_on_error_says(string policy, RuleAction action, string? reply)
    {
        RuleSet set = RuleSets.Of($$"""
            rules: [ { name: A, when: 'dmarc.result == "fail"', action: reject, on_error: {{policy}} } ]
            """);

        Verdict verdict = set.Evaluate(Stage.Message, new FactSet());

        Assert.That(verdict.Action, Is.EqualTo(action));
        Assert.That(verdict.Reply?.ToString(), Is.EqualTo(reply));
        Assert.That(verdict.Hits, Is.Empty);
        Assert.That(verdict.Failures.Single().Rule.Name, Is.EqualTo("A"));
    }

    [Test]
    public void A_score_can_be_an_expression()
    {
        RuleSet set = RuleSets.Of("""
            groups: { content: { max_score: 12 } }
            rules: [ { name: MODEL, when: 'spam.probability > 0.5', score: spam.points, group: content } ]
            """);
        FactSet facts = new();
        facts.Set(MailFacts.SpamProbability, FactValue.Of(0.99));
        facts.Set(MailFacts.SpamPoints, FactValue.Of(1e300));

        Assert.That(set.Evaluate(Stage.Message, facts).Score, Is.EqualTo(12));

        facts.Set(MailFacts.SpamPoints, FactValue.Of(double.NaN));
        Verdict unknown = set.Evaluate(Stage.Message, facts);

        Assert.That(unknown.Score, Is.Zero);
        Assert.That(unknown.Failures.Single().Reason, Is.EqualTo("the score is not a number"));
    }

    [Test]
    public void A_sample_takes_the_same_senders_every_time_and_about_its_share_of_them()
    {
        string[] tenth = Sample("CANARY", "10%"), again = Sample("CANARY", "10%"), fifth = Sample("CANARY", "20%"), other = Sample("OTHER", "10%");

        Assert.That(again, Is.EqualTo(tenth), "after a reload");
        Assert.That(tenth[..5], Is.EqualTo(SampledElsewhere), "in every process, on every host, in every version");
        Assert.That(tenth, Has.Length.InRange(150, 250));
        Assert.That(fifth, Is.SupersetOf(tenth), "a canary that grows keeps those whom it had");
        Assert.That(other.Intersect(tenth).Count(), Is.LessThan(60), "another rule takes others");

        static IEnumerable<string> Senders() => Enumerable.Range(0, 2000).Select(number => $"user{number}@example.com");

        static string[] Sample(string name, string share)
        {
            RuleSet set = RuleSets.Of($"rules: [ {{ name: {name}, when: 'true', score: 1, sample: {share} }} ]");
            return [.. Senders().Where(sender =>
            {
                FactSet facts = Facts();
                facts.Set(MailFacts.MailFromAddress, FactValue.Of(sender));
                return set.Evaluate(Stage.Message, facts).Hits.Count == 1;
            })];
        }
    }

    [Test]
    public void Only_the_checks_that_rules_name_are_needed()
    {
        RuleSet set = RuleSets.Of($$"""
            rules:
              - { name: A, when: '{{SpfFails}} && client.tls', score: 1 }
              - { name: B, when: 'dmarc.result == "fail" && dnsbl("zen.example")', score: 1 }
              - { name: C, mode: off, when: 'arc.result == "fail"', score: 1 }
              - { name: D, mode: shadow, when: 'true', score: spam.points }
            """);

        Assert.That(set.ChecksFor(Stage.Connect), Is.Empty);
        Assert.That(set.ChecksFor(Stage.Mail), Is.EqualTo(new[] { "spf" }));
        Assert.That(set.ChecksFor(Stage.Message), Is.EqualTo(new[] { "dmarc", "dnsbl", "spam" }));
        Assert.That(set.FactsFor(Stage.Mail).Select(fact => fact.Path), Is.EqualTo(new[] { "spf.result", "client.tls" }));
        Assert.That(set.HasRules(Stage.Helo), Is.False);
    }

    [Test]
    public void Questions_are_asked_as_far_as_what_is_known_makes_them_matter()
    {
        RuleSet set = RuleSets.Of("""
            rules:
              - { name: A, stage: mail, when: 'client.tls && dnsbl("never.example")', score: 1 }
              - { name: B, stage: mail, when: 'dnsbl("one.example") || dnsbl("two.example")', score: 1 }
              - { name: C, stage: mail, when: 'dnsbl("one.example") ? rate("ip", string(ip), "1h") > 5 : false', score: 1 }
            """);
        FactSet facts = Facts();
        facts.Set(MailFacts.ClientTls, FactValue.False);

        string[] first = [.. set.Ask(Stage.Mail, facts).Select(call => call.ToString())];
        foreach (FactCall call in set.Ask(Stage.Mail, facts))
        {
            facts.SetAnswer(call, FactValue.Of(call.Arguments[0].AsString == "one.example"));
        }

        IReadOnlyCollection<FactCall> second = set.Ask(Stage.Mail, facts);
        foreach (FactCall call in second)
        {
            facts.SetAnswer(call, FactValue.Missing);
        }

        Assert.That(first, Is.EquivalentTo(new[] { "dnsbl(\"one.example\")", "dnsbl(\"two.example\")" }));
        Assert.That(second.Single().ToString(), Is.EqualTo("rate(\"ip\", \"192.0.2.7\", \"1h\")"));
        Assert.That(set.Ask(Stage.Mail, facts), Is.Empty);
        Assert.That(set.Evaluate(Stage.Mail, facts).Hits.Select(hit => hit.Name), Is.EqualTo(new[] { "B" }));
    }

    [Test]
    public void Effects_come_in_the_order_of_the_rules_with_facts_in_their_texts()
    {
        RuleSet set = RuleSets.Of("""
            rules:
              - name: A
                when: 'true'
                add_header: { X-Client: "{ip} and {spf.domain}", X-Two: [ a, b ] }
                remove_header: [ X-Old, X-Spam-* ]
                prefix_subject: "[ext] "
              - name: B
                when: 'true'
                redirect: "{mail.from.local}@archive.example"
                bcc: [ one@example.com, two@example.com ]
                route: archive
                delay: 5s
                rewrite: { mail_from: "bounces@example.com" }
            """);

        Verdict verdict = set.Evaluate(Stage.Mail, Facts());

        Assert.That(verdict.Effects, Is.EqualTo(new MessageEffect[]
        {
            new MessageEffect.EditHeader(new HeaderEdit.Add("X-Client", "192.0.2.7 and bad.example")),
            new MessageEffect.EditHeader(new HeaderEdit.Add("X-Two", "a")),
            new MessageEffect.EditHeader(new HeaderEdit.Add("X-Two", "b")),
            new MessageEffect.EditHeader(new HeaderEdit.Remove("X-Old")),
            new MessageEffect.EditHeader(new HeaderEdit.Remove("X-Spam-*")),
            new MessageEffect.EditHeader(new HeaderEdit.PrefixSubject("[ext]")),
            new MessageEffect.Redirect("user@archive.example"),
            new MessageEffect.Bcc("one@example.com", true),
            new MessageEffect.Bcc("two@example.com", true),
            new MessageEffect.Route("archive"),
            new MessageEffect.Delay(TimeSpan.FromSeconds(5)),
            new MessageEffect.RewriteMailFrom("bounces@example.com"),
        }));
    }

    [Test]
    public void An_effect_whose_facts_make_no_address_is_left_out()
    {
        RuleSet set = RuleSets.Of("""rules: [ { name: A, when: 'true', redirect: "{mail.from.local}@archive.example", route: r } ]""");
        FactSet facts = Facts();
        facts.Set(MailFacts.MailFromLocal, FactValue.Of("a b\r\nRCPT TO:<c>"));

        Assert.That(set.Evaluate(Stage.Mail, facts).Effects, Is.EqualTo(new[] { new MessageEffect.Route("r") }));
    }

    [Test]
    public void Rules_that_do_not_hit_allocate_nothing()
    {
        IEnumerable<string> rules = Enumerable.Range(0, 200).Select(number =>
            $$"""  - { name: R{{number}}, stage: message, when: 'spf.result == "r{{number}}" || mail.from.domain.under("d{{number}}.example") || ip in "10.{{number}}.0.0/16"', score: 1 }""");
        RuleSet set = RuleSets.Of("rules:\n" + string.Join('\n', rules));
        FactSet facts = Facts();
        set.Evaluate(Stage.Message, facts);

        long before = GC.GetAllocatedBytesForCurrentThread();
        set.Evaluate(Stage.Message, facts);
        long used = GC.GetAllocatedBytesForCurrentThread() - before;

        // The verdict itself, for all 200.
        Assert.That(used, Is.LessThan(300));
    }

    private static FactSet Facts()
    {
        FactSet facts = new();
        facts.Set(MailFacts.Ip, FactValue.Of(IPAddress.Parse("192.0.2.7")));
        facts.Set(MailFacts.ClientIp, FactValue.Of(IPAddress.Parse("192.0.2.7")));
        facts.Set(MailFacts.SpfResult, FactValue.Of("fail"));
        facts.Set(MailFacts.SpfDomain, FactValue.Of("bad.example"));
        facts.Set(MailFacts.MailFromLocal, FactValue.Of("user"));
        facts.Set(MailFacts.MailFromDomain, FactValue.Of("bad.example"));
        return facts;
    }
}
