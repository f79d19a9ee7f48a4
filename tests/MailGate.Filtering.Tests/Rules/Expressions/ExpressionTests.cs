using System.Net;
using MailGate.Filtering.Pipeline.Facts;
using MailGate.Filtering.Rules;
using MailGate.Filtering.Rules.Expressions;
using MailGate.Filtering.Rules.Lists;
using NUnit.Framework;

namespace MailGate.Filtering.Tests.Rules.Expressions;

public class ExpressionTests
{
    private static readonly ExpressionScope Scope = new(MailFacts.Schema)
    {
        Lists = new Dictionary<string, RuleList>
        {
            ["executables"] = List("executables", "exe", "SCR"),
            ["vips"] = List("vips", "ceo@example.com", "@board.example"),
            ["freemail"] = List("freemail", "gmail.example", ".yahoo.example"),
            ["mynets"] = List("mynets", "10.0.0.0/8", "192.0.2.1", "2001:db8::/32"),
        },
    };

    [TestCase("""ip in "192.0.2.0/24" """, true)]
    [TestCase("""ip in ["10.0.0.0/8", "192.0.2.7"]""", true)]
    [TestCase("""ip in ["10.0.0.0/8", "2001:db8::/32"]""", false)]
    [TestCase("""ip == "192.0.2.7" """, true)]
    [TestCase("ip in lists.mynets", false)]
    [TestCase("""mail.from.domain == "EXAMPLE.com" """, true)]
    [TestCase("""mail.from.domain in ["example.org", "Example.COM"]""", true)]
    [TestCase("""mail.from.domain.under("COM")""", true)]
    [TestCase("""mail.from.domain.under("ample.com")""", false)]
    [TestCase("""author.domain.under(mail.from.domain)""", true)]
    [TestCase("author.domain in lists.freemail", false)]
    [TestCase("reply_to.domain in lists.freemail", true)]
    [TestCase("mail.from.address in lists.vips", true)]
    [TestCase("""attachments.exists(a, a.extension in lists.executables && a.size > 10)""", true)]
    [TestCase("""attachments.exists(a, a.extensions.exists(e, e == "pdf"))""", true)]
    [TestCase("""attachments.map(a, a.name).exists(n, n.matches("(?i)\\.SCR$"))""", true)]
    [TestCase("""header("Subject").contains("offer") && header_count("received") == 2""", true)]
    [TestCase("spam.points > 5", true)]
    [TestCase("spam.points == 7", false)]
    [TestCase("has(spf.domain)", false)]
    [TestCase("has(spf.result) && !has(dmarc.result)", true)]
    [TestCase("""dmarc.result == "fail" || spf.result == "fail" """, true)]
    [TestCase("""rate("sender", mail.from.domain, "10m") > 50""", true)]
    [TestCase("""message.age > duration("7d1h".replace("7d1h", "169h"))""", true)]
    [TestCase("size(rcpts) == 0 && rcpts.all(r, r.domain == mail.from.domain)", true)]
    public void Facts_of_mail_are_judged(string text, bool expected)
    {
        FactValue value = Compile(text).Evaluate(Facts());

        Assert.That(value.Kind, Is.EqualTo(FactKind.Bool), value.ToString());
        Assert.That(value.IsTrue, Is.EqualTo(expected));
    }

    [TestCase("dmarc.result == \"fail\"")]
    [TestCase("dmarc.result == \"fail\" && spf.result == \"fail\"")]
    [TestCase("dmarc.result == \"fail\" || spf.result == \"pass\"")]
    [TestCase("header(\"Subject\") == dmarc.policy")]
    [TestCase("rate(\"sender\", dmarc.domain, \"10m\") > 50")]
    [TestCase("!(dmarc.result in [\"fail\", \"none\"])")]
    public void What_needs_a_missing_fact_is_an_error(string text) => Assert.That(Compile(text).Evaluate(Facts()).IsError, Is.True);

