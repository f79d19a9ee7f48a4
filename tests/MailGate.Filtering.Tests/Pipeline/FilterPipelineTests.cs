using MailGate.Filtering.Pipeline;
using MailGate.Filtering.Reputation;
using MailGate.Filtering.Rules;
using MailGate.Filtering.Tests.Rules;
using MailGate.Mail.Dns;
using NUnit.Framework;

namespace MailGate.Filtering.Tests.Pipeline;

[FixtureLifeCycle(LifeCycle.InstancePerTestCase)]
public sealed class FilterPipelineTests
{
    private const string Records = """
        sender.example TXT "v=spf1 ip4:192.0.2.1 -all"
        slow.example TIMEOUT
        1.2.0.192.list.example A 127.0.0.2
        """;

    private readonly TestMail _mail = new(Records);

    [Test]
    public async Task A_stage_runs_exactly_the_checks_that_its_rules_need()
    {
        Use("""
            rules:
              - { name: BAD_SPF, when: spf.result == "fail", action: reject }
              - { name: SUBJECT, when: message.subject == "x", score: 1 }
            """);
        MailContext mail = _mail.Mail();

        StageResult result = await Pipeline().RunAsync(mail, Stage.Mail);

        Assert.That(result.Checks.Select(check => check.Check), Is.EqualTo((string[])["spf"]));
        Assert.That(mail.RanChecks, Is.EquivalentTo((string[])["spf"]));
        Assert.That(_mail.Dns.Questions, Is.EqualTo((object[])[new MailGate.Tests.Common.DnsQuestion("sender.example", DnsRecordType.Txt)]));
        Assert.That(Pipeline().NeedsFor(mail), Is.EqualTo(MessageNeeds.None), "no rule needs more of a message than its header");
    }

    [Test]
    public async Task Without_rules_nothing_runs_and_everything_goes_on()
    {
        MailContext mail = _mail.Message("Subject: x\n\nbody\n");
        foreach (Stage stage in Enum.GetValues<Stage>())
        {
            StageResult result = await Pipeline().RunAsync(mail, stage);
            Assert.That(result.Verdict.Action, Is.EqualTo(RuleAction.None));
            Assert.That(result.Checks, Is.Empty);
        }

        Assert.That(_mail.Dns.Questions, Is.Empty);
    }

    [Test]
    public async Task What_was_found_out_at_one_stage_is_not_asked_again_at_a_later_one()
    {
        Use("""
            rules:
              - { name: A, stage: mail, when: spf.result == "fail", score: 1 }
              - { name: B, stage: message, when: spf.result == "pass" && dnsbl("list.example"), score: 2 }
              - { name: C, stage: connect, when: dnsbl("list.example"), score: 4 }
            """);
        MailContext connection = _mail.Connect();
        await Pipeline().RunAsync(connection, Stage.Connect);
        MailContext mail = connection.WithHelo(connection.Client, "client.example").BeginMail(new MailEnvelope(TestMail.PathOf("a@sender.example")), "T1");
        await Pipeline().RunAsync(mail, Stage.Mail);
        StageResult result = await Pipeline().RunAsync(mail, Stage.Message);

        Assert.That(result.Verdict.Score, Is.EqualTo(6));
        Assert.That(result.Checks, Is.Empty);
        Assert.That(_mail.Dns.Questions, Has.Count.EqualTo(2));
    }

    [Test]
    public async Task A_question_is_asked_when_the_facts_that_it_is_about_are_known_and_only_then()
    {
        Use("""
            rules:
              - { name: LISTED_AUTHOR, when: 'author.count == 1 && dnsbl("dbl.example", author.domain)', action: reject }
            """);
        _mail.Dns.Add("bad.example.dbl.example A 127.0.1.2");

        StageResult listed = await Pipeline().RunAsync(_mail.Message("From: a@bad.example\n\n"), Stage.Message);
        int asked = _mail.Dns.Questions.Count;
        StageResult twoAuthors = await Pipeline().RunAsync(_mail.Message("From: a@bad.example, b@bad.example\n\n"), Stage.Message);

        Assert.That(listed.Verdict.Action, Is.EqualTo(RuleAction.Reject));
        Assert.That(twoAuthors.Verdict.Action, Is.EqualTo(RuleAction.None));
        Assert.That(_mail.Dns.Questions, Has.Count.EqualTo(asked));
    }

