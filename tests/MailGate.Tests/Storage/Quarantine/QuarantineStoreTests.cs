using System.Text;
using MailGate.Smtp.Spool;
using MailGate.Storage.Quarantine;
using MailGate.Tests.Common;
using MailGate.Tests.Configuration;
using Microsoft.Data.Sqlite;
using NUnit.Framework;

namespace MailGate.Tests.Storage.Quarantine;

[FixtureLifeCycle(LifeCycle.InstancePerTestCase)]
internal sealed class QuarantineStoreTests : IDisposable
{
    private readonly ManualTimeProvider _time = new();
    private readonly ConfigFolder _folder = new();
    private readonly List<(string Id, RemovalReason Reason)> _removed = [];

    public void Dispose() => _folder.Dispose();

    [Test]
    public async Task A_message_is_kept_octet_for_octet_with_its_record_beside_it()
    {
        using QuarantineStore store = Store();
        await store.AddAsync(Message("A1"), new Octets("Subject: \u00e9\r\n\r\n.x\r\n"), default);

        Assert.That(Encoding.Latin1.GetString(await File.ReadAllBytesAsync(PathOf("A1.eml"))), Is.EqualTo("Subject: \u00e9\r\n\r\n.x\r\n"));
        Assert.That(Names(), Is.EquivalentTo(new[] { "A1.eml", "A1.json" }));
        QuarantinedMessage found = store.Find("A1")!;
        Assert.That(found.Octets, Is.EqualTo(18));
        Assert.That(found.Recipients.Single().Address, Is.EqualTo("b@local.example"));
        Assert.That(found.Rules.Single(), Is.EqualTo(new QuarantinedHit("BAD", 5)));
        if (!OperatingSystem.IsWindows())
        {
            Assert.That(File.GetUnixFileMode(PathOf("A1.eml")), Is.EqualTo(UnixFileMode.UserRead | UnixFileMode.UserWrite));
        }
    }

    [Test]
    public async Task The_index_is_made_again_of_the_files([Values("gone", "damaged", "behind")] string how)
    {
        using (QuarantineStore store = Store())
        {
            await store.AddAsync(Message("A1"), new Octets("x\r\n"), default);
            using QuarantineHold hold = store.Hold("A1")!;
            store.Note(hold, new QuarantineRelease(_time.GetUtcNow(), ["b@local.example"], ReleaseOutcome.Released, "250 2.0.0 Ok", "me"));
        }

        SqliteConnection.ClearAllPools();
        switch (how)
        {
            case "gone":
                File.Delete(PathOf("index.db"));
                break;
            case "damaged":
                await File.WriteAllTextAsync(PathOf("index.db"), new string('x', 5000));
                break;
            default:
                Row("DELETE FROM messages");
                break;
        }

        using QuarantineStore later = Store();
        later.Reconcile();

        Assert.That(later.Find("A1")!.IsReleased, Is.True, "what was done with it is known, too");
        Assert.That(later.Totals(new QuarantineFilter()), Is.EqualTo(new QuarantineTotals(1, 3)));
    }

    [Test]
    public async Task Whatever_instant_a_crash_comes_at_what_has_the_name_of_a_message_is_listed_and_nothing_else_is()
    {
        using (QuarantineStore store = Store())
        {
            await store.AddAsync(Message("A1"), new Octets("x\r\n"), default);
        }

        // Before the file has its name; between the file and the index; after the message and before its record was removed.
        File.Copy(PathOf("A1.json"), PathOf("B1.json"));
        await File.WriteAllTextAsync(PathOf("B1.eml.part"), "half");
        File.WriteAllText(PathOf("C1.json"), (await File.ReadAllTextAsync(PathOf("A1.json"))).Replace("A1", "C1", StringComparison.Ordinal));
        await File.WriteAllTextAsync(PathOf("C1.eml"), "x\r\n");
        File.Copy(PathOf("A1.json"), PathOf("D1.json"));
        using QuarantineStore later = Store();
        later.Reconcile();
        Assert.That(later.List(new QuarantineFilter()).Select(message => message.Id), Is.EquivalentTo(new[] { "A1", "C1" }));

        _time.Advance(TimeSpan.FromDays(1) + (TimeProvider.System.GetUtcNow() - _time.GetUtcNow()));
        later.Reconcile();
        Assert.That(Names(), Is.EquivalentTo(new[] { "A1.eml", "A1.json", "C1.eml", "C1.json" }), "leftovers go when nobody can be writing them any more");
    }

