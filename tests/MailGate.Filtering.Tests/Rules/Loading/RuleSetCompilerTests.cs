using System.Text;
using MailGate.Filtering.Rules;
using MailGate.Filtering.Rules.Loading;
using NUnit.Framework;

namespace MailGate.Filtering.Tests.Rules.Loading;

public class RuleSetCompilerTests
{
    [Test]
    public void All_mistakes_of_all_files_are_reported_at_once_with_their_places()
    {
        string[] errors = RuleSets.ErrorsOf(
            """
            rules:
              - name: A
                when: spf.reslt == "fail"
                scroe: 5
              - name: B
                when: >
                  spf.result == "fail" &&
                  client.port == "x"
                action: rejct
            """,
            """
            rule: []
            thresholds: { reject: high }
            """);

        Assert.That(errors, Is.EqualTo(new[]
        {
            "a.yaml:2:5: rule 'A' does nothing: it wants a score, an action or an edit; score: 0 only reports",
            "a.yaml:3:15: unknown fact 'spf.reslt' (did you mean 'spf.result'?)",
            "a.yaml:4:5: unknown key 'scroe' in a rule (did you mean 'score'?)",
            "a.yaml:5:5: rule 'B' does nothing: it wants a score, an action or an edit; score: 0 only reports",
            "a.yaml:8:19: int and string cannot be equal",
            "a.yaml:9:13: 'action' is one of accept, reject, defer, discard, quarantine, tag, greylist, add_header, add header, soft_reject, soft reject, no_action, no action, not 'rejct' (did you mean 'reject'?)",
            "b.yaml:1:1: unknown key 'rule' in a rule file (did you mean 'rules'?)",
            "b.yaml:2:23: 'reject' is a number from -1000 to 1000, not 'high'",
        }));
    }