    [Test]
    public async Task A_key_is_counted_once_in_a_transaction_and_again_in_the_next()
    {
        Use("""
            rules:
              - { name: A, stage: mail, when: 'rate("m", client.ip == ip ? "k" : "", "10m") > 1', score: 1 }
              - { name: B, stage: rcpt, when: 'rate("m", "k", "10m") > 1', score: 1 }
            """);
        List<double> scores = [];
        for (int i = 0; i < 2; i++)
        {
            MailContext mail = _mail.Mail();
            await Pipeline().RunAsync(mail, Stage.Mail);
            mail.BeginRecipient(TestMail.MailboxOf("b@rcpt.example"));
            scores.Add((await Pipeline().RunAsync(mail, Stage.Rcpt)).Verdict.Score);
        }

        Assert.That(scores, Is.EqualTo((double[])[0, 2]));
    }

    [TestCase(ErrorPolicy.Ignore, RuleAction.None, null)]
    [TestCase(ErrorPolicy.Defer, RuleAction.Defer, "check:spf")]
    [TestCase(ErrorPolicy.Tag, RuleAction.Tag, "check:spf")]
    public async Task A_check_in_doubt_does_what_its_configuration_says(ErrorPolicy onError, RuleAction expected, string? reason)
    {
        Use("rules: [ { name: SPF, when: spf.result == \"fail\", action: reject } ]");

        StageResult result = await Pipeline(("spf", onError)).RunAsync(_mail.Mail("a@slow.example"), Stage.Mail);

        Assert.That(result.Verdict.Action, Is.EqualTo(expected));
        Assert.That(result.Verdict.IsTagged, Is.EqualTo(expected == RuleAction.Tag));
        Assert.That(result.Reason, Is.EqualTo(reason));
        Assert.That(result.Verdict.Reply?.Code, expected == RuleAction.Defer ? Is.EqualTo(451) : Is.Null);
    }

    [Test]
    public async Task A_rule_that_decides_comes_before_a_check_in_doubt()
    {
        Use("rules: [ { name: SPF_TROUBLE, when: spf.result == \"temperror\", action: reject, reply: 550 5.7.23 No } ]");

        StageResult result = await Pipeline(("spf", ErrorPolicy.Defer)).RunAsync(_mail.Mail("a@slow.example"), Stage.Mail);

        Assert.That(result.Verdict.Reply!.ToString(), Is.EqualTo("550 5.7.23 No"));
        Assert.That(result.Reason, Is.EqualTo("SPF_TROUBLE"));
    }

    [Test]
    public async Task The_deadline_of_a_stage_holds_for_all_its_checks_together()
    {
        Use("rules: [ { name: A, when: 'spf.result == \"pass\" && iprev.result == \"pass\"', stage: mail, action: accept } ]");
        _mail.Dns.BeforeAnswer = (_, _) => new ValueTask(Task.Delay(Timeout.InfiniteTimeSpan, _mail.Time, CancellationToken.None));
        FilterPipeline pipeline = new(_mail.Environment, new PipelineOptions { CommandTimeout = TimeSpan.FromSeconds(5) });
        Task<StageResult> run = pipeline.RunAsync(_mail.Mail(), Stage.Mail).AsTask();
        await _mail.Time.WhenTimersAsync(2);
        _mail.Time.Advance(TimeSpan.FromSeconds(5));

        StageResult result = await run;
        Assert.That(result.Checks.Select(check => check.Outcome), Is.All.EqualTo(CheckOutcome.TimedOut));
        Assert.That(result.Verdict.Action, Is.EqualTo(RuleAction.None));
        Assert.That(result.Duration, Is.EqualTo(TimeSpan.FromSeconds(5)));
    }

