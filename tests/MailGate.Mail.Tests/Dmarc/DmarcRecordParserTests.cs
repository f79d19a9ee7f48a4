using MailGate.Mail.Dmarc;
using NUnit.Framework;

namespace MailGate.Mail.Tests.Dmarc;

public sealed class DmarcRecordParserTests
{
    [TestCase("")]
    [TestCase(";v=DMARC1")]
    [TestCase(" v=DMARC1; p=none")]
    [TestCase("p=none; v=DMARC1")]
    [TestCase("v=DMARC1 p=none")]
    [TestCase("v=DMARC2; p=none")]
    [TestCase("v=dmarc1; p=none")]
    [TestCase("v==DMARC1; p=none")]
    [TestCase("version=DMARC1; p=none")]
    [TestCase("v=DMARC1\0; p=none")]
    public void Rfc9989_4_7_what_does_not_begin_with_the_version_is_no_record(string text) => Assert.That(DmarcRecordParser.TryParse(text, out _), Is.False);

    [TestCase("v=DMARC1", false)]
    [TestCase("v=DMARC1; sp=reject", false)]
    [TestCase("v=DMARC1; p=rejekt", false)]
    [TestCase("v=DMARC1; p=reject; sp=x", false)]
    [TestCase("v=DMARC1; p=reject; np=", true)]
    [TestCase("v=DMARC1; p=rejekt; rua=mailto:a@example.com", true)]
    [TestCase("v=DMARC1; p=reject; np=x; rua=https://example.com/r", true)]
    [TestCase("v=DMARC1; p=rejekt; rua=mailto:nobody", false)]
    [TestCase("v=DMARC1; p=rejekt; rua=,,!10m, ", false)]
    public void Rfc9989_4_10_1_a_record_without_a_valid_policy_needs_somewhere_to_report_to(string text, bool applicable)
    {
        Assert.That(DmarcRecordParser.TryParse(text, out DmarcRecord? record));
        Assert.That(record!.IsApplicable, Is.EqualTo(applicable));
    }

    [Test]
    public void Rfc9989_4_10_1_a_wrong_subdomain_policy_makes_all_policies_none()
    {
        _ = DmarcRecordParser.TryParse("v=DMARC1; p=reject; sp=rejekt; rua=mailto:a@example.com", out DmarcRecord? record);
        Assert.That((record!.EffectivePolicy, record.EffectiveSubdomainPolicy), Is.EqualTo((DmarcPolicy.None, DmarcPolicy.None)));
    }

    [Test]
    public void Rfc9989_4_8_what_is_wrong_or_unknown_is_left_out()
    {
        _ = DmarcRecordParser.TryParse("v=DMARC1;;p=reject;x;=;adkim=x;aspf=S;t=q;psd=z;fo=2;unknown_tag=1;pct=900;ruf=\u00e9;P=none;", out DmarcRecord? record);
        using (Assert.EnterMultipleScope())
        {
            Assert.That(record!.Policy, Is.EqualTo(DmarcPolicy.Reject), "the first of two");
            Assert.That((record.DkimAlignment, record.SpfAlignment), Is.EqualTo((DmarcAlignmentMode.Relaxed, DmarcAlignmentMode.Strict)));
            Assert.That((record.IsTesting, record.Psd, record.FailureOptions, record.HistoricPercentage), Is.EqualTo((false, DmarcPsd.Unknown, "0", 100)));
            Assert.That(record.FailureReports, Is.Empty);
        }
    }
}
