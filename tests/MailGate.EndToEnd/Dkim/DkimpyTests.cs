using System.Text;
using MailGate.Mail.Dkim;
using NUnit.Framework;

namespace MailGate.EndToEnd.Dkim;

/// <summary>DKIM between MailGate and dkimpy, both ways.</summary>
[TestFixture]
[Category("Dkimpy")]
internal sealed class DkimpyTests
{
    [OneTimeSetUp]
    public void SetUp() => Dkimpy.Require();

    [Test]
    public async Task What_MailGate_signs_dkimpy_verifies([Values] Canonicalization header, [Values] Canonicalization body)
    {
        DkimSignerOptions options = new() { HeaderCanonicalization = header, BodyCanonicalization = body, Lifetime = TimeSpan.FromDays(7) };
        byte[][] messages = [.. InteropMail.Messages.Select(message => InteropMail.Sign(message, options, InteropMail.Rsa, InteropMail.Ed25519))];
        string[] results = await Dkimpy.RunAsync([.. messages.SelectMany(message => Enumerable.Range(0, 2), (message, index) =>
            new DkimpyTask("verify", message) { Index = index, Zone = InteropMail.Zone })]);
        Assert.That(results, Is.All.EqualTo("pass"));
    }

    [Test]
    public async Task What_was_changed_dkimpy_refuses()
    {
        byte[] signed = InteropMail.Sign(InteropMail.Messages.First(), null, InteropMail.Rsa);
        string[] results = await Dkimpy.RunAsync(
            new DkimpyTask("verify", [.. signed, .. "x\r\n"u8]) { Zone = InteropMail.Zone },
            new DkimpyTask("verify", [.. "Subject: another\r\n"u8, .. signed]) { Zone = InteropMail.Zone });
        Assert.That(results, Has.None.EqualTo("pass"));
    }

    [TestCase("relaxed/relaxed", false)]
    [TestCase("relaxed/simple", false)]
    [TestCase("simple/relaxed", false)]
    [TestCase("simple/simple", false)]
    [TestCase("relaxed/relaxed", true)]
    public async Task What_dkimpy_signs_MailGate_verifies(string canonicalization, bool withLength)
    {
        byte[][] messages = [.. InteropMail.Messages];
        string[] fields = await Dkimpy.RunAsync([.. messages.Select(message => new DkimpyTask("sign", message)
        {
            Key = InteropMail.RsaPem, Domain = "example.com", Selector = "r", Canonicalization = canonicalization, Length = withLength,
        })]);
        foreach ((string field, byte[] message) in fields.Zip(messages))
        {
            byte[] signed = [.. Encoding.UTF8.GetBytes(field), .. message];
            DkimVerification verification = await InteropMail.VerifyAsync(signed, InteropMail.Dns);
            Assert.That(verification.Result, Is.EqualTo(DkimResult.Pass), $"{field}{verification.Signatures[0].Reason}");
            Assert.That(verification.Signatures[0].BodyLength.HasValue, Is.EqualTo(withLength));
            Assert.That(verification.Signatures[0].CoversWholeBody, Is.True);
        }
    }
}
