using MailGate.Filtering.Rewriting;
using NUnit.Framework;

namespace MailGate.Filtering.Tests.Rewriting;

public sealed class SpamHeadersTests
{
    private static readonly SpamSummary Spam = new(
        12.3, 6, 15, "add header", [new SpamSymbol("BAYES_SPAM", 9, ["99.8%"]), new SpamSymbol("R_SPF_FAIL", 3.3, [])]);

    [Test]
    public void All_headers_have_the_form_that_users_know()
    {
        string header = HeaderEditing.Apply("From: a\n\n", [.. SpamHeaders.Write(Spam, SpamHeaderKinds.SpamAssassin | SpamHeaderKinds.Rspamd)]);

        Assert.That(header.Replace("\n ", " ", StringComparison.Ordinal), Is.EqualTo("""
            X-Spam-Flag: YES
            X-Spam-Score: 12.3
            X-Spam-Level: ************
            X-Spam-Status: Yes, score=12.3 required=6.0 tests=BAYES_SPAM=9, R_SPF_FAIL=3.3 autolearn=no version=MailGate
            X-Spam: Yes
            X-Spamd-Bar: ++++++++++++
            X-Rspamd-Action: add header
            X-Spamd-Result: default: True [12.30 / 15.00]; BAYES_SPAM(9.00)[99.8%]; R_SPF_FAIL(3.30)[]
            From: a


            """.ReplaceLineEndings("\n")));
    }

    [Test]
    public void Ham_has_no_flag_and_a_negative_bar()
    {
        string header = HeaderEditing.Apply("From: a\n\n", [.. SpamHeaders.Write(new SpamSummary(-2.5, 6, 15, "no action", []), (SpamHeaderKinds)255)]);

        Assert.That(header, Does.Not.Contain("X-Spam-Flag").And.Not.Contain("X-Spam:").And.Not.Contain("X-Spam-Level"));
        Assert.That(header, Does.Contain("X-Spamd-Bar: --\n").And.Contain("X-Spam-Status: No, score=-2.5 required=6.0 tests=none "));
    }

    [TestCase("X-Spam-Flag: NO")]
    [TestCase("x-spam-flag:NO")]
    [TestCase("X-SPAM-STATUS : No")]
    [TestCase("X-Spam-Score:\n -10")]
    [TestCase("X-Spam: no")]
    [TestCase("X-Spam-Anything-Else: 1")]
    [TestCase("X-Spamd-Result: default: False")]
    [TestCase("X-Rspamd-Action: no action")]
    [TestCase("X-MS-Exchange-Organization-SCL: -1")]
    public void A_copy_that_came_with_the_message_is_removed(string forged) =>
        Assert.That(HeaderEditing.Apply($"A: 1\n{forged}\nB: 2\n\n", SpamHeaders.RemoveForged), Is.EqualTo("A: 1\nB: 2\n\n"));

    [TestCase("X-Spamassassin: 1")]
    [TestCase("X-Mailer: X-Spam-Flag: YES")]
    [TestCase("Spam: 1")]
    public void Other_fields_stay(string field) =>
        Assert.That(HeaderEditing.Apply($"{field}\n\n", SpamHeaders.RemoveForged), Is.EqualTo($"{field}\n\n"));

    [Test]
    public void What_a_rule_found_in_the_message_cannot_pose_as_another_symbol()
    {
        SpamSummary summary = new(double.NaN, 6, 15, "no action", [new SpamSymbol("URL", 1, ["x](0.00)[]; WHITELISTED(-100.00)[\r\nX-Evil: 1"])]);

        string header = HeaderEditing.Apply("\n", [.. SpamHeaders.Write(summary, (SpamHeaderKinds)255)]);

        Assert.That(header.Replace("\n ", " ", StringComparison.Ordinal), Does.Contain("URL(1.00)[x??0.00???? WHITELISTED?-100.00????X-Evil: 1]"));
        Assert.That(header, Does.Not.Contain("\nX-Evil"));
    }

    [Test]
    public void A_flood_of_symbols_is_cut_and_fits_the_limits()
    {
        SpamSymbol[] hits = [.. Enumerable.Range(0, 5000).Select(i => new SpamSymbol($"RULE_{i}", 1e300, [new string('x', 5000)]))];

        HeaderEditing.Apply("\n", [.. SpamHeaders.Write(new SpamSummary(double.PositiveInfinity, 6, 15, "reject", hits[..20]), (SpamHeaderKinds)255)]);
        HeaderEditing.Apply("\n", [.. SpamHeaders.Write(new SpamSummary(5000, 6, 15, "reject", hits), SpamHeaderKinds.Level)]);
    }
}