    [Test]
    public async Task A_message_whose_record_is_gone_is_listed_and_can_be_deleted()
    {
        using QuarantineStore store = Store();
        await store.AddAsync(Message("A1"), new Octets("x\r\n"), default);
        File.Delete(PathOf("A1.json"));
        Row("DELETE FROM messages");
        store.Reconcile();

        Assert.That(store.Find("A1")!.Reason, Does.Contain("was lost"));
        Assert.That(store.Delete("A1"), Is.True);
        Assert.That(Names(), Is.Empty);
    }

    [Test]
    public async Task A_message_whose_file_is_gone_is_counted_and_told()
    {
        using QuarantineStore store = Store();
        await store.AddAsync(Message("A1"), new Octets("x\r\n"), default);
        File.Delete(PathOf("A1.eml"));
        store.Reconcile();

        Assert.That(store.List(new QuarantineFilter()), Is.Empty);
        Assert.That(_removed, Is.EqualTo(new[] { ("A1", RemovalReason.Missing) }));
        Assert.That(store.Counters()["missing"], Is.EqualTo(1));
    }

    [Test]
    public async Task Nothing_is_left_of_a_message_that_cannot_be_stored()
    {
        using QuarantineStore store = Store();
        await store.AddAsync(Message("A1"), new Octets("x\r\n"), default);
        Assert.That(() => store.AddAsync(Message("A2"), new FullDisk(), default), Throws.InstanceOf<IOException>());
        Assert.That(() => store.AddAsync(Message("A1"), new Octets("another"), default), Throws.InstanceOf<IOException>(), "an id is taken once");

        Assert.That(Names(), Is.EquivalentTo(new[] { "A1.eml", "A1.json" }));
        Assert.That(await File.ReadAllTextAsync(PathOf("A1.eml")), Is.EqualTo("x\r\n"));
        Assert.That(store.Totals(new QuarantineFilter()).Messages, Is.EqualTo(1));
    }

    [Test]
    public async Task Nothing_is_left_when_the_index_cannot_be_written()
    {
        using QuarantineStore store = Store();
        Directory.CreateDirectory(PathOf("index.db"));
        Assert.That(() => store.AddAsync(Message("A1"), new Octets("x\r\n"), default), Throws.InstanceOf<IOException>());
        Assert.That(Directory.GetFiles(Path.GetDirectoryName(PathOf("x"))!), Is.Empty);

        Directory.Delete(PathOf("index.db"));
        await store.AddAsync(Message("A1"), new Octets("x\r\n"), default);
        Assert.That(store.Find("A1"), Is.Not.Null);
    }

    [Test]
    public async Task The_old_expires_by_age_and_the_oldest_by_size_and_all_are_counted()
    {
        using QuarantineStore store = Store();
        foreach (string id in (string[])["OLD", "B", "C", "D"])
        {
            await store.AddAsync(Message(id), new Octets("1234567890"), default);
            _time.Advance(TimeSpan.FromDays(1));
        }

        Assert.That(store.Expire(TimeSpan.FromDays(3.5), 20), Is.EqualTo(2));
        Assert.That(store.List(new QuarantineFilter()).Select(message => message.Id), Is.EqualTo(new[] { "D", "C" }));
        Assert.That(_removed, Is.EqualTo(new[] { ("OLD", RemovalReason.Age), ("B", RemovalReason.Size) }));
        Assert.That(store.Counters()["age"] + store.Counters()["size"], Is.EqualTo(2));
        Assert.That(store.Expire(TimeSpan.FromDays(30), 20), Is.Zero);
    }

