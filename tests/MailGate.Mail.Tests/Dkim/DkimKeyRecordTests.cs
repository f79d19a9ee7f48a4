using System.Text;
using MailGate.Mail.Dkim;
using NUnit.Framework;

namespace MailGate.Mail.Tests.Dkim;

[TestFixture]
internal sealed class DkimKeyRecordTests
{
    [Test]
    public void A_record_has_what_it_says()
    {
        Assert.That(DkimKeyRecord.TryParse(RawSigner.Rsa.RecordText + "; t=y:s; h=sha1; s=other", out DkimKeyRecord? record, out _), Is.True);
        Assert.That((record!.KeyType, record.Bits, record.IsTesting, record.IsStrict), Is.EqualTo(("rsa", 1024, true, true)));
        Assert.That((record.AllowsSha256, record.IsForMail, record.IsRevoked, record.KeyError), Is.EqualTo((false, false, false, (string?)null)));
        Assert.That(DkimKeyRecord.TryParse(RawSigner.Ed25519.RecordText, out record, out _), Is.True);
        Assert.That((record!.KeyType, record.Bits, record.AllowsSha256, record.IsForMail), Is.EqualTo(("ed25519", 256, true, true)));
        Assert.That(DkimKeyRecord.TryParse("p=", out record, out _), Is.True);
        Assert.That((record!.IsRevoked, record.Bits), Is.EqualTo((true, 0)));
    }

    [Test]
    public void Any_text_gives_a_record_or_a_reason()
    {
        Random random = new(3_6_1);
        string[] valid = [RawSigner.Rsa.RecordText + "; t=y:s; h=sha256; s=email; n=x", RawSigner.Ed25519.RecordText];
        for (int round = 0; round < 4000; round++)
        {
            StringBuilder text = new(valid[round % 2]);
            for (int change = random.Next(5); change >= 0; change--)
            {
                int at = random.Next(text.Length);
                _ = random.Next(3) switch
                {
                    0 => text.Remove(at, Math.Min(random.Next(1, 20), text.Length - at)),
                    1 => text.Insert(at, "; =pkv\u00ff\u0000AAA"[random.Next(11)]),
                    _ => text.Replace(text[at], (char)random.Next(256), at, 1),
                };
                if (text.Length == 0)
                {
                    break;
                }
            }

            if (DkimKeyRecord.TryParse(text.ToString(), out DkimKeyRecord? record, out string? error))
            {
                // There is a usable key, or a reason why not, or it is revoked: exactly one of them.
                Assert.That((record!.Key is not null ? 1 : 0) + (record.KeyError is not null ? 1 : 0) + (record.IsRevoked ? 1 : 0), Is.EqualTo(1));
            }
            else
            {
                Assert.That(error, Is.Not.Empty);
            }
        }
    }

    [Test]
    public void The_cache_keeps_what_is_used_within_its_bounds()
    {
        DkimKeyCache cache = new(10);
        string used = RawSigner.Ed25519.RecordText;
        DkimKeyRecord first = cache.Read(used, 8192, out _)!;
        for (int i = 0; i < 100; i++)
        {
            Assert.That(cache.Read($"{used}; n={i}", 8192, out _), Is.Not.Null);
            Assert.That(cache.Read(used, 8192, out _), Is.SameAs(first));
            Assert.That(cache.Count, Is.LessThanOrEqualTo(12));
        }

        Assert.That(cache.Read("v=spf1 -all", 8192, out string? error), Is.Null);
        Assert.That(error, Is.Not.Empty);
    }
}
