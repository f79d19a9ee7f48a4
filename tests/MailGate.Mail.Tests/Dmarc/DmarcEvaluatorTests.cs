using System.Text;
using MailGate.Mail.Addresses;
using MailGate.Mail.Dkim;
using MailGate.Mail.Dmarc;
using MailGate.Mail.Dns;
using MailGate.Mail.Messages;
using MailGate.Mail.PublicSuffix;
using MailGate.Mail.Spf;
using MailGate.Tests.Common;
using NUnit.Framework;

namespace MailGate.Mail.Tests.Dmarc;

public sealed class DmarcEvaluatorTests
{
    private const DmarcIdentifierStatus Pass = DmarcIdentifierStatus.Pass;
    private const DmarcIdentifierStatus Temperror = DmarcIdentifierStatus.Temperror;

    [Test]
    public async Task Rfc9989_4_10_the_eight_queries_of_a_long_name()
    {
        FakeDns dns = new();
        await EvaluateAsync(dns, "a.b.c.d.e.f.g.h.i.j.mail.example.com");
        Assert.That(dns.Questions.Select(q => q.Name), Is.EqualTo(new[]
        {
            "_dmarc.a.b.c.d.e.f.g.h.i.j.mail.example.com", "_dmarc.g.h.i.j.mail.example.com", "_dmarc.h.i.j.mail.example.com", "_dmarc.i.j.mail.example.com",
            "_dmarc.j.mail.example.com", "_dmarc.mail.example.com", "_dmarc.example.com", "_dmarc.com",
        }));
    }

    [Test]
    public async Task Rfc9989_5_1_8_a_zone_cut_that_the_walk_jumps_over_is_not_found()
    {
        FakeDns dns = new FakeDns().AddTxt("_dmarc.b.c.d.e.f.g.example.com", "v=DMARC1; p=reject; psd=n").AddTxt("_dmarc.example.com", "v=DMARC1; p=none");
        DmarcResult result = await EvaluateAsync(dns, "mail.a.b.c.d.e.f.g.example.com");
        Assert.That((result.OrganizationalDomain!.Ascii, result.Policy), Is.EqualTo(("example.com", DmarcPolicy.None)));
    }

    [TestCase(8, TestName = "RFC 9989 4.10: eight labels are eight queries")]
    [TestCase(9, TestName = "RFC 9989 4.10: nine labels are eight queries")]
    [TestCase(120, TestName = "RFC 9989 4.10: a hundred and twenty labels are eight queries")]
    public async Task The_walk_is_bounded(int labels)
    {
        FakeDns dns = new();
        await EvaluateAsync(dns, string.Join('.', Enumerable.Repeat("a", labels)));
        Assert.That(dns.Questions, Has.Count.EqualTo(8));
    }

    [Test]
    public async Task Rfc9989_4_10_2_one_common_domain_with_a_record_needs_one_query()
    {
        FakeDns dns = new FakeDns().AddTxt("_dmarc.mail.example.com", "v=DMARC1; p=reject");
        DmarcResult result = await EvaluateAsync(dns, "mail.example.com", dkim: [new(Pass, Domain.Parse("mail.example.com"))]);
        using (Assert.EnterMultipleScope())
        {
            Assert.That((result.Code, result.AlignedBy), Is.EqualTo((DmarcResultCode.Pass, DmarcAlignedBy.Dkim)));
            Assert.That(dns.Questions, Has.Count.EqualTo(1));
        }
    }

    [Test]
    public async Task Identifiers_under_other_names_cost_no_queries()
    {
        FakeDns dns = new FakeDns().AddTxt("_dmarc.example.com", "v=DMARC1; p=reject");
        DmarcIdentifier[] dkim = [.. Enumerable.Range(0, 200).Select(i => new DmarcIdentifier(Pass, Domain.Parse($"s{i}.attack.com")))];
        DmarcResult result = await EvaluateAsync(dns, "example.com", dkim: dkim);
        using (Assert.EnterMultipleScope())
        {
            Assert.That(result.Code, Is.EqualTo(DmarcResultCode.Fail));
            Assert.That(dns.Questions, Has.Count.EqualTo(2));
        }
    }