    [TestCase("when: 'true', score: 1", "a.yaml:1:10: the rule has no name")]
    [TestCase("name: A, score: 1", "a.yaml:1:10: rule 'A' has no 'when'")]
    [TestCase("name: 'A B', when: 'true', score: 1", "a.yaml:1:18: a rule's name has up to 64 letters, digits, '_', '-' and '.'")]
    [TestCase("name: A, when: 'client.port', score: 1", "a.yaml:1:27: 'when' must be true or false, and this is of type int")]
    [TestCase("name: A, when: 'true', score: 1001", "a.yaml:1:42: 'score' is a number from -1000 to 1000 or an expression over facts that gives one, not '1001'")]
    [TestCase("name: A, when: 'true', score: nan", "a.yaml:1:42: unknown fact 'nan'")]
    [TestCase("name: A, when: 'true', score: spf.result", "a.yaml:1:42: 'score' is a number from -1000 to 1000 or an expression over facts that gives one, not string")]
    [TestCase("name: A, when: 'true', score: 1, group: g", "a.yaml:1:52: no group 'g' under 'groups:'")]
    [TestCase("name: A, when: 'spf.result == \"x\"', stage: helo, score: 1", "a.yaml:1:55: stage helo is too early: spf.result is known from stage mail on")]
    [TestCase("name: A, when: 'dnsbl(\"a.example\") && header(\"X\") == \"\"', stage: mail, score: 1", "a.yaml:1:77: stage mail is too early: header() is known from stage message on")]
    [TestCase("name: A, when: 'true', stage: mial, score: 1", "a.yaml:1:42: 'stage' is one of connect, helo, mail, rcpt, message, not 'mial' (did you mean 'mail'?)")]
    [TestCase("name: A, when: 'rcpt.domain == author.domain', score: 1", "a.yaml:1:10: rcpt.domain is known only at stage rcpt, and this rule is judged at stage message; use rcpts.exists(r, ...)")]
    [TestCase("name: A, when: 'client.tls', action: quarantine", "a.yaml:1:10: quarantine wants a recipient; rule 'A' is judged at stage connect: add stage: rcpt or stage: message")]
    [TestCase("name: A, when: 'true', action: reject, reply: 450 4.7.1 no", "a.yaml:1:58: the reply of reject begins with 5, not 4")]
    [TestCase("name: A, when: 'true', action: defer, reply: 550 5.7.1 no", "a.yaml:1:57: the reply of defer begins with 4, not 5")]
    [TestCase("name: A, when: 'true', action: reject, reply: 550 4.7.1 no", "a.yaml:1:62: '4.7.1' is not an enhanced code of class 5: 5.7.1")]
    [TestCase("name: A, when: 'true', action: reject, reply: no", "a.yaml:1:58: a reply begins with its code: 550 5.7.1 Text")]
    [TestCase("name: A, when: 'true', action: reject, reply: 550 5.7.1", "a.yaml:1:58: the reply has no text")]
    [TestCase("name: A, when: 'true', action: reject, reply: 'No {spf.domian}'", "a.yaml:1:59: a reply begins with its code: 550 5.7.1 Text")]
    [TestCase("name: A, when: 'true', action: reject, reply: '550 No {spf.domian}'", "a.yaml:1:67: unknown fact 'spf.domian' (did you mean 'spf.domain'?)")]
    [TestCase("name: A, when: 'true', action: reject, reply: '550 No {rcpts}'", "a.yaml:1:67: 'rcpts' is a list(recipient); only single values can stand in a text")]
    [TestCase("name: A, when: 'true', action: reject, reply: '550 No } here'", "a.yaml:1:66: a brace without its other half; write {{ or }} for a brace in the text")]
    [TestCase("name: A, when: 'true', action: reject, reply: \"550 5.7.1 a\\r\\n250 b\"", "a.yaml:1:70: the text of a reply is one line of US-ASCII")]
    [TestCase("name: A, when: 'true', action: reject, reply: '550 5.7.1 Für'", "a.yaml:1:70: the text of a reply is one line of US-ASCII")]
    [TestCase("name: A, when: 'true', action: accept, reply: '550 no'", "a.yaml:1:58: 'reply' wants action: reject or action: defer")]
    [TestCase("name: A, when: 'true', add_header: { 'X Y': a }", "a.yaml:1:56: 'X Y' is not the name of a header field")]
    [TestCase("name: A, when: 'true', add_header: X", "a.yaml:1:47: 'add_header' wants names with values: { X-Name: text }")]
    [TestCase("name: A, when: 'true', redirect: nobody", "a.yaml:1:45: 'nobody' is not an address")]
    [TestCase("name: A, when: 'true', route: 'a{ip}'", "a.yaml:1:42: 'route' is the name of a route, without facts")]
    [TestCase("name: A, when: 'true', delay: 2h", "a.yaml:1:42: 'delay' is a time of up to 60s such as 5s, not '2h'")]
    [TestCase("name: A, when: 'true', score: 1, sample: 101%", "a.yaml:1:53: 'sample' is a share such as 10%, not '101%'")]
    [TestCase("name: A, when: 'true', rewrite: { rcpt: a@example.com }", "a.yaml:1:52: 'rewrite: rcpt' works at stage rcpt only")]
    [TestCase("name: A, when: [ a ], score: 1", "a.yaml:1:27: 'when' wants one value")]
    [TestCase("name: A, name: B, when: 'true', score: 1", "a.yaml:1:21: 'name' stands twice here")]
    public void A_mistake_in_a_rule_is_named_with_its_place(string rule, string error) =>
        Assert.That(RuleSets.ErrorsOf($"rules: [ {{ {rule} }} ]"), Does.Contain(error));

    [Test]
    public void A_reply_with_a_line_break_in_it_never_loads() =>
        Assert.That(RuleSets.ErrorsOf("rules: [ { name: A, when: 'true', add_header: { X-A: \"a\\r\\nX-B: c\" } } ]"), Has.Length.EqualTo(1));

    [Test]
    public void Names_are_unique_over_all_files()
    {
        string[] errors = RuleSets.ErrorsOf(
            """
            groups: { g: { max_score: 1 } }
            lists: { l: [ a ] }
            thresholds: { tag: 6 }
            rules: [ { name: A, when: 'true', score: 1 } ]
            """,
            """
            groups: { g: { max_score: 2 } }
            lists: { l: [ b ] }
            thresholds: { add_header: 5 }
            rules: [ { name: A, when: 'true', score: 1 } ]
            """);

        Assert.That(errors, Is.EqualTo(new[]
        {
            "b.yaml:1:11: there is a group 'g' already, in a.yaml:1",
            "b.yaml:2:10: there is a list 'l' already, in a.yaml",
            "b.yaml:3:15: the threshold 'add_header' is set already, in a.yaml:3",
            "b.yaml:4:18: there is a rule 'A' already, in a.yaml:4",
        }));
    }

