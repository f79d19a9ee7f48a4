using System.Text;
using System.Text.RegularExpressions;
using MailGate.Filtering.Pipeline.Facts;
using MailGate.Filtering.Rules;
using MailGate.Filtering.Rules.Loading;
using MailGate.Filtering.Rules.Testing;
using MailGate.Tests.Common;
using NUnit.Framework;

namespace MailGate.Filtering.Tests.Rules;

/// <summary>The rules that ship, with the tests that ship beside them.</summary>
public partial class DefaultRuleSetTests
{
    private const string FactsBegin = "<!-- facts -->\n";
    private const string FactsEnd = "<!-- end of facts -->";

    private static readonly string Folder = Path.Combine(Repository.Root, "rules");
    private static readonly Lazy<RuleSet> Shipped = new(() => RuleFolder.Load(Folder).RuleSet!);

    private static IEnumerable<RuleTestCase> Cases() => Directory.EnumerateFiles(Path.Combine(Folder, "tests"), "*.yaml").Order(StringComparer.Ordinal).SelectMany(path =>
    {
        List<RuleError> errors = [];
        IReadOnlyList<RuleTestCase> cases = RuleTestReader.Read(new RuleSource(Path.GetFileName(path), File.ReadAllBytes(path)), errors);
        return errors.Count == 0 ? cases : throw new FormatException(string.Join('\n', errors));
    });

    private static IEnumerable<TestCaseData> NamedCases() => Cases().Select(test => new TestCaseData(test).SetArgDisplayNames($"{test.Place.File}: {test.Name}"));

    [Test]
    public void The_shipped_rules_have_no_mistakes() => Assert.That(RuleFolder.Load(Folder).Errors.Select(error => error.ToString()), Is.Empty);

    [TestCaseSource(nameof(NamedCases))]
    public void A_shipped_test_passes(RuleTestCase test) => Assert.That(new RuleTestRunner(Shipped.Value).Run(test).Problems, Is.Empty);

    [Test]
    public void Every_rule_that_is_on_has_a_test_that_hits_and_one_that_does_not()
    {
        List<RuleTestCase> cases = [.. Cases()];
        string[] on = [.. Shipped.Value.Rules.Where(rule => rule.Mode != RuleMode.Off).Select(rule => rule.Name)];

        Assert.That(on.Except(cases.SelectMany(test => test.Hits)), Is.Empty);
        Assert.That(on.Except(cases.SelectMany(test => test.Misses)), Is.Empty);
    }

    [Test]
    public void Every_rule_says_what_it_is_for() => Assert.That(Shipped.Value.Rules.Where(rule => rule.Description.Length == 0).Select(rule => rule.Name), Is.Empty);

    [Test]
    public void Content_alone_stays_below_the_threshold_of_reject()
    {
        RuleGroup content = Shipped.Value.Rules.First(rule => rule.Name == "BAYES_SPAM").Group!;

        Assert.That(content.MaxScore!.Value, Is.LessThan(Shipped.Value.Thresholds.Reject!.Value));
        Assert.That(Shipped.Value.Rules.Where(rule => rule.Facts.Any(fact => fact.Check is "spam" or "text" or "urls") && !rule.Facts.Any(fact => fact.Check == "dmarc")).Select(rule => rule.Group), Is.All.EqualTo(content));
    }

    [Test]
    public void The_list_of_facts_in_the_readme_is_that_of_the_code()
    {
        string path = Path.Combine(Folder, "README.md");
        string readme = File.ReadAllText(path);
        int begin = readme.IndexOf(FactsBegin, StringComparison.Ordinal) + FactsBegin.Length, end = readme.IndexOf(FactsEnd, StringComparison.Ordinal);
        string wanted = FactDocumentation.ToMarkdown(MailFacts.Schema);

        // UPDATE_DOCS=1 writes the list, after a fact was added.
        if (Environment.GetEnvironmentVariable("UPDATE_DOCS") == "1")
        {
            File.WriteAllText(path, readme[..begin] + wanted + readme[end..]);
            return;
        }

        Assert.That(readme[begin..end], Is.EqualTo(wanted));
    }

    [Test]
    public void The_examples_in_the_readme_are_rules()
    {
        MatchCollection examples = YamlBlock().Matches(File.ReadAllText(Path.Combine(Folder, "README.md")));

        Assert.That(examples, Has.Count.EqualTo(3), "a rule, tests, and ten rules");
        Assert.That(RuleSets.ErrorsOf(examples[0].Groups[1].Value), Is.Empty);
        RuleSet ten = RuleSets.Of(examples[2].Groups[1].Value);
        Assert.That(ten.Rules, Has.Count.EqualTo(10));
        List<RuleError> errors = [];
        IReadOnlyList<RuleTestCase> tests = RuleTestReader.Read(new RuleSource("README.md", Encoding.UTF8.GetBytes(examples[1].Groups[1].Value)), errors);
        Assert.That(errors, Is.Empty);
        // Those with a message are skipped here: the checks are in the program.
        Assert.That(tests.SelectMany(test => new RuleTestRunner(ten).Run(test).Problems), Is.Empty);
    }

    [Test]
    public void Facts_of_any_kind_are_judged_without_an_exception()
    {
        Random random = new(41_004);
        for (int round = 0; round < 300; round++)
        {
            FactSet facts = new();
            foreach (Fact fact in MailFacts.Schema.Facts.Where(_ => random.Next(4) > 0))
            {
                facts.Set(fact, Filtering.Tests.Pipeline.Facts.FactJsonTests.Sample(fact.Type));
            }

            foreach (Filtering.Pipeline.Stage stage in Enum.GetValues<Filtering.Pipeline.Stage>())
            {
                Verdict verdict = Shipped.Value.Evaluate(stage, facts);
                Assert.That(verdict.Reply is null || Encoding.ASCII.GetByteCount(verdict.Reply.ToString()) <= 512, Is.True);
            }
        }
    }

    [GeneratedRegex("```yaml\n(.*?)```", RegexOptions.Singleline)]
    private static partial Regex YamlBlock();
}