    [Test]
    public async Task Many_signatures_under_the_authors_name_cost_a_bounded_number_of_queries()
    {
        FakeDns dns = new FakeDns().AddTxt("_dmarc.example.com", "v=DMARC1; p=reject");
        DmarcIdentifier[] dkim = [.. Enumerable.Range(0, 500).Select(i => new DmarcIdentifier(Temperror, Domain.Parse($"a.b.c.d.e.s{i}.example.com")))];
        await EvaluateAsync(dns, "example.com", dkim: dkim);
        Assert.That(dns.Questions, Has.Count.LessThanOrEqualTo(2 + (20 * 6)));
    }

    [Test]
    public async Task Rfc9989_4_10_2_a_sibling_with_its_own_psd_n_is_another_organization()
    {
        FakeDns dns = new FakeDns().AddTxt("_dmarc.example.com", "v=DMARC1; p=reject").AddTxt("_dmarc.dept.example.com", "v=DMARC1; p=reject; psd=n");
        DmarcResult result = await EvaluateAsync(dns, "example.com", dkim: [new(Pass, Domain.Parse("mail.dept.example.com"))]);
        Assert.That(result.Code, Is.EqualTo(DmarcResultCode.Fail));
    }

    [Test]
    public async Task Rfc9989_4_10_1_the_policy_of_a_public_suffix_is_its_sp()
    {
        FakeDns dns = new FakeDns().Add("example A 192.0.2.1\ngiant.bank.example A 192.0.2.1").AddTxt("_dmarc.bank.example", "v=DMARC1; p=none; sp=reject; np=quarantine; psd=y");
        DmarcResult result = await EvaluateAsync(dns, "giant.bank.example");
        Assert.That(
            (result.PolicyDomain!.Ascii, result.OrganizationalDomain!.Ascii, result.Policy),
            Is.EqualTo(("bank.example", "giant.bank.example", DmarcPolicy.Reject)));
    }

    [Test]
    public async Task Two_customers_of_one_public_suffix_are_not_aligned()
    {
        FakeDns dns = new FakeDns().AddTxt("_dmarc.bank.example", "v=DMARC1; p=reject; psd=y");
        DmarcResult result = await EvaluateAsync(dns, "giant.bank.example", spf: new(Pass, Domain.Parse("mega.bank.example")));
        Assert.That(result.Code, Is.EqualTo(DmarcResultCode.Fail));
    }

    [Test]
    public async Task A_public_suffix_that_sends_is_its_own_organization()
    {
        FakeDns dns = new FakeDns().AddTxt("_dmarc.bank.example", "v=DMARC1; p=reject; psd=y");
        DmarcResult result = await EvaluateAsync(dns, "bank.example", spf: new(Pass, Domain.Parse("giant.bank.example")));
        Assert.That((result.Code, result.OrganizationalDomain!.Ascii), Is.EqualTo((DmarcResultCode.Fail, "bank.example")));
    }

    [Test]
    public async Task A_signature_that_leaves_some_of_the_body_unsigned_does_not_align()
    {
        FakeDns dns = new FakeDns().AddTxt("_dmarc.example.com", "v=DMARC1; p=reject");
        DmarcIdentifier[] dkim = [new(Pass, Domain.Parse("example.com"), CoversWholeBody: false)];
        DmarcResult strict = await EvaluateAsync(dns, "example.com", dkim: dkim);
        DmarcResult lenient = await EvaluateAsync(dns, "example.com", dkim: dkim, options: new DmarcOptions { AcceptPartialBody = true });
        using (Assert.EnterMultipleScope())
        {
            Assert.That((strict.Code, strict.PartialBodyDomains[0].Ascii), Is.EqualTo((DmarcResultCode.Fail, "example.com")));
            Assert.That(lenient.Code, Is.EqualTo(DmarcResultCode.Pass));
        }
    }