    [Test]
    public async Task A_header_that_was_too_large_to_be_read_is_refused_for_good()
    {
        Use("rules: [ { name: A, when: 'true', stage: message, action: discard } ]");
        MailContext mail = _mail.Mail();
        using MessageAnalysis analysis = new(MessageNeeds.None, new MessageAnalysisLimits { MaxHeaderOctets = 10 });
        byte[] message = "Subject: longer than ten\r\n\r\n"u8.ToArray();
        analysis.Append(message);
        analysis.Complete();
        mail.SetMessage(analysis, new MailGate.Mail.Messages.Mime.MemoryMessageBytes(message));

        StageResult result = await Pipeline().RunAsync(mail, Stage.Message);

        Assert.That(result.Verdict.Action, Is.EqualTo(RuleAction.Reject));
        Assert.That(result.Verdict.Reply!.ToString(), Does.StartWith("552 5.3.4 "));
        Assert.That(result.Reason, Is.EqualTo("header_too_large"));
    }

    [Test]
    public async Task Greylisting_defers_an_unknown_sender_and_lets_it_pass_when_it_comes_again()
    {
        Use("rules: [ { name: UNKNOWN, when: mail.from.domain == \"sender.example\", stage: rcpt, action: greylist } ]");
        StageResult first = await RecipientAsync();
        _mail.Time.Advance(TimeSpan.FromMinutes(6));
        StageResult second = await RecipientAsync();

        Assert.That(first.Verdict.Reply!.ToString(), Does.StartWith("451 4.7.1 Greylisted"));
        Assert.That(first.Reason, Is.EqualTo("greylist"));
        Assert.That(second.Verdict.Action, Is.EqualTo(RuleAction.None));
    }

    [TestCase(ErrorPolicy.Ignore, RuleAction.None)]
    [TestCase(ErrorPolicy.Defer, RuleAction.Defer)]
    public async Task A_store_that_fails_does_what_the_configuration_says(ErrorPolicy onError, RuleAction expected)
    {
        Use("rules: [ { name: UNKNOWN, when: 'true', stage: rcpt, action: greylist } ]");
        _mail.Environment = _mail.Environment with { Reputation = new BrokenStore() };

        StageResult result = await RecipientAsync(("greylist", onError));

        Assert.That(result.Verdict.Action, Is.EqualTo(expected));
        Assert.That(result.Checks.Single(check => check.Check == "greylist").Outcome, Is.EqualTo(CheckOutcome.Failed));
    }

    [Test]
    public async Task A_pipeline_that_fails_itself_defers()
    {
        Use("rules: [ { name: A, when: message.subject == \"x\", score: 1 } ]");
        MailContext mail = _mail.Message("Subject: x\n\n");
        FilterPipeline pipeline = new(_mail.Environment, new PipelineOptions { Checks = new BrokenSettings() });

        StageResult result = await pipeline.RunAsync(mail, Stage.Message);

        Assert.That(result.Verdict.Action, Is.EqualTo(RuleAction.Defer));
        Assert.That(result.Verdict.Reply!.Code, Is.EqualTo(451));
        Assert.That(result.Reason, Is.EqualTo("pipeline"));
    }

    [Test]
    public async Task What_a_rule_lets_through_early_is_not_judged_later_but_still_authenticated_for_the_header()
    {
        Use("""
            rules:
              - { name: FRIEND, when: client.ip == "192.0.2.1", action: accept }
              - { name: EVERYTHING, when: message.size >= 0, action: reject }
            """);
        FilterPipeline pipeline = new(_mail.Environment, new PipelineOptions { AlwaysRun = ["spf", "dkim"] });
        MailContext mail = _mail.Message("Subject: x\n\n");
        await pipeline.RunAsync(mail, Stage.Connect);

        StageResult result = await pipeline.RunAsync(mail, Stage.Message);

        Assert.That(result.Verdict.Action, Is.EqualTo(RuleAction.Accept));
        Assert.That(result.Checks.Select(check => check.Check), Is.EquivalentTo((string[])["spf", "dkim"]));
        Assert.That(pipeline.NeedsFor(mail), Is.EqualTo(MessageNeeds.Dkim));
    }