    [Test]
    public async Task A_message_in_somebody_elses_hands_neither_expires_nor_is_released_twice()
    {
        using QuarantineStore one = Store();
        using QuarantineStore other = Store();
        await one.AddAsync(Message("A1"), new Octets("x\r\n"), default);
        using (one.Hold("A1"))
        {
            Assert.That(() => other.Hold("A1"), Throws.InstanceOf<IOException>());
            Assert.That(() => other.Delete("A1"), Throws.InstanceOf<IOException>());
            Assert.That(other.Expire(TimeSpan.Zero, 0), Is.Zero);
        }

        Assert.That(other.Delete("A1"), Is.True);
        Assert.That(one.Hold("A1"), Is.Null);
        Assert.That(one.Delete("A1"), Is.False);
        Assert.That(one.Find("A1"), Is.Null, "what another process did is seen");
    }

    [Test]
    public async Task Several_stores_at_once_lose_nothing()
    {
        using QuarantineStore one = Store();
        using QuarantineStore other = Store();
        await Task.WhenAll(Enumerable.Range(0, 40).Select(i => (i % 2 == 0 ? one : other).AddAsync(Message($"A{i}"), new Octets($"{i}\r\n"), default)));
        await Task.WhenAll(Enumerable.Range(0, 20).Select(i => Task.Run(() => (i % 2 == 0 ? other : one).Delete($"A{i}"))));

        Assert.That(one.List(new QuarantineFilter()).Select(message => message.Id), Is.EquivalentTo(Enumerable.Range(20, 20).Select(i => $"A{i}")));
    }

    [TestCase("b@local.example", "A1")]
    [TestCase("B@LOCAL.example", "A1")]
    [TestCase("@local.example", "A1,A2")]
    [TestCase("local.ex", "A1,A2")]
    [TestCase("@local.ex", "")]
    [TestCase("author@elsewhere.example", "A2")]
    [TestCase("%", "")]
    public async Task Messages_are_found_by_address(string address, string expected)
    {
        using QuarantineStore store = Store();
        await store.AddAsync(Message("A1"), new Octets("x"), default);
        await store.AddAsync(Message("A2") with { Recipients = [new QuarantinedRecipient("c@local.example", "", "old@local.example")], From = "\"A\" <author@elsewhere.example>" }, new Octets("x"), default);

        Assert.That(string.Join(',', store.List(new QuarantineFilter { Address = address }).Select(message => message.Id).Order()), Is.EqualTo(expected));
    }

    [Test]
    public async Task Messages_are_found_by_time_rule_and_whether_they_were_released()
    {
        using QuarantineStore store = Store();
        await store.AddAsync(Message("A1"), new Octets("x"), default);
        DateTimeOffset between = _time.GetUtcNow().AddMinutes(1);
        _time.Advance(TimeSpan.FromHours(1));
        await store.AddAsync(Message("A2") with { Rules = [new QuarantinedHit("BADLY", 1)] }, new Octets("x"), default);
        using (QuarantineHold hold = store.Hold("A1")!)
        {
            store.Note(hold, new QuarantineRelease(_time.GetUtcNow(), ["b@local.example"], ReleaseOutcome.Released, "250 Ok", "me"));
        }

        Assert.That(Ids(new QuarantineFilter { Since = between }), Is.EqualTo("A2"));
        Assert.That(Ids(new QuarantineFilter { Before = between }), Is.EqualTo("A1"));
        Assert.That(Ids(new QuarantineFilter { Rule = "BAD" }), Is.EqualTo("A1"));
        Assert.That(Ids(new QuarantineFilter { IsReleased = true }), Is.EqualTo("A1"));
        Assert.That(Ids(new QuarantineFilter { IsReleased = false }), Is.EqualTo("A2"));
        Assert.That(Ids(new QuarantineFilter { Limit = 1, Offset = 1 }), Is.EqualTo("A1"));
        Assert.That(Ids(new QuarantineFilter()), Is.EqualTo("A2,A1"));

        string Ids(QuarantineFilter filter) => string.Join(',', store.List(filter).Select(message => message.Id));
    }