    [TestCase("spf.reslt == \"fail\"", 4, "unknown fact 'spf.reslt' (did you mean 'spf.result'?)")]
    [TestCase("sfp.result == \"fail\"", 4, "unknown fact 'sfp.result' (did you mean 'spf.result'?)")]
    [TestCase("spf == \"fail\"", 0, "'spf' is a group of facts; name one of them: result, domain, mechanism")]
    [TestCase("spf.result = \"fail\"", 11, "unexpected character '='; equality is written ==")]
    [TestCase("spf.result == 5", 11, "string and int cannot be equal")]
    [TestCase("spf.result > 5", 11, "'>' cannot compare string with int")]
    [TestCase("client.port + \"x\" == 5", 12, "'+' does not work on int and string")]
    [TestCase("ip == \"10.0.0.0/8\"", 6, "'10.0.0.0/8' is not an IP address; for a range write: in \"10.0.0.0/8\"")]
    [TestCase("ip in \"10.0.0.0/33\"", 6, "'10.0.0.0/33' is neither an IP address nor a range such as 10.0.0.0/8")]
    [TestCase("ip in lists.vips", 3, "lists.vips holds more than addresses and ranges: 'ceo@example.com' in its line 1")]
    [TestCase("spf.domain == \"exa mple\"", 14, "'exa mple' is not a domain name")]
    [TestCase("spf.domain in [\"a.example\", \".b.example\"]", 28, "'.b.example' is not a domain name; for it and all below write: .under(\"b.example\")")]
    [TestCase("spf.result in lists.executable", 20, "no list 'executable' (did you mean 'executables'?)")]
    [TestCase("lists.vips == lists.vips", 6, "lists.vips can only stand after 'in'")]
    [TestCase("attachments.exists(a, a.nmae == \"x\")", 24, "'nmae' is no field of attachment (did you mean 'name'?)")]
    [TestCase("attachments.name == \"x\"", 12, "this is a list; ask for one of its elements: .exists(x, x.name == ...)")]
    [TestCase("attachments.exist(a, a.size > 1)", 12, "unknown function 'exist' (did you mean 'exists'?)")]
    [TestCase("attachments.exists(a)", 12, "unknown function 'exists'; write list.exists(x, condition on x)")]
    [TestCase("startsWith(spf.result, \"x\")", 0, "unknown function 'startsWith'; write x.startsWith()")]
    [TestCase("spf.result.matches(\"[\")", 19, "not a regular expression: UnterminatedBracket at character 1")]
    [TestCase("spf.result.matches(\"(?=a)b\")", 19, "the regular expression uses look-around, back-references or atomic groups, or is too large: these cannot be matched in linear time")]
    [TestCase("spf.result.matches(dmarc.result)", 25, "the regular expression must be a literal")]
    [TestCase("duration(\"7d\") > message.age", 0, "duration(): the value cannot be converted")]
    [TestCase("header(spf.result) == \"x\"", 11, "this argument of header() must be a literal, so that it is known which check to run")]
    [TestCase("header(\"Sub ject\") == \"x\"", 7, "'Sub ject' is not the name of a header field")]
    [TestCase("rate(\"sender\", mail.from.domain, \"10x\") > 5", 33, "'10x' is not a time between 1s and 31d, such as 10m, 24h or 7d")]
    [TestCase("dnsbl(\"zen spamhaus\")", 6, "'zen spamhaus' is not a DNS list: the zone is not a domain name")]
    [TestCase("rate(\"sender\") > 5", 0, "write it as rate(\"sender\", mail.from.domain, \"10m\")")]
    [TestCase("spf.result ==", 13, "expected a value, not end of the expression")]
    [TestCase("(spf.result == \"x\"", 18, "expected ')', not end of the expression")]
    [TestCase("spf.result == \"x", 14, "the text in quotes does not end")]
    [TestCase("spf.result == \"\\d\"", 15, "not an escape sequence; write \\\\ for a backslash, or r\"...\" for a regular expression")]
    [TestCase("has(spf)", 0, "has() takes one argument of the form a.b")]
    [TestCase("[1].exists(a, [1].exists(b, [1].exists(c, [1].exists(d, [1].exists(e, true)))))", 60, "macros are nested deeper than 4 levels")]
    [TestCase("9223372036854775808 > 1", 0, "the number 9223372036854775808 does not fit into an int")]
    public void A_mistake_is_named_with_its_place(string text, int offset, string message)
    {
        Assert.That(Expression.TryCompile(text, Scope, out _, out IReadOnlyList<ExpressionError> errors), Is.False);
        Assert.That(errors[0], Is.EqualTo(new ExpressionError(offset, message)));
    }

    [Test]
    public void All_mistakes_of_an_expression_are_found_at_once()
    {
        Expression.TryCompile("spf.reslt == 1 && client.port == \"x\" || foo(bar)", Scope, out _, out IReadOnlyList<ExpressionError> errors);

        Assert.That(errors.Select(error => error.Offset), Is.EqualTo(new[] { 4, 30, 40, 44 }));
    }

    [Test]
    public void An_expression_says_what_it_needs()
    {
        Expression expression = Compile("""spf.result == "fail" && dnsbl("zen.example") && ip in lists.mynets && attachments.exists(a, a.size > 1)""");

        Assert.That(expression.Facts.Select(fact => fact.Path), Is.EquivalentTo(new[] { "spf.result", "ip", "attachments" }));
        Assert.That(expression.Functions, Is.EqualTo(new[] { MailFacts.Dnsbl }));
        Assert.That(expression.Lists.Select(list => list.Name), Is.EqualTo(new[] { "mynets" }));
        Assert.That(expression.Type, Is.EqualTo(FactType.Bool));
    }

