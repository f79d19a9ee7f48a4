using System.Net;
using MailGate.Mail.Dns;
using MailGate.Mail.Spf;
using MailGate.Tests.Common;
using NUnit.Framework;

namespace MailGate.Mail.Tests.Spf;

public sealed class SpfEvaluatorTests
{
    private readonly ManualTimeProvider time = new();

    [Test]
    public async Task The_reverse_path_is_checked_and_a_passing_helo_name_does_not_help_it()
    {
        FakeDns dns = new FakeDns().Add("helo.attack.example TXT \"v=spf1 +all\"");
        SpfResult result = await CheckAsync(dns, "192.0.2.1", "helo.attack.example", "any@nowhere.victim.example");
        Assert.That((result.Code, result.Identity, result.Domain!.Ascii), Is.EqualTo((SpfResultCode.None, SpfIdentity.MailFrom, "nowhere.victim.example")));
    }

    [Test]
    public async Task The_helo_name_is_checked_when_the_reverse_path_is_null()
    {
        FakeDns dns = new FakeDns().Add("mail.example.com TXT \"v=spf1 a -all\"\nmail.example.com A 192.0.2.1");
        SpfResult result = await CheckAsync(dns, "192.0.2.1", "mail.example.com", "");
        Assert.That((result.Code, result.Identity, result.Domain!.Ascii), Is.EqualTo((SpfResultCode.Pass, SpfIdentity.Helo, "mail.example.com")));
    }

    [TestCase("any@legitimate.example(.attack.example", TestName = "RFC 7208 4.3: a parenthesis makes no domain")]
    [TestCase("any@attack.example\0.legitimate.example", TestName = "RFC 7208 4.3: a NUL makes no domain")]
    [TestCase("any@", TestName = "RFC 7208 4.3: nothing after the at sign is no domain")]
    [TestCase("any@localhost", TestName = "RFC 7208 4.3: one label is no domain to check")]
    [TestCase("any@attack.example ", TestName = "RFC 7208 4.3: a space makes no domain")]
    public async Task A_malformed_domain_is_none_and_asks_nothing(string reversePath)
    {
        FakeDns dns = new FakeDns().Add("attack.example TXT \"v=spf1 +all\"");
        SpfResult result = await CheckAsync(dns, "192.0.2.1", "attack.example", reversePath);
        using (Assert.EnterMultipleScope())
        {
            Assert.That(result.Code, Is.EqualTo(SpfResultCode.None));
            Assert.That(result.Problem, Is.Not.Null);
            Assert.That(dns.Questions, Is.Empty);
        }
    }

    [Test]
    public async Task A_u_label_is_looked_up_as_a_label()
    {
        FakeDns dns = new FakeDns().Add("xn--bcher-kva.example TXT \"v=spf1 exists:%{o}.a.example -all\"\nxn--bcher-kva.example.a.example A 127.0.0.2");
        SpfResult result = await CheckAsync(dns, "192.0.2.1", "h.example", "any@b\u00fccher.example");
        Assert.That((result.Code, result.Domain!.Ascii), Is.EqualTo((SpfResultCode.Pass, "xn--bcher-kva.example")));
    }

    [TestCase("%{l}.a.example", SpfResultCode.Fail, TestName = "RFC 8616 4: a term with a local-part that is not ASCII matches nothing")]
    [TestCase("%{d}.a.example", SpfResultCode.Pass, TestName = "RFC 8616 4: other terms match")]
    public async Task Local_part_beyond_ascii(string spec, SpfResultCode expected)
    {
        FakeDns dns = new FakeDns().Add($"d.example TXT \"v=spf1 exists:{spec} -all\"\n*.a.example A 127.0.0.2\na.example TXT x");
        SpfResult result = await CheckAsync(dns, "192.0.2.1", "h.example", "j\u00f6rg@d.example");
        Assert.That(result.Code, Is.EqualTo(expected));
    }

    [TestCase("192.0.2.1", SpfResultCode.Pass)]
    [TestCase("::ffff:192.0.2.1", SpfResultCode.Pass)]
    [TestCase("::FFFF:C000:201", SpfResultCode.Pass)]
    [TestCase("::192.0.2.1", SpfResultCode.Fail)]
    [TestCase("2001:db8::1", SpfResultCode.Softfail)]
    [TestCase("2001:0DB8:0:0:0:0:0:1", SpfResultCode.Softfail)]
    [TestCase("2001:db8::1%3", SpfResultCode.Softfail)]
    public async Task The_client_is_known_in_every_form_of_its_address(string client, SpfResultCode expected)
    {
        FakeDns dns = new FakeDns().Add("example.com TXT \"v=spf1 ip4:192.0.2.1 ~ip6:2001:db8::/127 -all\"");
        Assert.That((await CheckAsync(dns, client, "h.example", "a@example.com")).Code, Is.EqualTo(expected));
    }

