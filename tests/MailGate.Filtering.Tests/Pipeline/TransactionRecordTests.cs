using System.Text;
using MailGate.Filtering.Pipeline;
using MailGate.Filtering.Rules;
using MailGate.Filtering.Tests.Rules;
using NUnit.Framework;

namespace MailGate.Filtering.Tests.Pipeline;

[FixtureLifeCycle(LifeCycle.InstancePerTestCase)]
public sealed class TransactionRecordTests
{
    private const string Rules = """
        thresholds: { reject: 10 }
        rules:
          - { name: SPF_FAIL, when: spf.result == "fail", stage: mail, score: 4 }
          - { name: NOBODY, when: rcpt.local == "nobody", action: reject, reply: 550 5.1.1 No such user }
          - { name: LISTED, when: 'dnsbl("list.example")', stage: message, score: 5 }
          - { name: SHADOW, mode: shadow, when: message.subject == "x", action: reject }
          - { name: TEXT, when: 'text.plain.contains("secret")', score: 3 }
        """;

    private readonly TestMail _mail = new("""
        sender.example TXT "v=spf1 -all"
        1.2.0.192.list.example A 127.0.0.2
        """);

    [Test]
    public async Task A_record_survives_json_and_judges_alike()
    {
        TransactionRecord record = TransactionRecord.Of(await RunAsync(), "250 2.0.0 Ok");
        byte[] json = TransactionJson.ToUtf8(record);

        TransactionRecord? read = TransactionJson.Read(json, out IReadOnlyList<string> problems);

        Assert.That(problems, Is.Empty);
        Assert.That(Encoding.UTF8.GetString(TransactionJson.ToUtf8(read!)), Is.EqualTo(Encoding.UTF8.GetString(json)));
        Assert.That(read!.Final!.Action, Is.EqualTo(RuleAction.Reject));
        Assert.That(read.Final.Reason, Is.EqualTo("score"));
        Assert.That(read.Final.Score, Is.EqualTo(12));
        Assert.That(read.Final.ShadowHits.Select(hit => hit.Rule), Is.EqualTo((string[])["SHADOW"]));
        Assert.That(read.Results.Single(result => result.Recipient == "nobody@rcpt.example").Reply, Is.EqualTo("550 5.1.1 No such user"));
        Assert.That(read.Results.SelectMany(result => result.Hits).Single(hit => hit.Rule == "SPF_FAIL").Facts, Is.EqualTo((string[])["spf.result"]));
        Assert.That(read.Results.SelectMany(result => result.Checks).Select(check => check.Check), Does.Contain("spf").And.Contain("dnsbl"));
        Assert.That(read.DownstreamReply, Is.EqualTo("250 2.0.0 Ok"));
    }

    [Test]
    public async Task A_record_holds_no_text_of_the_body()
    {
        byte[] json = TransactionJson.ToUtf8(TransactionRecord.Of(await RunAsync()));

        Assert.That(Encoding.UTF8.GetString(json), Does.Not.Contain("secret body"));
    }

    [Test]
    public async Task The_same_rules_say_the_same_again_but_for_what_the_body_said()
    {
        TransactionRecord record = TransactionRecord.Of(await RunAsync());

        ReplayResult replay = TransactionReplay.Judge(record, RuleSets.Of(Rules));

        Assert.That(replay.IsOpen, Is.False);
        Assert.That(
            replay.Results.Select(result => (result.Stage, result.Recipient, result.Action)),
            Is.EqualTo(record.Results.Select(result => (result.Stage, result.Recipient, result.Stage == Stage.Message ? RuleAction.None : result.Action))));
        Assert.That(replay.Final!.Score, Is.EqualTo(9), "TEXT cannot be judged without the body");
        Assert.That(replay.Final.Failures.Select(failure => failure.Rule), Is.EqualTo((string[])["TEXT"]));
    }

