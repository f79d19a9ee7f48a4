using MailGate.Filtering.Pipeline.Facts;
using NUnit.Framework;

namespace MailGate.Filtering.Tests.Pipeline.Facts;

public class FactSetTests
{
    [Test]
    public void Header_functions_read_the_list_of_headers_in_any_case()
    {
        FactSet facts = new();
        facts.Set(MailFacts.MessageHeaders, FactValue.Of(new FactObject[] { Header("Received", "a"), Header("Subject", "s"), Header("received", "b") }));

        Assert.That(facts.Call(MailFacts.Header.Id, [FactValue.Of("RECEIVED")]).AsString, Is.EqualTo("a"));
        Assert.That(facts.Call(MailFacts.HeaderCount.Id, [FactValue.Of("received")]).AsInt, Is.EqualTo(2));
        Assert.That(facts.Call(MailFacts.Headers.Id, [FactValue.Of("received")]).AsList.Count, Is.EqualTo(2));
        Assert.That(facts.Call(MailFacts.Header.Id, [FactValue.Of("X-None")]).AsString, Is.Empty);
        Assert.That(facts.Call(MailFacts.HeaderCount.Id, [FactValue.Of("X-None")]).AsInt, Is.Zero);
    }

    [Test]
    public void Without_headers_their_functions_know_nothing() =>
        Assert.That(new FactSet().Call(MailFacts.Header.Id, [FactValue.Of("Subject")]).Kind, Is.EqualTo(FactKind.Missing));

    [Test]
    public void A_copy_does_not_follow_later_changes()
    {
        FactSet facts = new();
        facts.Set(MailFacts.RcptLocal, FactValue.Of("a"));
        FactSet copy = facts.Copy();
        facts.Set(MailFacts.RcptLocal, FactValue.Of("b"));

        Assert.That(copy.Get(MailFacts.RcptLocal).AsString, Is.EqualTo("a"));
    }

    private static FactRecord Header(string name, string value) =>
        new FactRecord(HeaderFact.Type).Set(HeaderFact.Name, FactValue.Of(name)).Set(HeaderFact.Value, FactValue.Of(value));
}