    [TestCase("../../etc/passwd")]
    [TestCase("A1.eml")]
    [TestCase("")]
    [TestCase("A1\0")]
    [TestCase("index")]
    public async Task What_is_no_id_names_no_file(string id)
    {
        using QuarantineStore store = Store();
        await store.AddAsync(Message("A1"), new Octets("x"), default);

        Assert.That(store.Find(id), Is.Null);
        Assert.That(store.Open(id), Is.Null);
        Assert.That(store.Hold(id), Is.Null);
        Assert.That(store.Delete(id), Is.False);
        Assert.That(Names(), Has.Length.EqualTo(2));
    }

    [Test]
    public async Task A_torn_line_at_the_end_of_a_record_costs_only_itself()
    {
        using QuarantineStore store = Store();
        await store.AddAsync(Message("A1"), new Octets("x"), default);
        await File.AppendAllTextAsync(PathOf("A1.json"), "{\"time\":\"2026-0");
        using QuarantineHold hold = store.Hold("A1")!;
        store.Note(hold, new QuarantineRelease(_time.GetUtcNow(), ["b@local.example"], ReleaseOutcome.Unsure, "lost", "me"));
        hold.Dispose();

        using QuarantineHold again = store.Hold("A1")!;
        Assert.That(again.Message.Releases.Single().Outcome, Is.EqualTo(ReleaseOutcome.Unsure));
        Assert.That(again.Message.IsReleased, Is.False);
    }

    private QuarantineStore Store() => new(_folder.Root, _time) { Removed = (message, reason) => _removed.Add((message.Id, reason)) };

    private string PathOf(string name) => Path.Combine(QuarantineStore.PathIn(_folder.Root), name);

    private string[] Names() => [.. Directory.GetFiles(QuarantineStore.PathIn(_folder.Root)).Select(file => Path.GetFileName(file)).Where(name => !name.StartsWith("index.db", StringComparison.Ordinal))];

    private void Row(string sql)
    {
        using SqliteConnection connection = new($"Data Source={PathOf("index.db")};Pooling=false");
        connection.Open();
        using SqliteCommand command = connection.CreateCommand();
        command.CommandText = sql;
        command.ExecuteNonQuery();
    }

    private QuarantinedMessage Message(string id) => new()
    {
        Id = id,
        Time = _time.GetUtcNow(),
        Octets = 0,
        ReversePath = "a@client.example",
        Recipients = [new QuarantinedRecipient("b@local.example")],
        Client = new QuarantinedClient("192.0.2.1", 25, "", "client.example", "ESMTP", "", "mx"),
        Subject = "An offer",
        Reason = "BAD",
        Score = 5,
        Rules = [new QuarantinedHit("BAD", 5)],
    };

    private sealed class Octets(string text) : IMessageContent
    {
        public long Length => text.Length;

        public async IAsyncEnumerable<ReadOnlyMemory<byte>> ReadBlocksAsync([System.Runtime.CompilerServices.EnumeratorCancellation] CancellationToken cancellationToken)
        {
            await Task.CompletedTask;
            yield return Encoding.Latin1.GetBytes(text);
        }
    }

    private sealed class FullDisk : IMessageContent
    {
        public long Length => 5;

        public async IAsyncEnumerable<ReadOnlyMemory<byte>> ReadBlocksAsync([System.Runtime.CompilerServices.EnumeratorCancellation] CancellationToken cancellationToken)
        {
            await Task.CompletedTask;
            yield return "half"u8.ToArray();
            throw new IOException("No space left on device");
        }
    }
}
