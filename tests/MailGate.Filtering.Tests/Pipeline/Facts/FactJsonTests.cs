using System.Net;
using System.Text;
using MailGate.Filtering.Pipeline.Facts;
using NUnit.Framework;

namespace MailGate.Filtering.Tests.Pipeline.Facts;

public class FactJsonTests
{
    [Test]
    public void Every_fact_of_the_schema_survives_the_way_through_json()
    {
        FactSet facts = new();
        foreach (Fact fact in MailFacts.Schema.Facts)
        {
            facts.Set(fact, Sample(fact.Type));
        }

        FactCall call = new(MailFacts.DnsblName, [FactValue.Of("dbl.example"), FactValue.Of("bad.example")]);
        facts.SetAnswer(call, FactValue.True);

        FactSet read = FactJson.Read(FactJson.ToUtf8(facts), MailFacts.Schema, out IReadOnlyList<string> problems);

        Assert.That(problems, Is.Empty);
        foreach (Fact fact in MailFacts.Schema.Facts)
        {
            Assert.That(FactValueComparer.AreEqual(read.Get(fact), facts.Get(fact)), Is.True, fact.Path);
        }

        Assert.That(read.Call(MailFacts.DnsblName.Id, [FactValue.Of("dbl.example"), FactValue.Of("bad.example")]).IsTrue, Is.True);
        Assert.That(read.Call(MailFacts.DnsblName.Id, [FactValue.Of("dbl.example"), FactValue.Of("good.example")]).Kind, Is.EqualTo(FactKind.Missing));
    }

    [Test]
    public void Missing_facts_are_left_out_and_stay_missing()
    {
        FactSet facts = new();
        facts.Set(MailFacts.SpfResult, FactValue.Of("pass"));

        byte[] json = FactJson.ToUtf8(facts);

        Assert.That(Encoding.UTF8.GetString(json), Is.EqualTo("""{"facts":{"spf.result":"pass"},"calls":[]}"""));
        Assert.That(FactJson.Read(json, MailFacts.Schema, out _).Get(MailFacts.SpfDomain).Kind, Is.EqualTo(FactKind.Missing));
    }

    [TestCase("", "not a set of facts")]
    [TestCase("[]", "no object 'facts'")]
    [TestCase("""{"facts": {"spf.result": "\ud800"}}""", "not a set of facts")]
    [TestCase("""{"facts": 1}""", "no object 'facts'")]
    [TestCase("""{"facts": {"spf.colour": "red"}}""", "unknown fact 'spf.colour'")]
    [TestCase("""{"facts": {"spf.result": 5}}""", "'spf.result' is not of type string")]
    [TestCase("""{"facts": {"client.port": 5.5}}""", "'client.port' is not of type int")]
    [TestCase("""{"facts": {"ip": "300.1.1.1"}}""", "'ip' is not of type ip")]
    [TestCase("""{"facts": {"rcpts": [{"address": 1}]}}""", "'rcpts' is not of type list(recipient)")]
    [TestCase("""{"facts": {}, "calls": [{"name": "dnsbl"}]}""", "unknown call")]
    [TestCase("""{"facts": {}, "calls": [5]}""", "unknown call")]
    public void What_cannot_be_read_is_named_and_left_out(string json, string problem)
    {
        FactJson.Read(Encoding.UTF8.GetBytes(json), MailFacts.Schema, out IReadOnlyList<string> problems);

        Assert.That(problems, Has.One.StartsWith(problem));
    }

    [Test]
    public void Half_a_surrogate_pair_is_written_as_a_replacement_character()
    {
        FactSet facts = new();
        facts.Set(MailFacts.MessageSubject, FactValue.Of("a\ud800b"));

        FactSet read = FactJson.Read(FactJson.ToUtf8(facts), MailFacts.Schema, out _);

        Assert.That(read.Get(MailFacts.MessageSubject).AsString, Is.EqualTo("a\ufffdb"));
    }

    [Test]
    public void Damaged_json_never_throws()
    {
        FactSet facts = new();
        facts.Set(MailFacts.Rcpts, Sample(MailFacts.Rcpts.Type));
        facts.Set(MailFacts.Ip, FactValue.Of(IPAddress.Loopback));
        byte[] json = FactJson.ToUtf8(facts);
        Random random = new(20240611);
        for (int round = 0; round < 3000; round++)
        {
            byte[] damaged = [.. json];
            for (int change = random.Next(1, 4); change > 0; change--)
            {
                damaged[random.Next(damaged.Length)] = (byte)random.Next(256);
            }

            Assert.That(() => FactJson.Read(damaged.AsMemory(0, random.Next(damaged.Length + 1)), MailFacts.Schema, out _), Throws.Nothing);
        }
    }

    internal static FactValue Sample(FactType type) => type.Kind switch
    {
        FactKind.Bool => FactValue.True,
        FactKind.Int => FactValue.Of(-42L),
        FactKind.Double => FactValue.Of(0.125),
        FactKind.String => FactValue.Of("déjà \"vu\"\r\n"),
        FactKind.Domain => FactValue.Of("mail.example.com"),
        FactKind.Timestamp => FactValue.Timestamp(1_700_000_000, 123_456_789),
        FactKind.Duration => FactValue.Duration(-1_500_000_000),
        FactKind.Ip => FactValue.Of(IPAddress.Parse("2001:db8::1")),
        FactKind.List => FactValue.Of(FactList.Of([Sample(type.Element!), Sample(type.Element!)])),
        FactKind.Object => SampleObject(type.Fields!),
        _ => throw new ArgumentOutOfRangeException(nameof(type), type.ToString()),
    };

    private static FactValue SampleObject(FactObjectType type)
    {
        FactRecord record = new(type);
        foreach (FactField field in type.Fields)
        {
            record.Set(field, Sample(field.Type));
        }

        return FactValue.Of(record);
    }
}
