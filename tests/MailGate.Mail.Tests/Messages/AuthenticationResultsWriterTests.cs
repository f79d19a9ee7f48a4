using System.Net;
using MailGate.Mail.Addresses;
using MailGate.Mail.Dkim;
using MailGate.Mail.Dmarc;
using MailGate.Mail.Iprev;
using MailGate.Mail.Messages;
using MailGate.Mail.Spf;
using NUnit.Framework;

namespace MailGate.Mail.Tests.Messages;

public sealed class AuthenticationResultsWriterTests
{
    [Test]
    public void Without_results_it_says_none() =>
        Assert.That(AuthenticationResultsWriter.Write("mx.example.com", []), Is.EqualTo("Authentication-Results: mx.example.com; none\r\n"));

    [Test]
    public void Every_method_is_written_as_the_rfcs_write_it()
    {
        _ = DmarcRecordParser.TryParse("v=DMARC1; p=reject; sp=quarantine", out DmarcRecord? record);
        string field = AuthenticationResultsWriter.Write("mx.example.com",
        [
            AuthenticationMethods.Iprev(new IprevResult(IprevResultCode.Pass, IPAddress.Parse("192.0.2.200"), Domain.Parse("mail.example.net"))),
            AuthenticationMethods.Spf(new SpfResult(SpfResultCode.Pass, SpfIdentity.MailFrom) { Domain = Domain.Parse("example.net") }),
            AuthenticationMethods.Spf(new SpfResult(SpfResultCode.Temperror, SpfIdentity.Helo) { Domain = Domain.Parse("h.example.net"), Problem = "the DNS did not answer" }),
            AuthenticationMethods.Dkim("pass", "example.net", "@mail.example.net", "s1", "rsa-sha256", "oINEO8hgrest"),
            AuthenticationMethods.Dkim("fail", "example.net", "bob@example.net", "s2", "ed25519-sha256", "ab/d+f==", "bad signature"),
            AuthenticationMethods.Dmarc(new DmarcResult(DmarcResultCode.Fail, "x") { AuthorDomain = Domain.Parse("example.net"), Record = record }, DmarcPolicy.None, "pass"),
            AuthenticationMethods.Arc("pass", 0, IPAddress.Parse("2001:db8::1")),
            AuthenticationMethods.Auth("pass", "client@example.net", "CRAM-MD5"),
        ]);
        Assert.That(field, Is.EqualTo("""
            Authentication-Results: mx.example.com;
             iprev=pass (mail.example.net) policy.iprev=192.0.2.200;
             spf=pass smtp.mailfrom=example.net;
             spf=temperror reason="the DNS did not answer" smtp.helo=h.example.net;
             dkim=pass header.d=example.net header.i=@mail.example.net header.s=s1
             header.a=rsa-sha256 header.b=oINEO8hg;
             dkim=fail reason="bad signature" header.d=example.net
             header.i=bob@example.net header.s=s2 header.a=ed25519-sha256
             header.b="ab/d+f==";
             dmarc=fail (p=reject sp=quarantine dis=none arc=pass) header.from=example.net;
             arc=pass header.oldest-pass=0 smtp.remote-ip="2001:db8::1";
             auth=pass (cram-md5) smtp.auth=client@example.net

            """.ReplaceLineEndings("\r\n")));
    }

    [TestCase("legitimate.com'a.attack.com")]
    [TestCase("legitimate.com(.attack.com")]
    [TestCase("legitimate.com;spf=pass")]
    [TestCase("selector._domainkey.attack.com.\0.any")]
    [TestCase("a b")]
    [TestCase("\"a\"")]
    public void B02_what_is_no_domain_is_not_echoed_as_one(string evil)
    {
        AuthenticationResult result = AuthenticationMethods.Dkim("permerror", evil, "x@" + evil, evil, evil, evil);
        Assert.That(result.Properties.Where(p => p.Name is "d" or "i" or "s"), Is.Empty);
    }

    [TestCase(true, "dkim=pass header.d=example.net header.b=oINEO8hg")]
    [TestCase(false, "dkim=pass reason=\"l= leaves out a part of the body\" header.d=example.net")]
    public void B05_a_signature_that_leaves_out_a_part_of_the_body_is_told(bool coversWholeBody, string written)
    {
        DkimSignatureResult signature = new()
        {
            Result = DkimResult.Pass, Reason = "ok", Domain = Domain.Parse("example.net"), HeaderB = "oINEO8hg", CoversWholeBody = coversWholeBody,
        };
        Assert.That(AuthenticationResultsWriter.Write("mx.example", [AuthenticationMethods.Dkim(signature)]), Does.Contain(written));
    }

    [TestCase("a b", "\"a b\"")]
    [TestCase("a\"b\\", "\"a\\\"b\\\\\"")]
    [TestCase("a;b=c", "\"a;b=c\"")]
    [TestCase("(x)", "\"(x)\"")]
    [TestCase("a=b@example.com", "\"a=b@example.com\"")]
    [TestCase("x@y@example.com", "\"x@y@example.com\"")]
    [TestCase("a+b@example.com", "a+b@example.com")]
    [TestCase("@example.com", "@example.com")]
    public void A_value_that_is_no_token_is_quoted(string value, string written)
    {
        AuthenticationResult result = new("auth", "pass") { Properties = [new("smtp", "auth", value)] };
        Assert.That(AuthenticationResultsWriter.Write("mx.example", [result]), Does.EndWith($" auth=pass smtp.auth={written}\r\n"));
    }

    [TestCase("a\r\nX-Evil: 1")]
    [TestCase("a\0")]
    [TestCase("\u00e9@example.com")]
    [TestCase("")]
    public void A_value_that_cannot_be_written_is_left_out(string value)
    {
        AuthenticationResult result = new("auth", "pass") { Properties = [new("smtp", "auth", value), new("smtp", "auth", new string('x', 256))] };
        Assert.That(AuthenticationResultsWriter.Write("mx.example", [result]), Does.EndWith(" auth=pass\r\n"));
    }

    [Test]
    public void A_comment_cannot_be_left() =>
        Assert.That(
            AuthenticationResultsWriter.Write("mx.example", [new AuthenticationResult("x-a", "pass") { Comment = "a) dmarc=pass (\r\n \\" }]),
            Does.EndWith(" x-a=pass (a\\) dmarc=pass \\(?? \\\\)\r\n"));

    [Test]
    public void A_name_that_is_no_keyword_is_left_out()
    {
        AuthenticationResult[] results =
        [
            new("spf; dmarc", "pass"), new("dmarc", "pass x=y"), new("", "pass"), new("spf", ""),
            new("spf", "none") { Properties = [new("smtp;", "x", "y"), new("smtp", "x=z", "y")] },
        ];
        Assert.That(AuthenticationResultsWriter.Write("mx.example", results), Is.EqualTo("Authentication-Results: mx.example;\r\n spf=none\r\n"));
    }

    [Test]
    public void An_id_that_is_no_token_is_quoted_and_one_that_cannot_be_written_is_an_error()
    {
        Assert.That(AuthenticationResultsWriter.Write("my gateway", []), Is.EqualTo("Authentication-Results: \"my gateway\"; none\r\n"));
        Assert.That(() => AuthenticationResultsWriter.Write("mx\r\n", []), Throws.ArgumentException);
        Assert.That(() => AuthenticationResultsWriter.Write(" ", []), Throws.ArgumentException);
    }

    [Test]
    public void The_value_alone_serves_arc() =>
        Assert.That(AuthenticationResultsWriter.WriteValue("mx.example", [new("spf", "pass")]), Is.EqualTo("mx.example;\r\n spf=pass"));
}
