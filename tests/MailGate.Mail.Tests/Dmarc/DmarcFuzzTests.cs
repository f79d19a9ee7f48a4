using MailGate.Mail.Addresses;
using MailGate.Mail.Dmarc;
using MailGate.Tests.Common;
using NUnit.Framework;

namespace MailGate.Mail.Tests.Dmarc;

/// <summary>Records made of grammar pieces and junk, from committed seeds.</summary>
public sealed class DmarcFuzzTests
{
    private static readonly string[] Pieces =
    [
        "v=DMARC1", ";", "; ", "p=", "sp=", "np=", "reject", "none", "quarantine", "adkim=s", "aspf=r", "t=y", "psd=y", "psd=n", "rua=mailto:a@example.com",
        "rua=", ",", "!", "10m", "mailto:", "%20", "%zz", "fo=0:d:s", "=", " ", "\t", "\0", "\u00e9", "pct=5", "x", "V=", ":",
    ];

    [Test]
    public async Task Every_record_gives_a_consistent_result([Values(1, 2, 3)] int seed)
    {
        Random random = new(seed);
        for (int round = 0; round < 2_000; round++)
        {
            string own = Make(random), above = Make(random);
            FakeDns dns = new FakeDns().AddTxt("_dmarc.a.example.com", own).AddTxt("_dmarc.example.com", above);
            DmarcResult result = await new DmarcEvaluator(dns, TimeProvider.System).FindPolicyAsync(Domain.Parse("a.example.com"), CancellationToken.None);
            string context = $"seed {seed} round {round}: '{own}' '{above}'";
            Assert.That(result.Code, Is.AnyOf(DmarcResultCode.None, DmarcResultCode.Fail), context);
            Assert.That(result.Record is not null, Is.EqualTo(result.Code == DmarcResultCode.Fail), context);
            if (result.Record is { } record)
            {
                // Never stricter than published, and only a version tag in the right place makes a record.
                Assert.That(result.Policy!.Value, Is.LessThanOrEqualTo(result.PublishedPolicy!.Value), context);
                Assert.That(record.Text, Does.Match("^[vV][ \t]*=[ \t]*DMARC1[ \t]*(;|$)"), context);
                Assert.That(record.Text, Is.EqualTo(result.PolicyDomain!.Ascii == "a.example.com" ? own : above), context);
                Assert.That(result.PublishedPolicy == DmarcPolicy.None || record.Text.Contains($"{result.PublishedPolicy}", StringComparison.OrdinalIgnoreCase), context);
            }
        }
    }

    private static string Make(Random random) =>
        (random.Next(8) == 0 ? "" : "v=DMARC1;") + string.Concat(Enumerable.Range(0, random.Next(12)).Select(_ => Pieces[random.Next(Pieces.Length)]));
}