    [Test]
    public async Task A_mapped_client_is_shown_and_expanded_as_ipv4()
    {
        FakeDns dns = new FakeDns().Add("""
            example.com TXT "v=spf1 -all exp=e.example.com"
            e.example.com TXT "%{i} %{c} %{v} %{ir}"
            """);
        Assert.That((await CheckAsync(dns, "::ffff:192.0.2.1", "h.example", "a@example.com")).Explanation, Is.EqualTo("192.0.2.1 192.0.2.1 in-addr 1.2.0.192"));
    }

    [Test]
    public async Task Time_runs_out_over_all_lookups_together()
    {
        FakeDns dns = new FakeDns().Add("example.com TXT \"v=spf1 ptr a -all\"");
        dns.BeforeAnswer = async (question, token) =>
        {
            if (question.Type != DnsRecordType.Txt)
            {
                await Task.Delay(Timeout.InfiniteTimeSpan, token);
            }
        };
        Task<SpfResult> check = CheckAsync(dns, "192.0.2.1", "h.example", "a@example.com").AsTask();
        await time.WhenTimersAsync(1);
        Assert.That(check.IsCompleted, Is.False);
        time.Advance(TimeSpan.FromSeconds(20));
        SpfResult result = await check;
        Assert.That((result.Code, result.Mechanism), Is.EqualTo((SpfResultCode.Temperror, "a")));
    }

    [Test]
    public async Task A_fail_that_time_alone_made_is_a_temperror()
    {
        FakeDns dns = new FakeDns().Add("example.com TXT \"v=spf1 ptr -all\"");
        dns.BeforeAnswer = (question, token) => question.Type == DnsRecordType.Ptr ? new ValueTask(Task.Delay(Timeout.InfiniteTimeSpan, token)) : default;
        Task<SpfResult> check = CheckAsync(dns, "192.0.2.1", "h.example", "a@example.com").AsTask();
        time.Advance(TimeSpan.FromSeconds(20));
        Assert.That((await check).Code, Is.EqualTo(SpfResultCode.Temperror));
    }

    [Test]
    public void The_callers_cancellation_is_not_a_result()
    {
        using CancellationTokenSource caller = new();
        FakeDns dns = new() { BeforeAnswer = (_, token) => new ValueTask(Task.Delay(Timeout.InfiniteTimeSpan, token)) };
        Task<SpfResult> check = new SpfEvaluator(dns, time).CheckAsync(new SpfRequest(IPAddress.Loopback, "h.example", "a@example.com"), caller.Token).AsTask();
        caller.Cancel();
        Assert.That(async () => await check, Throws.InstanceOf<OperationCanceledException>());
    }

    [TestCase("v=spf1 a:%{p}.a.example a a a a a a a a ip4:192.0.2.1 -all", SpfResultCode.Pass, TestName = "RFC 7208 4.6.4: nine terms and the p macro are ten")]
    [TestCase("v=spf1 a:%{p}.a.example a a a a a a a a a ip4:192.0.2.1 -all", SpfResultCode.Permerror, TestName = "RFC 7208 4.6.4: ten terms and the p macro are eleven")]
    [TestCase("v=spf1 a:%{p}.a.example a:%{p}.b.example ptr a a a a a a ip4:192.0.2.1 -all", SpfResultCode.Pass, TestName = "RFC 7208 4.6.4: the p macro is looked up once")]
    public async Task The_p_macro_counts_as_a_term(string record, SpfResultCode expected)
    {
        FakeDns dns = new FakeDns().Add($"example.com A 198.51.100.1\n1.2.0.192.in-addr.arpa PTR mx.example.net\nmx.example.net A 192.0.2.1\n*.a.example A 127.0.0.2\n*.b.example A 127.0.0.2\na.example A 127.0.0.2\nb.example A 127.0.0.2").AddTxt("example.com", record);
        SpfEvaluator evaluator = new(dns, time, new SpfOptions { MaxVoidLookups = 100 });
        SpfResult result = await evaluator.CheckAsync(new SpfRequest(IPAddress.Parse("192.0.2.1"), "h.example", "a@example.com"), CancellationToken.None);
        using (Assert.EnterMultipleScope())
        {
            Assert.That(result.Code, Is.EqualTo(expected));
            Assert.That(dns.Questions.Count(q => q.Type == DnsRecordType.Ptr), Is.EqualTo(1));
        }
    }