    [Test]
    public async Task Other_rules_flip_the_verdict_without_DNS()
    {
        TransactionRecord record = TransactionRecord.Of(await RunAsync());
        int asked = _mail.Dns.Questions.Count;

        ReplayResult replay = TransactionReplay.Judge(record, RuleSets.Of("""
            rules:
              - { name: LISTED, stage: message, when: 'dnsbl("list.example") && spf.result == "fail"', action: discard }
            """));

        Assert.That(replay.Final!.Action, Is.EqualTo(RuleAction.Discard));
        Assert.That(replay.Final.Reason, Is.EqualTo("LISTED"));
        Assert.That(_mail.Dns.Questions, Has.Count.EqualTo(asked));
    }

    [Test]
    public async Task A_transaction_that_was_refused_early_is_open_when_it_would_go_on_now()
    {
        _mail.With(RuleSets.Of("rules: [ { name: SPF_FAIL, when: spf.result == \"fail\", stage: mail, action: reject } ]"));
        MailContext mail = _mail.Mail();
        FilterPipeline pipeline = new(_mail.Environment, new PipelineOptions());
        await pipeline.RunAsync(mail, Stage.Mail);
        TransactionRecord record = TransactionRecord.Of(mail);

        Assert.That(TransactionReplay.Judge(record, RuleSet.Empty).IsOpen, Is.True);
        Assert.That(TransactionReplay.Judge(record, mail.Rules).IsOpen, Is.False);
        Assert.That(TransactionReplay.Judge(record, mail.Rules).Final!.Action, Is.EqualTo(RuleAction.Reject));
    }

    [Test]
    public async Task Damaged_json_is_no_record_and_never_throws()
    {
        byte[] json = TransactionJson.ToUtf8(TransactionRecord.Of(await RunAsync()));
        Random random = new(23);
        for (int round = 0; round < 2000; round++)
        {
            byte[] damaged = [.. json];
            for (int i = random.Next(1, 4); i > 0; i--)
            {
                damaged[random.Next(damaged.Length)] = (byte)random.Next(32, 127);
            }

            TransactionJson.Read(damaged.AsMemory(0, random.Next(4) == 0 ? random.Next(damaged.Length) : damaged.Length), out _);
        }

        foreach (string text in (string[])["", "null", "[]", "{}", "{\"id\":1}", "{\"facts\":{}}"])
        {
            Assert.That(TransactionJson.Read(Encoding.UTF8.GetBytes(text), out IReadOnlyList<string> problems), Is.Null);
            Assert.That(problems, Is.Not.Empty);
        }
    }

    private async Task<MailContext> RunAsync()
    {
        _mail.With(RuleSets.Of(Rules));
        FilterPipeline pipeline = new(_mail.Environment, new PipelineOptions());
        MailContext connection = _mail.Connect();
        await pipeline.RunAsync(connection, Stage.Connect);
        MailContext helo = connection.WithHelo(connection.Client, "client.example");
        await pipeline.RunAsync(helo, Stage.Helo);
        MailContext mail = helo.BeginMail(new MailEnvelope(TestMail.PathOf("a@sender.example")), "T1");
        await pipeline.RunAsync(mail, Stage.Mail);
        foreach (string recipient in (string[])["nobody@rcpt.example", "b@rcpt.example"])
        {
            mail.BeginRecipient(TestMail.MailboxOf(recipient));
            StageResult result = await pipeline.RunAsync(mail, Stage.Rcpt);
            mail.EndRecipient(result.Verdict.Action == RuleAction.None);
        }

        byte[] octets = "Subject: x\r\n\r\nsecret body\r\n"u8.ToArray();
        using MessageAnalysis analysis = pipeline.BeginMessage(mail);
        analysis.Append(octets);
        analysis.Complete();
        mail.SetMessage(analysis, new MailGate.Mail.Messages.Mime.MemoryMessageBytes(octets));
        await pipeline.RunAsync(mail, Stage.Message);
        return mail;
    }
}
