using System.Text;
using MailGate.Filtering.Rules;
using MailGate.Filtering.Rules.Loading;
using MailGate.Filtering.Rules.Yaml;
using NUnit.Framework;

namespace MailGate.Filtering.Tests.Rules.Yaml;

public class RuleYamlReaderTests
{
    [TestCase("a: &x 1\nb: *x", "f:1:4: anchors (&name) are not allowed in rule files")]
    [TestCase("b: *x", "f:1:4: aliases (*name) are not allowed in rule files")]
    [TestCase("a: !!int 5", "f:1:4: tags (!name) are not allowed in rule files")]
    [TestCase("a: 1\na: 2", "f:2:1: 'a' stands twice here")]
    [TestCase("? [a]\n: b", "f:1:3: a key must be a word")]
    [TestCase("a: 1\n---\nb: 2", "f:2:1: a rule file holds one document; '---' must not stand between rules")]
    public void What_a_rule_file_may_not_hold_is_named_with_its_place(string text, string error) => Assert.That(Errors(text), Is.EqualTo(new[] { error }));

    [TestCase("a: [1")]
    [TestCase("a: 'x")]
    [TestCase("a: b: c")]
    [TestCase("a:\n\t- b")]
    [TestCase("a: \"\\q\"")]
    [TestCase("%YAML 9.9")]
    public void Text_that_is_not_yaml_is_one_error(string text) => Assert.That(Errors(text), Has.Length.EqualTo(1).And.One.Contains("not YAML"));

    [TestCase("[", 20_000)]
    [TestCase("{a: ", 20_000)]
    [TestCase("- ", 20_000)]
    public void Deep_nesting_is_an_error(string piece, int count) =>
        Assert.That(Errors(string.Concat(Enumerable.Repeat(piece, count))).Single(), Does.Contain("nested deeper than 16 levels"));

    [Test]
    public void A_bomb_of_aliases_is_an_error_before_it_is_anything_else()
    {
        StringBuilder bomb = new("a0: &a0 [x, x, x, x, x, x, x, x, x]\n");
        for (int level = 1; level < 10; level++)
        {
            bomb.Append($"a{level}: &a{level} [{string.Join(", ", Enumerable.Repeat($"*a{level - 1}", 9))}]\n");
        }

        Assert.That(Errors(bomb.ToString()), Has.Length.EqualTo(1));
    }

    [Test]
    public void Octets_that_are_not_utf8_are_an_error()
    {
        List<RuleError> errors = [];

        Assert.That(RuleYamlReader.Read("f", [0x61, 0x3a, 0xff], errors), Is.Null);
        Assert.That(errors.Single().ToString(), Is.EqualTo("f: the file is not UTF-8 text"));
    }

    [Test]
    public void An_offset_in_a_value_is_found_in_the_file_however_it_is_written()
    {
        const string Text = """
            a: one two
            b: 'one two'
            c: "one two"
            d: |
              one
              two
            e: >
              one

              two
            """;
        YamlMapping root = (YamlMapping)RuleYamlReader.Read("f", Encoding.UTF8.GetBytes(Text), [])!;

        string[] places = [.. root.Entries.Select(entry => (YamlScalar)entry.Value).Select(value => value.PlaceOf(value.Value.IndexOf("two", StringComparison.Ordinal)))
            .Select(place => $"{place.Line}:{place.Column}")];

        Assert.That(places, Is.EqualTo(new[] { "1:8", "2:9", "3:9", "6:3", "10:3" }));
    }

    [Test]
    public void Damaged_rule_files_are_sets_or_errors()
    {
        string seed = """
            # comment
            lists: { vips: [ a@example.com, '@example.org' ] }
            groups:
              content: { max_score: 8, description: "what it says" }
            thresholds: { reject: 15, tag: 6 }
            rules:
              - name: A
                description: |
                  several
                  lines
                when: >-
                  spf.result == "fail" && mail.from.address in lists.vips
                score: 2.5
                group: content
              - { name: B, when: 'header("X").contains("y")', action: reject, reply: "550 5.7.1 {spf.domain}", add_header: { X-A: "b {ip}" }, sample: 10% }
            """;
        Assert.That(RuleSets.Compile(seed).Errors, Is.Empty);
        string[] pieces = ["[", "]", "{", "}", ":", "- ", "\n", "  ", "|", ">", "'", "\"", "#", "&a", "*a", "!", "%", "---", "\t", "\0", "\u00e9", ",", "? ", "name", "rules:", "\\"];
        Random random = new(41_003);
        for (int round = 0; round < 600; round++)
        {
            StringBuilder text = new(seed);
            for (int damage = random.Next(1, 5); damage > 0; damage--)
            {
                int at = random.Next(text.Length);
                if (random.Next(2) == 0)
                {
                    text.Remove(at, Math.Min(random.Next(1, 8), text.Length - at));
                }
                else
                {
                    text.Insert(at, pieces[random.Next(pieces.Length)]);
                }
            }

            RuleSetResult result = RuleSets.Compile(text.ToString());

            Assert.That(result.RuleSet is null, Is.EqualTo(result.Errors.Count > 0), text.ToString());
        }
    }

    private static string[] Errors(string text)
    {
        List<RuleError> errors = [];
        RuleYamlReader.Read("f", Encoding.UTF8.GetBytes(text), errors);
        return [.. errors.Select(error => error.ToString())];
    }
}
