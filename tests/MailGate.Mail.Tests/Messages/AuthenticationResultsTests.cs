using MailGate.Mail.Messages;
using NUnit.Framework;

namespace MailGate.Mail.Tests.Messages;

public sealed class AuthenticationResultsTests
{
    [Test]
    public void Values_come_out_unquoted()
    {
        Assert.That(AuthenticationResults.TryParse("\"my \\\"id\" 1; SPF=Pass reason=\"a;b (c)\" smtp.mailfrom=\"x y\"@example.net header.b=abc/d+= policy.x=\"\"; ;", out AuthenticationResults? field));
        AuthenticationResult spf = field!.Results.Single();
        using (Assert.EnterMultipleScope())
        {
            Assert.That(field.AuthservId, Is.EqualTo("my \"id"));
            Assert.That((spf.Method, spf.Result, spf.Reason), Is.EqualTo(("spf", "pass", "a;b (c)")));
            Assert.That(spf.Find("smtp", "MAILFROM"), Is.EqualTo("x y@example.net"));
            Assert.That(spf.Find("header", "b"), Is.EqualTo("abc/d+="));
            Assert.That(spf.Find("policy", "x"), Is.Empty);
            Assert.That(spf.Find("policy", "y"), Is.Null);
        }
    }

    [TestCase("")]
    [TestCase(";")]
    [TestCase("; spf=pass")]
    [TestCase("(example.com; spf=pass")]
    [TestCase("\"example.com; spf=pass")]
    [TestCase("example.com (; spf=pass")]
    [TestCase("example.com; spf")]
    [TestCase("example.com; =pass")]
    [TestCase("example.com; spf=pass x")]
    [TestCase("example.com; spf=pass x.y")]
    [TestCase("example.com; spf=pass x.=y")]
    [TestCase("example.com; spf=pass reason=\"x")]
    [TestCase("example.com; dkim/x=pass")]
    [TestCase("example.com, other; spf=pass")]
    [TestCase("example.com\0; spf=pass")]
    public void What_breaks_the_grammar_is_an_error(string value) => Assert.That(AuthenticationResults.TryParse(value, out _), Is.False);
}