    [Test]
    public void Nested_macros_over_many_elements_end_in_an_error_and_not_in_a_long_wait()
    {
        FactSet facts = new();
        facts.Set(MailFacts.Urls, FactValue.Of(Enumerable.Range(0, 2000).Select(_ => (FactObject)new FactRecord(UrlFact.Type).Set(UrlFact.Url, FactValue.Of("x"))).ToList()));

        FactValue value = Compile("urls.all(a, urls.all(b, urls.all(c, a.url == b.url && b.url == c.url)))").Evaluate(facts);

        Assert.That(value.Reason, Is.EqualTo("the expression costs too much with these facts"));
    }

    [Test]
    public void Text_that_is_searched_again_and_again_is_paid_for()
    {
        FactSet facts = new();
        facts.Set(MailFacts.TextPlain, FactValue.Of(new string('a', 1_000_000)));
        facts.Set(MailFacts.DkimSelectors, FactValue.Of(Enumerable.Repeat("b", 1000).ToList()));

        Assert.That(Compile("dkim.selectors.exists(s, text.plain.contains(s))").Evaluate(facts).IsError, Is.True);
        Assert.That(Compile("text.plain.contains(\"b\")").Evaluate(facts).IsFalse, Is.True);
    }

    [Test]
    public void Evaluating_allocates_nothing()
    {
        Expression[] expressions =
        [
            Compile("""dmarc.result == "fail" && dmarc.policy == "reject" || spf.result in ["a", "b", "c"]"""),
            Compile("""attachments.exists(a, a.extension in lists.vips || a.size > 1000000) || ip in "10.0.0.0/8" """),
            Compile("""author.domain.under("example.org") || header("Subject").startsWith("x") || spam.points > 20"""),
        ];
        FactSet facts = Facts();
        EvaluationContext context = new(facts);
        Run();

        long before = GC.GetAllocatedBytesForCurrentThread();
        Run();

        Assert.That(GC.GetAllocatedBytesForCurrentThread() - before, Is.Zero);

        void Run()
        {
            foreach (Expression expression in expressions)
            {
                expression.Evaluate(context);
            }
        }
    }

    private static Expression Compile(string text)
    {
        Assert.That(Expression.TryCompile(text, Scope, out Expression? expression, out IReadOnlyList<ExpressionError> errors), Is.True, string.Join("; ", errors));
        return expression!;
    }

    private static FactSet Facts()
    {
        FactSet facts = new();
        facts.Set(MailFacts.Ip, FactValue.Of(IPAddress.Parse("192.0.2.7")));
        facts.Set(MailFacts.MailFromDomain, FactValue.Of("example.com"));
        facts.Set(MailFacts.MailFromAddress, FactValue.Of("CEO@example.com"));
        facts.Set(MailFacts.AuthorDomain, FactValue.Of("mail.example.com"));
        facts.Set(MailFacts.ReplyToDomain, FactValue.Of("uk.yahoo.example"));
        facts.Set(MailFacts.SpfResult, FactValue.Of("fail"));
        facts.Set(MailFacts.SpfDomain, FactValue.EmptyString);
        facts.Set(MailFacts.SpamPoints, FactValue.Of(7.5));
        facts.Set(MailFacts.Rcpts, FactValue.Of(FactList.Empty));
        facts.Set(MailFacts.MessageAge, FactValue.Of(TimeSpan.FromDays(8)));
        facts.Set(MailFacts.MessageHeaders, FactValue.Of(new FactObject[] { Header("Received", "a"), Header("Subject", "an offer"), Header("Received", "b") }));
        facts.Set(MailFacts.Attachments, FactValue.Of(new FactObject[] { Attachment("a.txt", "txt"), Attachment("invoice.pdf.scr", "pdf", "scr") }));
        facts.SetAnswer(new FactCall(MailFacts.Rate, [FactValue.Of("sender"), FactValue.Of("example.com"), FactValue.Of("10m")]), FactValue.Of(51L));
        return facts;
    }

    private static FactRecord Header(string name, string value) =>
        new FactRecord(HeaderFact.Type).Set(HeaderFact.Name, FactValue.Of(name)).Set(HeaderFact.Value, FactValue.Of(value));

    private static FactRecord Attachment(string name, params string[] extensions) => new FactRecord(AttachmentFact.Type)
        .Set(AttachmentFact.Name, FactValue.Of(name))
        .Set(AttachmentFact.Extension, FactValue.Of(extensions[^1]))
        .Set(AttachmentFact.Extensions, FactValue.Of(extensions))
        .Set(AttachmentFact.Size, FactValue.Of(100L));

    private static RuleList List(string name, params string[] lines)
    {
        List<RuleError> errors = [];
        return RuleListReader.Read(name, name + ".txt", System.Text.Encoding.UTF8.GetBytes(string.Join('\n', lines)), errors)!;
    }
}
