using System.Text;
using MailGate.Filtering.Pipeline.Facts;
using MailGate.Filtering.Rules;
using MailGate.Filtering.Rules.Loading;
using MailGate.Filtering.Rules.Testing;
using NUnit.Framework;

namespace MailGate.Filtering.Tests.Rules.Testing;

public class RuleTestRunnerTests
{
    private static readonly RuleSet Rules = RuleSets.Of("""
        rules:
          - { name: EARLY, when: 'ip in "10.0.0.0/8"', action: reject, reply: "550 5.7.1 no {ip}" }
          - { name: SHADOWED, mode: shadow, when: 'helo.name == "x"', score: 3 }
          - { name: LISTED, when: 'dnsbl("zen.example")', score: 2 }
          - { name: SUBJECT, when: 'header("Subject") == "s"', score: 1, action: tag }
          - { name: NEEDS_DATE, when: 'message.age > duration("1h")', score: 1 }
        """);

    [Test]
    public void A_test_that_holds_has_no_problems()
    {
        RuleTestResult result = Run("""
            name: ok
            facts: { helo: { name: x }, message.age: 2h }
            headers: { Subject: s, Received: [ a, b ] }
            answers: { 'dnsbl("zen.example")': true }
            hit: [ SHADOWED, LISTED, SUBJECT, NEEDS_DATE ]
            miss: EARLY
            score: 4
            tagged: true
            action: tag
            """);

        Assert.That(result.Problems, Is.Empty);
        Assert.That(result.Passes, Is.True);
    }

    [Test]
    public void Every_difference_is_a_problem()
    {
        RuleTestResult result = Run("""
            name: all wrong
            facts: { ip: 10.1.2.3 }
            hit: [ LISTED, NEEDS_DAT ]
            miss: EARLY
            score: 1
            tagged: true
            action: none
            reply: 550 5.7.1 yes
            """);

        Assert.That(result.Problems, Is.EqualTo(new[]
        {
            "there is no rule NEEDS_DAT (did you mean 'NEEDS_DATE'?)",
            "LISTED did not hit",
            "EARLY hit",
            "the action is reject, not none",
            "the score is 0, not 1",
            "the message is not tagged",
            "the reply is '550 5.7.1 no 10.1.2.3', not '550 5.7.1 yes'",
        }));
    }

    [Test]
    public void A_rule_that_lacks_a_fact_says_so() =>
        Assert.That(Run("{ name: n, hit: NEEDS_DATE }").Problems, Is.EqualTo(new[] { "NEEDS_DATE did not hit: a fact that it needs is unknown" }));

    [Test]
    public void A_test_with_a_message_gets_its_facts_from_the_checks()
    {
        const string Test = """
            name: n
            message: { content: "Subject: s\n\nbody\n", ip: 192.0.2.9, from: a@example.com, to: [ b@example.com ] }
            hit: SUBJECT
            """;
        RuleTestCase test = Read(Test, []).Single();

        RuleTestResult without = new RuleTestRunner(Rules).Run(test);
        RuleTestResult with = new RuleTestRunner(Rules, (message, given) =>
        {
            Assert.That(Encoding.ASCII.GetString(message.Content.Span), Is.EqualTo("Subject: s\r\n\r\nbody\r\n"));
            FactSet facts = given.Copy();
            facts.Set(MailFacts.MessageHeaders, FactValue.Of(new FactObject[]
            {
                new FactRecord(HeaderFact.Type).Set(HeaderFact.Name, FactValue.Of("Subject")).Set(HeaderFact.Value, FactValue.Of("s")),
            }));
            return facts;
        }).Run(test);

        Assert.That(without.Skipped, Is.EqualTo("needs the checks to read its message"));
        Assert.That(with.Passes, Is.True);
    }

    [Test]
    public void Mistakes_in_a_test_file_have_their_places()
    {
        List<RuleError> errors = [];
        Read("""
            name: n
            facts: { spf.reslt: pass, client.port: x, rcpts: [ { adress: a } ], message.date: today }
            answers: { 'dnsbl(': true, 'rate("a", "b")': 1, 'spf.result': x }
            hits: A
            """, errors);

        Assert.That(errors.Select(error => error.ToString()), Is.EqualTo(new[]
        {
            "t.yaml:3:14: unknown fact 'spf.reslt' (did you mean 'spf.result'?)",
            "t.yaml:3:44: 'client.port' is of type int, not 'x'",
            "t.yaml:3:58: unknown key 'adress' in a recipient (did you mean 'address'?)",
            "t.yaml:3:87: 'message.date' is of type timestamp, not 'today'",
            "t.yaml:4:16: expected a value, not end of the expression",
            "t.yaml:4:32: write it as rate(\"sender\", mail.from.domain, \"10m\")",
            "t.yaml:4:53: 'spf.result' is not a call such as dnsbl(\"zen.example\")",
            "t.yaml:5:5: unknown key 'hits' in a rule test (did you mean 'hit'?)",
        }));
    }

    private static RuleTestResult Run(string test) => new RuleTestRunner(Rules).Run(Read(test, []).Single());

    private static IReadOnlyList<RuleTestCase> Read(string test, List<RuleError> errors)
    {
        string yaml = test.StartsWith('{') ? $"tests:\n  - {test}" : "tests:\n  - " + test.ReplaceLineEndings("\n    ");
        return RuleTestReader.Read(new RuleSource("t.yaml", Encoding.UTF8.GetBytes(yaml)), errors);
    }
}
