using MailGate.Smtp.Client;
using MailGate.Smtp.Grammar;
using NUnit.Framework;

namespace MailGate.Smtp.Tests.Client;

internal sealed class EhloKeywordsTests
{
    [Test]
    public void Keywords_are_read_in_any_case_with_their_parameters()
    {
        EhloKeywords keywords = Parse(
            "PIPELINING", "size 10240000", "8bitmime", "SMTPUTF8", "CHUNKING", "DSN", "STARTTLS", "ENHANCEDSTATUSCODES", "REQUIRETLS",
            "AUTH PLAIN login", "AUTH=LOGIN CRAM-MD5", "XCLIENT NAME ADDR", "XFORWARD NAME addr", "LIMITS MAILMAX=10 RCPTMAX=100 RCPTDOMAINMAX=1", "X-UNKNOWN");

        Assert.That(keywords.Extensions, Is.EqualTo(
            Extensions.Pipelining | Extensions.Size | Extensions.EightBitMime | Extensions.SmtpUtf8 | Extensions.Chunking | Extensions.Dsn | Extensions.StartTls
            | Extensions.EnhancedStatusCodes | Extensions.RequireTls | Extensions.Auth | Extensions.XClient | Extensions.Limits));
        Assert.That(keywords.MaxMessageOctets, Is.EqualTo(10_240_000));
        Assert.That(keywords.AuthMechanisms, Is.EqualTo(new[] { "PLAIN", "LOGIN", "CRAM-MD5" }));
        Assert.That(keywords.XClientAttributes, Is.EqualTo(new[] { "NAME", "ADDR" }));
        Assert.That(keywords.XForwardAttributes, Is.EqualTo(new[] { "NAME", "ADDR" }));
        Assert.That((keywords.MaxTransactions, keywords.MaxRecipients), Is.EqualTo((10, 100)));
    }

    [TestCase("SIZE")]
    [TestCase("SIZE 0")]
    [TestCase("SIZE -1")]
    [TestCase("SIZE lots")]
    [TestCase("SIZE 99999999999999999999999")]
    public void A_size_that_is_no_limit_is_none(string line)
    {
        Assert.That(Parse(line).MaxMessageOctets, Is.Null);
        Assert.That(Parse(line).Has(Extensions.Size));
    }

    [TestCase("LIMITS RCPTMAX=0")]
    [TestCase("LIMITS RCPTMAX=-5")]
    [TestCase("LIMITS RCPTMAX")]
    [TestCase("LIMITS =5")]
    [TestCase("LIMITS RCPTMAX=9999999999")]
    public void A_malformed_limit_is_none(string line) => Assert.That(Parse(line).MaxRecipients, Is.Null);

    [Test]
    public void The_greeting_line_is_no_keyword() => Assert.That(EhloKeywords.Parse(new Reply(ReplyCode.Ok, default, "PIPELINING")), Is.EqualTo(EhloKeywords.None));

    private static EhloKeywords Parse(params string[] lines) => EhloKeywords.Parse(new Reply(ReplyCode.Ok, default, string.Join('\n', lines.Prepend("mx.test"))));
}