    [TestCase("example.com", DmarcResultCode.Temperror, TestName = "RFC 9989 5.3.6: an aligned temperror is no fail")]
    [TestCase("attack.com", DmarcResultCode.Fail, TestName = "RFC 9989 5.3.6: a temperror elsewhere changes nothing")]
    public async Task A_temporary_error_counts_where_it_would_decide(string signer, DmarcResultCode expected)
    {
        FakeDns dns = new FakeDns().AddTxt("_dmarc.example.com", "v=DMARC1; p=reject");
        Assert.That((await EvaluateAsync(dns, "example.com", dkim: [new(Temperror, Domain.Parse(signer))])).Code, Is.EqualTo(expected));
        Assert.That((await EvaluateAsync(dns, "example.com", spf: new(Temperror, Domain.Parse(signer)))).Code, Is.EqualTo(expected));
    }

    [Test]
    public async Task An_aligned_pass_beats_a_temporary_error()
    {
        FakeDns dns = new FakeDns().AddTxt("_dmarc.example.com", "v=DMARC1; p=reject");
        DmarcResult result = await EvaluateAsync(dns, "example.com", new(Temperror, Domain.Parse("example.com")), [new(Pass, Domain.Parse("example.com"))]);
        Assert.That((result.Code, result.AlignedBy), Is.EqualTo((DmarcResultCode.Pass, DmarcAlignedBy.Dkim)));
    }

    [TestCase("_dmarc.mail.example.com", TestName = "no answer for the author's domain")]
    [TestCase("_dmarc.example.com", TestName = "no answer above the author's domain")]
    [TestCase("_dmarc.com", TestName = "no answer at the top")]
    public async Task No_answer_where_the_policy_may_be_is_a_temperror(string broken)
    {
        FakeDns dns = new FakeDns().Fail(broken, DnsStatus.ServerFailure);
        Assert.That((await EvaluateAsync(dns, "mail.example.com")).Code, Is.EqualTo(DmarcResultCode.Temperror));
    }

    [Test]
    public async Task No_answer_above_a_domain_with_a_record_leaves_a_fail_that_nothing_could_change()
    {
        FakeDns dns = new FakeDns().AddTxt("_dmarc.mail.example.com", "v=DMARC1; p=reject").Fail("_dmarc.example.com", DnsStatus.Timeout);
        DmarcResult alone = await EvaluateAsync(dns, "mail.example.com", dkim: [new(Pass, Domain.Parse("attack.net"))]);
        DmarcResult related = await EvaluateAsync(dns, "mail.example.com", dkim: [new(Pass, Domain.Parse("example.com"))]);
        Assert.That((alone.Code, related.Code), Is.EqualTo((DmarcResultCode.Fail, DmarcResultCode.Temperror)));
    }

    [Test]
    public async Task No_answer_to_whether_the_author_exists_is_a_temperror()
    {
        FakeDns dns = new FakeDns().AddTxt("_dmarc.example.com", "v=DMARC1; p=reject; sp=none; np=reject").Fail("sub.example.com", DnsStatus.Timeout);
        Assert.That((await EvaluateAsync(dns, "sub.example.com")).Code, Is.EqualTo(DmarcResultCode.Temperror));
    }

    [Test]
    public async Task Time_runs_out_over_all_lookups_together()
    {
        ManualTimeProvider time = new();
        FakeDns dns = new() { BeforeAnswer = (_, token) => new ValueTask(Task.Delay(Timeout.InfiniteTimeSpan, token)) };
        Task<DmarcResult> evaluation = new DmarcEvaluator(dns, time).FindPolicyAsync(Domain.Parse("example.com"), CancellationToken.None).AsTask();
        time.Advance(TimeSpan.FromSeconds(20));
        Assert.That((await evaluation).Code, Is.EqualTo(DmarcResultCode.Temperror));
    }

    [Test]
    public async Task Rfc7489_3_2_a_public_suffix_list_can_take_the_walks_place()
    {
        PublicSuffixList list = PublicSuffixList.Read(new StringReader("com\nco.uk\n"));
        FakeDns dns = new FakeDns().AddTxt("_dmarc.example.co.uk", "v=DMARC1; p=reject; sp=quarantine").AddTxt("_dmarc.co.uk", "v=DMARC1; p=none");
        DmarcOptions options = new() { PublicSuffixes = list };
        DmarcResult result = await EvaluateAsync(dns, "a.b.example.co.uk", new(Pass, Domain.Parse("x.example.co.uk")), options: options);
        DmarcResult other = await EvaluateAsync(dns, "a.b.example.co.uk", new(Pass, Domain.Parse("other.co.uk")), options: options);
        using (Assert.EnterMultipleScope())
        {
            Assert.That((result.Code, result.Policy, result.OrganizationalDomain!.Ascii), Is.EqualTo((DmarcResultCode.Pass, DmarcPolicy.Quarantine, "example.co.uk")));
            Assert.That(other.Code, Is.EqualTo(DmarcResultCode.Fail));
            Assert.That(dns.Questions.Select(q => q.Name), Has.None.EqualTo("_dmarc.co.uk"));
        }
    }

