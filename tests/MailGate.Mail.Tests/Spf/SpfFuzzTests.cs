using System.Net;
using MailGate.Mail.Spf;
using MailGate.Tests.Common;
using NUnit.Framework;

namespace MailGate.Mail.Tests.Spf;

/// <summary>Records and senders made of grammar pieces and junk, from committed seeds.</summary>
public sealed class SpfFuzzTests
{
    private static readonly string[] Pieces =
    [
        "v=spf1", " ", "a", "mx", "ptr", "all", "include:", "exists:", "ip4:", "ip6:", "redirect=", "exp=", "-", "~", "?", "+", ":", "/", "//", "24",
        "128", "%{", "}", "%{d}", "%{p}", "%{l1r-}", "%{S}", "%%", "%_", "%-", "%", "192.0.2.1", "2001:db8::1", "example.com", "a.example.com", ".", "..",
        "\0", "\r\n", "\u00e9", "\t", "=", "x", "0", "_spf", "%{h}", "%{ir}.%{v}.example.com", "foo=bar",
    ];

    [Test]
    public async Task Every_record_gives_a_result_within_the_limits([Values(1, 2, 3)] int seed)
    {
        Random random = new(seed);
        for (int round = 0; round < 1500; round++)
        {
            FakeDns dns = new();
            string[] names = ["example.com", "a.example.com", "_spf.example.com"];
            foreach (string name in names)
            {
                dns.AddTxt(name, (random.Next(10) == 0 ? "" : "v=spf1 ") + Make(random, 14)).AddAddress(name, IPAddress.Parse("192.0.2.7"));
            }

            dns.Add("1.2.0.192.in-addr.arpa PTR a.example.com\nexample.com MX 1 a.example.com");
            SpfRequest request = new(random.Next(2) == 0 ? IPAddress.Parse("192.0.2.1") : IPAddress.Parse("2001:db8::1"), Make(random, 4), Make(random, 3) + "@example.com");
            SpfResult result = await new SpfEvaluator(dns, TimeProvider.System).CheckAsync(request, CancellationToken.None);
            string context = $"seed {seed} round {round}";
            // 10 terms, each at most one look-up and 10 of its names; the reverse look-up; the first record and the explanation.
            Assert.That(result.Lookups, Has.Count.LessThanOrEqualTo(1 + (10 * 11) + 11 + 1), context);
            Assert.That(result.Explanation ?? "", Does.Match("^[ -~]{0,500}$"), context);
            Assert.That(result.Problem ?? "", Does.Match("^[ -~]{0,500}$"), context);
            Assert.That(result.Code is SpfResultCode.Permerror or SpfResultCode.None or SpfResultCode.Temperror, Is.EqualTo(result.Problem is not null), context);
            Assert.That(dns.Questions.Select(q => q.Name), Has.All.Match("^[ -\\[\\]-~]{1,253}$"), context);
        }
    }

    [Test]
    public void What_is_read_once_is_read_alike_when_terms_are_written_apart([Values(11, 12)] int seed)
    {
        Random random = new(seed);
        for (int round = 0; round < 8_000; round++)
        {
            string record = "v=spf1 " + Make(random, 10);
            bool ok = SpfRecordParser.TryParse(record, out SpfRecord? one, out _);
            bool again = SpfRecordParser.TryParse(record.Replace(" ", "   ", StringComparison.Ordinal) + " ", out SpfRecord? two, out _);
            Assert.That(again, Is.EqualTo(ok), record);
            if (ok)
            {
                Assert.That(two!.Directives.Select(d => d.Text), Is.EqualTo(one!.Directives.Select(d => d.Text)), record);
                Assert.That(record, Does.Match("^[ -~]+$"));
            }
        }
    }

    private static string Make(Random random, int max)
    {
        int count = random.Next(max) + 1;
        return string.Concat(Enumerable.Range(0, count).Select(_ => Pieces[random.Next(Pieces.Length)] + (random.Next(3) == 0 ? " " : "")));
    }
}
