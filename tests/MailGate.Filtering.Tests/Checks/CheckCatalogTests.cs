using MailGate.Filtering.Checks;
using MailGate.Filtering.Pipeline;
using MailGate.Filtering.Pipeline.Facts;
using NUnit.Framework;

namespace MailGate.Filtering.Tests.Checks;

public sealed class CheckCatalogTests
{
    [Test]
    public void Every_check_that_facts_and_functions_name_is_in_the_list_and_every_listed_one_is_named()
    {
        IEnumerable<string> named = MailFacts.Schema.Facts.Select(fact => fact.Check)
            .Concat(MailFacts.Schema.Functions.Select(function => function.Check))
            .Where(check => check != MailFacts.Session)
            .Distinct();

        Assert.That(CheckCatalog.All.Select(check => check.Name), Is.EquivalentTo(named));
    }

    [Test]
    public void Every_class_that_is_a_check_is_in_the_list() =>
        Assert.That(
            typeof(CheckCatalog).Assembly.GetTypes().Where(type => type is { IsClass: true, IsAbstract: false } && type.IsAssignableTo(typeof(ICheck))),
            Is.EquivalentTo(CheckCatalog.All.Select(check => check.GetType())));

    [Test]
    public void No_check_runs_after_the_stage_from_which_on_its_facts_are_known()
    {
        foreach (Fact fact in MailFacts.Schema.Facts.Where(fact => fact.Check != MailFacts.Session))
        {
            Assert.That(CheckCatalog.Find(fact.Check)!.Stage, Is.LessThanOrEqualTo(fact.Stage), fact.Path);
        }
    }

    [Test]
    public void Streaming_work_follows_from_the_checks()
    {
        Assert.That(CheckCatalog.NeedsOf([]), Is.EqualTo(MessageNeeds.None));
        Assert.That(CheckCatalog.NeedsOf(["spf", "headers", "rate"]), Is.EqualTo(MessageNeeds.None));
        Assert.That(CheckCatalog.NeedsOf(["dmarc", "arc"]), Is.EqualTo(MessageNeeds.Dkim | MessageNeeds.Arc));
        Assert.That(CheckCatalog.NeedsOf(["urls"]), Is.EqualTo(MessageNeeds.Mime));
    }
}