    [Test]
    public async Task One_recipient_that_is_let_through_does_not_let_the_others_through()
    {
        Use("""
            rules:
              - { name: POSTMASTER, when: rcpt.local == "postmaster", action: accept }
              - { name: NOBODY, when: rcpt.local == "nobody", action: reject }
              - { name: SPAM, when: message.subject == "x", action: reject }
            """);
        MailContext mail = _mail.Mail();
        StageResult postmaster = await AddRecipientAsync(mail, "postmaster@rcpt.example");
        StageResult nobody = await AddRecipientAsync(mail, "nobody@rcpt.example");
        Assert.That(mail.SettledBefore(Stage.Message)?.Action, Is.EqualTo(RuleAction.Accept));
        StageResult other = await AddRecipientAsync(mail, "other@rcpt.example");

        Assert.That(postmaster.Verdict.Action, Is.EqualTo(RuleAction.Accept));
        Assert.That(nobody.Verdict.Action, Is.EqualTo(RuleAction.Reject));
        Assert.That(other.Verdict.Action, Is.EqualTo(RuleAction.None));
        Assert.That(mail.SettledBefore(Stage.Message), Is.Null);
        Assert.That(mail.Recipients[0].IsTreatedLike(mail.Recipients[1]), Is.False);
    }

    [TestCase("quarantine", RuleAction.Quarantine)]
    [TestCase("discard", RuleAction.Discard)]
    public async Task What_a_rule_makes_of_a_recipients_mail_holds_for_the_message(string action, RuleAction expected)
    {
        Use($$"""
            rules:
              - { name: ASIDE, when: rcpt.local == "aside", action: {{action}}, score: 3 }
              - { name: SPAM, when: message.subject == "x", action: reject }
            """);
        MailContext mail = _mail.Mail();
        await AddRecipientAsync(mail, "aside@rcpt.example");
        StageResult result = await Pipeline().RunAsync(mail, Stage.Message);

        Assert.That(result.Verdict.Action, Is.EqualTo(expected));
        Assert.That(result.Reason, Is.EqualTo("ASIDE"));
        Assert.That(result.Verdict.Score, Is.EqualTo(3));
    }

    [Test]
    public async Task A_tag_of_an_earlier_stage_marks_the_message([Values("mail.from.local == \"a\"", "rcpt.local == \"b\"")] string when)
    {
        Use($$"""
            rules:
              - { name: MARK, when: '{{when}}', action: tag }
            """);
        MailContext mail = _mail.Mail();
        await Pipeline().RunAsync(mail, Stage.Mail);
        await AddRecipientAsync(mail, "b@rcpt.example");
        StageResult result = await Pipeline().RunAsync(mail, Stage.Message);

        Assert.That(result.Verdict.Action, Is.EqualTo(RuleAction.Tag));
        Assert.That(result.Verdict.IsTagged, Is.True);
        Assert.That(TransactionReplay.Judge(TransactionRecord.Of(mail), mail.Rules).Final!.Action, Is.EqualTo(RuleAction.Tag), "replayed by the same rules it is the same");
    }

    [Test]
    public async Task Rules_are_timed_now_and_then()
    {
        Use("rules: [ { name: A, stage: mail, when: 'mail.size >= 0', score: 1 }, { name: B, stage: mail, when: 'mail.size >= 0', score: 1 } ]");
        List<string> timed = [];
        FilterPipeline pipeline = new(_mail.Environment, new PipelineOptions { RuleTimed = (rule, _) => timed.Add(rule.Name) });
        for (int i = 0; i <= FilterPipeline.EvaluationsPerTiming; i++)
        {
            await pipeline.RunAsync(_mail.Mail(), Stage.Mail);
        }

        Assert.That(timed, Is.EqualTo(new[] { "A", "B", "A", "B" }));
    }