    [Test]
    public async Task The_redirect_is_a_term_too()
    {
        FakeDns dns = new FakeDns().Add("""
            example.com TXT "v=spf1 a a a a a a a a a a redirect=r.example.com"
            example.com A 198.51.100.1
            r.example.com TXT "v=spf1 +all"
            """);
        Assert.That((await CheckAsync(dns, "192.0.2.1", "h.example", "a@example.com")).Code, Is.EqualTo(SpfResultCode.Permerror));
    }

    [Test]
    public async Task Exchangers_without_an_ipv6_address_do_not_make_a_term_void()
    {
        FakeDns dns = new FakeDns().Add("""
            example.com TXT "v=spf1 mx mx mx mx -all"
            example.com MX 10 a.example.com
            example.com MX 20 b.example.com
            a.example.com A 192.0.2.1
            b.example.com AAAA 2001:db8::b
            """);
        Assert.That((await CheckAsync(dns, "2001:db8::1", "h.example", "a@example.com")).Code, Is.EqualTo(SpfResultCode.Fail));
    }

    [Test]
    public async Task A_void_mx_counts()
    {
        FakeDns dns = new FakeDns().Add("example.com TXT \"v=spf1 mx:a.example mx:b.example mx:c.example ?all\"");
        Assert.That((await CheckAsync(dns, "192.0.2.1", "h.example", "a@example.com")).Code, Is.EqualTo(SpfResultCode.Permerror));
    }

    [TestCase("include:broken.example")]
    [TestCase("a:broken.example")]
    [TestCase("mx:broken.example")]
    [TestCase("mx:half.example")]
    [TestCase("exists:broken.example")]
    public async Task Rfc7208_5_a_dns_error_is_a_temperror(string term)
    {
        FakeDns dns = new FakeDns().Add($"example.com TXT \"v=spf1 {term} -all\"\nbroken.example SERVFAIL\nhalf.example MX 1 broken.example");
        SpfResult result = await CheckAsync(dns, "192.0.2.1", "h.example", "a@example.com");
        Assert.That((result.Code, result.Mechanism, result.Problem), Is.EqualTo((SpfResultCode.Temperror, term, result.Problem)));
        Assert.That(result.Problem, Does.Contain("broken.example"));
    }

    [Test]
    public async Task Rfc7208_5_5_a_dns_error_in_a_reverse_lookup_is_no_match()
    {
        FakeDns dns = new FakeDns().Add("example.com TXT \"v=spf1 ptr ~all\"\n1.2.0.192.in-addr.arpa SERVFAIL");
        Assert.That((await CheckAsync(dns, "192.0.2.1", "h.example", "a@example.com")).Code, Is.EqualTo(SpfResultCode.Softfail));
    }

    [Test]
    public async Task Rfc7208_4_6_4_no_more_than_ten_names_of_a_reverse_lookup_are_asked_for()
    {
        FakeDns dns = new FakeDns().Add("example.com TXT \"v=spf1 ptr -all\"");
        for (int i = 0; i < 30; i++)
        {
            dns.Add($"1.2.0.192.in-addr.arpa PTR n{i}.example.com\nn{i}.example.com A 198.51.100.1");
        }

        SpfResult result = await CheckAsync(dns, "192.0.2.1", "h.example", "a@example.com");
        Assert.That(result.Lookups.Count(l => l.Type == "A"), Is.EqualTo(10));
    }

    [Test]
    public async Task A_name_that_only_ends_alike_is_not_below_the_domain()
    {
        FakeDns dns = new FakeDns().Add("""
            example.com TXT "v=spf1 ptr -all"
            1.2.0.192.in-addr.arpa PTR bad-example.com
            bad-example.com A 192.0.2.1
            """);
        Assert.That((await CheckAsync(dns, "192.0.2.1", "h.example", "a@example.com")).Code, Is.EqualTo(SpfResultCode.Fail));
    }

    [Test]
    public async Task An_explanation_cannot_carry_line_breaks_of_the_client()
    {
        FakeDns dns = new FakeDns().Add("""
            example.com TXT "v=spf1 -all exp=e.example.com"
            e.example.com TXT "%{h} is not %{o}"
            """);
        SpfResult result = await CheckAsync(dns, "192.0.2.1", "evil\r\n250 ok\u00e9", "a@example.com");
        Assert.That(result.Explanation, Is.EqualTo("evil??250 ok? is not example.com"));
    }