    [Test]
    public void Thresholds_rise_with_their_actions() =>
        Assert.That(RuleSets.ErrorsOf("thresholds: { reject: 5, tag: 6 }"), Is.EqualTo(new[] { "a.yaml:1:15: the threshold of reject must be above that of tag" }));

    [Test]
    public void A_threshold_that_is_off_is_not_there() =>
        Assert.That(RuleSets.Of("thresholds: { reject: 15, quarantine: off, tag: , greylist: ~ }").Thresholds, Is.EqualTo(new Thresholds(Reject: 15)));

    [Test]
    public void Actions_have_the_names_that_users_of_rspamd_know()
    {
        RuleSet set = RuleSets.Of("""
            rules:
              - { name: A, when: 'true', action: add header }
              - { name: B, when: 'true', action: soft reject }
              - { name: C, when: 'true', action: no action, score: 1 }
            """);

        Assert.That(set.Rules.Select(rule => rule.Action), Is.EqualTo(new[] { RuleAction.Tag, RuleAction.Defer, RuleAction.None }));
    }

    [Test]
    public void Lists_come_from_files_and_from_the_rule_file()
    {
        RuleSource rules = Source("rules/a.yaml", """
            lists: { inline: [ a, b ], renamed: lists/other.txt, vips: lists/vips.txt }
            rules: [ { name: A, when: 'helo.name in lists.inline || helo.name in lists.renamed || helo.name in lists.vips', score: 1 } ]
            """);

        RuleSetResult result = RuleSetCompiler.Compile([rules], [Source("rules/lists/other.txt", "c"), Source("rules/lists/vips.txt", "d")]);

        Assert.That(result.Errors, Is.Empty);
        Assert.That(result.RuleSet!.Lists.Keys, Is.EquivalentTo(new[] { "inline", "renamed", "other", "vips" }));
    }

    [Test]
    public void Mistakes_in_lists_are_reported_once()
    {
        RuleSetResult result = RuleSetCompiler.Compile(
            [Source("a.yaml", "lists: { x: lists/vps.txt }\nrules: [ { name: A, when: 'helo.name in lists.vips', score: 1 } ]")],
            [Source("lists/vips.txt", "ok\n\u0001\n"), Source("lists/1bad.txt", "x")]);

        Assert.That(result.Errors.Select(error => error.ToString()), Is.EqualTo(new[]
        {
            "a.yaml:1:13: no list file 'lists/vps.txt' (did you mean 'lists/vips.txt'?)",
            "lists/1bad.txt: '1bad' cannot be the name of a list: letters, digits and _",
            "lists/vips.txt:2: not text: a list has one entry a line, in UTF-8",
        }));
    }

    [Test]
    public void The_hash_follows_the_content_of_all_files()
    {
        RuleSource rules = Source("a.yaml", "rules: []"), list = Source("lists/l.txt", "a");
        string hash = Compile(rules, list);

        Assert.That(Compile(Source("a.yaml", "rules: []"), list), Is.EqualTo(hash));
        Assert.That(Compile(rules, Source("lists/l.txt", "b")), Is.Not.EqualTo(hash));
        Assert.That(Compile(Source("a.yaml", "rules: [ ]"), list), Is.Not.EqualTo(hash));

        static string Compile(RuleSource rules, RuleSource list) => RuleSetCompiler.Compile([rules], [list]).RuleSet!.Hash;
    }

    [TestCase("")]
    [TestCase("# nothing yet\n")]
    [TestCase("rules: []")]
    public void A_file_without_rules_is_no_mistake(string text) => Assert.That(RuleSets.Of(text).Rules, Is.Empty);

    private static RuleSource Source(string name, string text) => new(name, Encoding.UTF8.GetBytes(text));
}
