using MailGate.Filtering.Rules;
using MailGate.Filtering.Rules.Loading;
using NUnit.Framework;

namespace MailGate.Filtering.Tests.Rules.Loading;

public class RuleSetStoreTests
{
    private const string Good = "rules: [ { name: A, when: 'true', score: 1 } ]";

    [Test]
    public void A_bad_set_never_replaces_a_good_one()
    {
        RuleSetResult next = RuleSets.Compile(Good);
        RuleSetStore store = new(RuleSet.Empty, () => next);

        Assert.That(store.Reload().Outcome, Is.EqualTo(RuleSetReloadOutcome.Replaced));
        RuleSet good = store.Current;
        next = RuleSets.Compile("rules: [ { name: A } ]");
        RuleSetReload refused = store.Reload();

        Assert.That(refused.Outcome, Is.EqualTo(RuleSetReloadOutcome.Refused));
        Assert.That(refused.Errors, Is.Not.Empty);
        Assert.That(store.Current, Is.SameAs(good));
    }

    [Test]
    public void The_same_files_leave_the_set_as_it_is()
    {
        RuleSetStore store = new(RuleSets.Of(Good), () => RuleSets.Compile(Good));
        RuleSet before = store.Current;

        Assert.That(store.Reload().Outcome, Is.EqualTo(RuleSetReloadOutcome.Unchanged));
        Assert.That(store.Current, Is.SameAs(before));
    }

    [Test]
    public async Task Readers_see_whole_sets_while_they_are_replaced()
    {
        int number = 0;
        RuleSetStore store = new(RuleSets.Of(Good), () =>
        {
            int version = Interlocked.Increment(ref number);
            return RuleSets.Compile($"rules: [ {{ name: A{version}, when: 'true', score: {version % 100} }}, {{ name: B{version}, when: 'true', score: -{version % 100} }} ]");
        });
        store.Reload();
        using CancellationTokenSource done = new();
        Task<bool> reader = Task.Run(() =>
        {
            bool whole = true;
            while (!done.IsCancellationRequested)
            {
                RuleSet set = store.Current;
                whole &= set.Rules.Count == 2 && set.Rules[0].Name[1..] == set.Rules[1].Name[1..]
                    && set.Evaluate(Filtering.Pipeline.Stage.Message, new Filtering.Pipeline.Facts.FactSet()).Score == 0;
            }

            return whole;
        });

        for (int reload = 0; reload < 1000; reload++)
        {
            store.Reload();
        }

        await done.CancelAsync();

        Assert.That(await reader, Is.True);
        Assert.That(store.Current.Rules[0].Name, Is.EqualTo("A1001"));
    }
}