    [Test]
    public async Task An_explanation_has_a_bound()
    {
        FakeDns dns = new FakeDns().Add("example.com TXT \"v=spf1 -all exp=e.example.com\"").AddTxt("e.example.com", string.Concat(Enumerable.Repeat("%{h}", 60)));
        SpfResult result = await CheckAsync(dns, "192.0.2.1", new string('x', 100), "a@example.com");
        Assert.That(result.Explanation, Has.Length.EqualTo(500));
    }

    [Test]
    public async Task No_name_with_octets_of_the_clients_choice_is_asked_for()
    {
        FakeDns dns = new FakeDns().Add("example.com TXT \"v=spf1 exists:%{h}.a.example a:%{l}.a.example -all\"");
        SpfResult result = await CheckAsync(dns, "192.0.2.1", "x\0\\.y", "\"a\r\n\"@example.com");
        using (Assert.EnterMultipleScope())
        {
            Assert.That(result.Code, Is.EqualTo(SpfResultCode.Fail));
            Assert.That(dns.Questions, Has.Count.EqualTo(1));
        }
    }

    [Test]
    public async Task A_result_says_what_matched_and_what_was_looked_up()
    {
        FakeDns dns = new FakeDns().Add("""
            example.com TXT "v=spf1 include:one.example redirect=two.example"
            one.example TXT "v=spf1 ip4:203.0.113.0/24 -all"
            two.example TXT "v=spf1 mx ~all"
            two.example MX 10 mx.example
            mx.example A 192.0.2.1
            """);
        SpfResult result = await CheckAsync(dns, "192.0.2.1", "h.example", "a@example.com");
        using (Assert.EnterMultipleScope())
        {
            Assert.That((result.Code, result.Mechanism, result.RecordDomain), Is.EqualTo((SpfResultCode.Pass, "mx", "two.example")));
            Assert.That(result.Record, Is.EqualTo("v=spf1 mx ~all"));
            Assert.That(result.AuthorizedIPv4Addresses, Is.EqualTo(256));
            Assert.That(
                result.Lookups.Select(l => $"{l.Type} {l.Name} {l.Status} {l.Records}"),
                Is.EqualTo(new[] { "TXT example.com Answer 1", "TXT one.example Answer 1", "TXT two.example Answer 1", "MX two.example Answer 1", "A mx.example Answer 1" }));
        }
    }

    [Test]
    public async Task The_term_that_failed_is_named_as_published()
    {
        FakeDns dns = new FakeDns().Add("example.com TXT \"v=spf1 +IP4:198.51.100.1 -ALL\"");
        Assert.That((await CheckAsync(dns, "192.0.2.1", "h.example", "a@example.com")).Mechanism, Is.EqualTo("-ALL"));
    }

    [TestCase("v=spf1 +all", 1L << 32, TestName = "B11: plus all")]
    [TestCase("v=spf1 ip4:10.0.0.0/8 ip4:192.0.2.0/24 -all", (1L << 24) + 256, TestName = "B11: wide networks")]
    [TestCase("v=spf1 ?ip4:10.0.0.0/8 ip4:192.0.2.1 -all", 1L, TestName = "B11: only what passes counts")]
    public async Task A_permissive_record_is_reported(string record, long addresses)
    {
        FakeDns dns = new FakeDns().AddTxt("example.com", record);
        Assert.That((await CheckAsync(dns, "192.0.2.1", "h.example", "a@example.com")).AuthorizedIPv4Addresses, Is.EqualTo(addresses));
    }

    [Test]
    public async Task A_problem_is_told_without_the_octets_that_make_it()
    {
        FakeDns dns = new FakeDns().AddTxt("example.com", "v=spf1 a:\u0001x.example -all");
        SpfResult result = await CheckAsync(dns, "192.0.2.1", "h.example", "a@example.com");
        Assert.That((result.Code, result.Problem), Is.EqualTo((SpfResultCode.Permerror, "the SPF record of example.com is wrong: term 'a:?x.example': character 01 hex is not allowed")));
    }

    private ValueTask<SpfResult> CheckAsync(IDnsResolver dns, string client, string helo, string reversePath) =>
        new SpfEvaluator(dns, time).CheckAsync(new SpfRequest(IPAddress.Parse(client), helo, reversePath), CancellationToken.None);
}