    [Test]
    public async Task A_rule_that_hits_for_several_recipients_counts_once()
    {
        Use("""
            rules:
              - { name: EACH, when: rcpt.domain == "rcpt.example", score: 3 }
              - { name: ONE, when: rcpt.local == "b", score: 1 }
            """);
        MailContext mail = _mail.Mail();
        await AddRecipientAsync(mail, "a@rcpt.example");
        StageResult second = await AddRecipientAsync(mail, "b@rcpt.example");

        StageResult message = await Pipeline().RunAsync(mail, Stage.Message);

        Assert.That(second.Verdict.Score, Is.EqualTo(4), "another recipient's hits are not this one's");
        Assert.That(message.Verdict.Score, Is.EqualTo(4));
    }

    [Test]
    public async Task A_transaction_keeps_the_rules_that_it_began_with()
    {
        RuleSet current = RuleSets.Of("rules: [ { name: OLD, when: message.size >= 0, score: 1 } ]");
        _mail.Environment = _mail.Environment with { Rules = () => current };
        MailContext running = _mail.Message("\n");
        current = RuleSets.Of("rules: [ { name: NEW, when: message.size >= 0, score: 2 } ]");
        MailContext next = _mail.Message("\n");

        Assert.That((await Pipeline().RunAsync(running, Stage.Message)).Verdict.Hits.Select(hit => hit.Name), Is.EqualTo((string[])["OLD"]));
        Assert.That((await Pipeline().RunAsync(next, Stage.Message)).Verdict.Hits.Select(hit => hit.Name), Is.EqualTo((string[])["NEW"]));
    }

    [Test]
    public async Task Look_ups_that_need_no_message_begin_before_it()
    {
        Use("rules: [ { name: A, when: dmarc.result == \"fail\", score: 1 } ]");
        MailContext mail = _mail.Mail();
        using MessageAnalysis analysis = Pipeline().BeginMessage(mail);

        Assert.That(_mail.Dns.Questions.Select(question => question.Name), Is.EqualTo((string[])["sender.example"]));
        await mail.Authentication.SpfAsync();
        Assert.That(_mail.Dns.Questions, Has.Count.EqualTo(1));
    }

    private async Task<StageResult> AddRecipientAsync(MailContext mail, string address)
    {
        mail.BeginRecipient(TestMail.MailboxOf(address));
        StageResult result = await Pipeline().RunAsync(mail, Stage.Rcpt);
        mail.EndRecipient(result.Verdict.Action is not (RuleAction.Reject or RuleAction.Defer));
        return result;
    }

    private async Task<StageResult> RecipientAsync(params (string Check, ErrorPolicy OnError)[] settings)
    {
        MailContext mail = _mail.Mail();
        mail.BeginRecipient(TestMail.MailboxOf("b@rcpt.example"));
        return await Pipeline(settings).RunAsync(mail, Stage.Rcpt);
    }

    private void Use(string rules) => _mail.With(RuleSets.Of(rules));

    private FilterPipeline Pipeline(params (string Check, ErrorPolicy OnError)[] settings) => new(_mail.Environment, new PipelineOptions
    {
        Checks = settings.ToDictionary(setting => setting.Check, setting => new CheckSettings { OnError = setting.OnError }),
    });

    private sealed class BrokenStore : IReputationStore
    {
        public ValueTask<long> CountAsync(RateKey key, CancellationToken cancellationToken) => throw new IOException("disk full");

        public ValueTask<GreylistEntry> NoteAsync(string key, GreylistOptions options, CancellationToken cancellationToken) => throw new IOException("disk full");
    }

    private sealed class BrokenSettings : Dictionary<string, CheckSettings>, IReadOnlyDictionary<string, CheckSettings>
    {
        bool IReadOnlyDictionary<string, CheckSettings>.TryGetValue(string key, out CheckSettings value) => throw new InvalidOperationException("bug");
    }
}
