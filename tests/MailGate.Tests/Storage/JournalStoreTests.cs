using System.Text.Json;
using MailGate.Filtering.Pipeline;
using MailGate.Filtering.Pipeline.Facts;
using MailGate.Filtering.Rules;
using MailGate.Observability.History;
using MailGate.Storage;
using MailGate.Tests.Cli;
using MailGate.Tests.Configuration;
using NUnit.Framework;

namespace MailGate.Tests.Storage;

internal sealed class JournalStoreTests
{
    private static readonly DateTimeOffset Now = TimeProvider.System.GetUtcNow();

    [Test]
    public void What_was_added_is_found_by_its_id_and_by_its_time()
    {
        using ConfigFolder folder = new();
        using (JournalStore store = JournalStore.Open(folder.Root))
        {
            store.Add([Entry("A1", Now.AddDays(-3)), Entry("A2", Now)]);
        }

        using JournalStore read = JournalStore.OpenToRead(folder.Root)!;
        Assert.That(TransactionJson.Read(read.Find("A1"), out _)!.Id, Is.EqualTo("A1"));
        Assert.That(read.Find("A3"), Is.Null);
        Assert.That(read.Since(Now.AddDays(-1)).Select(json => TransactionJson.Read(json, out _)!.Id), Is.EqualTo(new[] { "A2" }));
    }

    [Test]
    public void The_old_goes_by_age_and_the_oldest_by_size()
    {
        using ConfigFolder folder = new();
        using JournalStore store = JournalStore.Open(folder.Root);
        store.Add([Entry("OLD", Now.AddDays(-30)), Entry("NEW", Now)]);
        store.Prune(Now.AddDays(-14), long.MaxValue);
        Assert.That(store.Find("OLD"), Is.Null);
        Assert.That(store.Find("NEW"), Is.Not.Null);

        store.Prune(Now.AddDays(-14), 0);
        Assert.That(store.Since(DateTimeOffset.UnixEpoch), Is.Empty);
    }

    [Test]
    public async Task Explain_prints_the_account_of_a_transaction()
    {
        using ConfigFolder folder = Filled();
        Run run = await Run.MailgateAsync("explain", "A1", "-c", folder.PathOf(ConfigFolder.Main));
        Run json = await Run.MailgateAsync("explain", "A1", "--json", "-c", folder.PathOf(ConfigFolder.Main));

        Assert.That(run.Standard, Does.StartWith("A1: accept at ").And.Contain("spf.result = fail").And.Contain("BAD_SPF"), run.Error);
        Assert.That(JsonDocument.Parse(json.Standard).RootElement.GetProperty("id").GetString(), Is.EqualTo("A1"));
        Assert.That((await Run.MailgateAsync("explain", "A9", "-c", folder.PathOf(ConfigFolder.Main))).ExitCode, Is.EqualTo(1));
    }

    [Test]
    public async Task Replay_names_each_transaction_that_other_rules_would_change_and_the_rule()
    {
        using ConfigFolder folder = Filled().Write("new.yaml", "rules:\n  - { name: NO_SPF, when: spf.result == \"fail\", action: reject }\n");
        Run run = await Run.MailgateAsync("replay", "--rules", folder.PathOf("new.yaml"), "--since", "7d", "-c", folder.PathOf(ConfigFolder.Main));

        Assert.That(run.ExitCode, Is.EqualTo(1), run.Error);
        Assert.That(run.Standard, Does.Contain("A1: accept -> reject").And.Contain("+NO_SPF").And.Contain("1 transactions, 1 would change"));
    }

    [Test]
    public async Task Replay_with_rules_that_change_nothing_ends_well()
    {
        using ConfigFolder folder = Filled().Write("new.yaml", "rules:\n  - { name: LITTLE, when: spf.result == \"fail\", score: 1 }\n");
        Run run = await Run.MailgateAsync("replay", "--rules", folder.PathOf("new.yaml"), "-c", folder.PathOf(ConfigFolder.Main));

        Assert.That(run.ExitCode, Is.Zero, run.Error);
        Assert.That(run.Standard, Does.EndWith("1 transactions, 0 would change\n"));
    }

    private static ConfigFolder Filled()
    {
        ConfigFolder folder = new ConfigFolder().Write(ConfigFolder.Main, "downstream: capture\ndata: data");
        using JournalStore store = JournalStore.Open(folder.PathOf("data"));
        store.Add([Entry("A1", Now)]);
        return folder;
    }