    [TestCase("From: a@example.com\r\nFrom: b@example.com\r\n", TestName = "two From fields")]
    [TestCase("From: a@example.com, b@example.com\r\n", TestName = "two authors of one domain")]
    [TestCase("From: Staff: a@example.com;\r\n", TestName = "a group")]
    [TestCase("From: a@example.com <b@attack.com>\r\n", TestName = "two addresses in one mailbox")]
    [TestCase("Subject: x\r\n", TestName = "no From field")]
    public async Task Without_exactly_one_author_nothing_passes(string headers)
    {
        FakeDns dns = new FakeDns().AddTxt("_dmarc.example.com", "v=DMARC1; p=reject");
        HeaderFrom from = HeaderFrom.Read(HeaderSection.Parse(Encoding.Latin1.GetBytes(headers)));
        DmarcResult result = await new DmarcEvaluator(dns, TimeProvider.System).EvaluateAsync(
            new DmarcRequest(from, new(Pass, Domain.Parse("example.com")), [new(Pass, Domain.Parse("example.com"))]), CancellationToken.None);
        Assert.That((result.Code, result.AuthorDomain), Is.EqualTo((DmarcResultCode.Permerror, (Domain?)null)));
    }

    [Test]
    public void An_spf_result_becomes_an_identifier()
    {
        using (Assert.EnterMultipleScope())
        {
            Assert.That(DmarcIdentifier.From(new SpfResult(SpfResultCode.None, SpfIdentity.MailFrom)), Is.Null);
            foreach (SpfResultCode code in Enum.GetValues<SpfResultCode>())
            {
                DmarcIdentifier? identifier = DmarcIdentifier.From(new SpfResult(code, SpfIdentity.MailFrom) { Domain = Domain.Parse("example.com") });
                Assert.That(identifier!.Status == Pass, Is.EqualTo(code == SpfResultCode.Pass));
                Assert.That(identifier.Status == Temperror, Is.EqualTo(code == SpfResultCode.Temperror));
            }
        }
    }

    [TestCase(DkimResult.Pass, true, true, Pass, true)]
    [TestCase(DkimResult.Pass, false, false, Pass, false)]
    [TestCase(DkimResult.Pass, false, true, Pass, true)]
    [TestCase(DkimResult.TempError, false, false, Temperror, false)]
    [TestCase(DkimResult.Fail, true, false, DmarcIdentifierStatus.NotAuthenticated, true)]
    [TestCase(DkimResult.Neutral, true, false, DmarcIdentifierStatus.NotAuthenticated, true)]
    public void A_signature_becomes_an_identifier(DkimResult result, bool coversBody, bool authenticates, DmarcIdentifierStatus status, bool usable)
    {
        DkimSignatureResult signature = new() { Result = result, Reason = "", CoversWholeBody = coversBody, AuthenticatesDomain = authenticates };
        using (Assert.EnterMultipleScope())
        {
            Assert.That(DmarcIdentifier.From(signature), Is.Null);
            Assert.That(
                DmarcIdentifier.From(signature with { Domain = Domain.Parse("example.com") }),
                Is.EqualTo(new DmarcIdentifier(status, Domain.Parse("example.com"), usable)));
        }
    }

    private static ValueTask<DmarcResult> EvaluateAsync(
        FakeDns dns, string author, DmarcIdentifier? spf = null, IReadOnlyList<DmarcIdentifier>? dkim = null, DmarcOptions? options = null) =>
        new DmarcEvaluator(dns, TimeProvider.System, options).EvaluateAsync(
            new DmarcRequest(HeaderFrom.Parse(Encoding.UTF8.GetBytes("user@" + author)), spf, dkim ?? []), CancellationToken.None);
}