    [Test]
    public void A_search_goes_from_the_newest_on_and_over_several_pages()
    {
        using ConfigFolder folder = new();
        using JournalStore store = JournalStore.Open(folder.Root);
        store.Add([.. Enumerable.Range(1, 5).Select(i => new JournalEntry(Record($"A{i}", Now), Summary($"A{i}", i % 2 == 0 ? "reject" : "accept", "\"quo\\ted\"@über.example")))]);

        JournalPage first = store.Search(new TransactionFilter(), null, 2);
        JournalPage second = store.Search(new TransactionFilter(), first.Older, 2);
        JournalPage third = store.Search(new TransactionFilter(), second.Older, 2);
        Assert.That(first.Transactions.Concat(second.Transactions).Concat(third.Transactions).Select(t => t.Id), Is.EqualTo(new[] { "A5", "A4", "A3", "A2", "A1" }));
        Assert.That(third.Older, Is.Null);
        Assert.That(store.Search(new TransactionFilter(Verdict: "reject"), null, 10).Transactions.Select(t => t.Id), Is.EqualTo(new[] { "A4", "A2" }));
        Assert.That(store.Search(new TransactionFilter(Rule: "bad_spf", Text: "a3"), null, 10).Transactions.Select(t => t.Id), Is.EqualTo(new[] { "A3" }));
        Assert.That(store.Search(new TransactionFilter(Text: "\"quo\\ted\"@ÜBER"), null, 10).Transactions, Has.Count.EqualTo(5));
        Assert.That(store.Search(new TransactionFilter(Text: "verdict"), null, 10).Transactions, Is.Empty);
        Assert.That(store.FindSummary("A2")?.Verdict, Is.EqualTo("reject"));
    }

    [Test]
    public void A_journal_without_summaries_is_searched_and_goes_on_with_them()
    {
        using ConfigFolder folder = new();
        using (Microsoft.Data.Sqlite.SqliteConnection old = new($"Data Source={JournalStore.PathIn(folder.Root)};Pooling=False"))
        {
            old.Open();
            using Microsoft.Data.Sqlite.SqliteCommand command = old.CreateCommand();
            command.CommandText = "CREATE TABLE transactions (id TEXT NOT NULL, time INTEGER NOT NULL, record BLOB NOT NULL); INSERT INTO transactions VALUES ('A0', 0, x'00')";
            command.ExecuteNonQuery();
        }

        using (JournalStore read = JournalStore.OpenToRead(folder.Root)!)
        {
            Assert.That(read.Search(new TransactionFilter(), null, 10).Transactions, Is.Empty);
        }

        using JournalStore store = JournalStore.Open(folder.Root);
        store.Add([new JournalEntry(Record("A1", Now), Summary("A1", "accept", "ann@sender.example"))]);
        Assert.That(store.Search(new TransactionFilter(), null, 10).Transactions.Select(t => t.Id), Is.EqualTo(new[] { "A1" }));
    }

    private static JournalEntry Entry(string id, DateTimeOffset time) => new(Record(id, time), null);

    private static TransactionSummary Summary(string id, string verdict, string from) => new()
    {
        Id = id,
        Time = Now,
        Verdict = verdict,
        Listener = "mx",
        Client = "127.0.0.1:1",
        From = from,
        Recipients = ["b@local.example"],
        Rules = ["BAD_SPF"],
        ShadowRules = [],
        Downstream = [],
    };

    private static TransactionRecord Record(string id, DateTimeOffset time)
    {
        FactSet facts = new();
        facts.Set(MailFacts.SpfResult, FactValue.Of("fail"));
        StageRecord[] results =
        [
            new(Stage.Connect, RuleAction.None), new(Stage.Helo, RuleAction.None), new(Stage.Mail, RuleAction.None),
            new(Stage.Rcpt, RuleAction.None) { Recipient = "b@local.example" },
            new(Stage.Message, RuleAction.None) { Score = 1, Hits = [new HitRecord("BAD_SPF", 1, 1, ["spf.result"])] },
        ];
        return new TransactionRecord { Id = id, Time = time, Stage = Stage.Message, Facts = facts, Results = results };
    }
}
