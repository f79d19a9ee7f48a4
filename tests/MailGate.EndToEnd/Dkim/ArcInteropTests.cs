using System.Text;
using MailGate.Mail.Arc;
using MailGate.Mail.Dkim;
using MailGate.Mail.Messages;
using NUnit.Framework;

namespace MailGate.EndToEnd.Dkim;

/// <summary>ARC between MailGate and dkimpy: each validates chains of the other, and goes on with them. dkimpy's ARC knows RSA only.</summary>
[TestFixture]
[Category("Dkimpy")]
internal sealed class ArcInteropTests
{
    private const string Results = "mx.example.com; arc=pass; spf=pass smtp.mailfrom=example.com";

    [OneTimeSetUp]
    public void SetUp() => Dkimpy.Require();

    [Test]
    public async Task Chains_of_MailGate_are_validated_by_dkimpy()
    {
        List<DkimpyTask> tasks = [];
        foreach (byte[] message in InteropMail.Messages)
        {
            byte[] chain = message;
            for (int instance = 1; instance <= 3; instance++)
            {
                chain = await SealAsync(chain);
                tasks.Add(new DkimpyTask("arc_verify", chain) { Zone = InteropMail.Zone });
            }
        }

        Assert.That(await Dkimpy.RunAsync([.. tasks]), Is.All.EqualTo("pass"));
        byte[] changed = [.. tasks[0].Message, .. "x\r\n"u8];
        Assert.That(await Dkimpy.RunAsync(new DkimpyTask("arc_verify", changed) { Zone = InteropMail.Zone }), Has.None.EqualTo("pass"));
    }

    [Test]
    public async Task Chains_that_both_made_are_validated_by_both()
    {
        Dkimpy.Require("authres", "python3-authres");
        foreach (byte[] message in InteropMail.Messages.Take(6))
        {
            byte[] one = await SealByDkimpyAsync(message, "mx1.example.com", "none");
            Assert.That((await ValidateAsync(one)).Result, Is.EqualTo(ArcResult.Pass));
            byte[] two = await SealAsync(one);
            byte[] three = await SealByDkimpyAsync(two, "mx3.example.com", "pass");
            ArcVerification verification = await ValidateAsync(three);
            Assert.That((verification.Result, verification.HighestInstance), Is.EqualTo((ArcResult.Pass, 3)), verification.Reason);
            Assert.That(await Dkimpy.RunAsync(new DkimpyTask("arc_verify", three) { Zone = InteropMail.Zone }), Is.EqualTo(new[] { "pass" }));
        }
    }

    private static async Task<byte[]> SealByDkimpyAsync(byte[] message, string server, string status)
    {
        byte[] withResults = [.. Encoding.ASCII.GetBytes($"Authentication-Results: {server}; arc={status}; spf=pass smtp.mailfrom=example.com\r\n"), .. message];
        string[] fields = await Dkimpy.RunAsync(new DkimpyTask("arc_sign", withResults)
        {
            Key = InteropMail.RsaPem, Domain = "example.com", Selector = "r", Server = server,
        });
        Assert.That(fields[0], Does.Contain("ARC-Seal"));
        return [.. Encoding.ASCII.GetBytes(fields[0]), .. withResults];
    }

    private static async Task<byte[]> SealAsync(byte[] message)
    {
        HeaderSection headers = HeaderSection.Parse(message);
        using BodyHasher body = new();
        ArcSealer.Request(body);
        body.Append(message.AsSpan(headers.BodyOffset));
        body.Finish();
        ArcVerification chain = await ValidateAsync(message);
        Assert.That(
            new ArcSealer(InteropMail.Rsa).TrySeal(headers, body, chain, Results, TimeProvider.System.GetUtcNow(), out byte[]? fields, out string? error), Is.True, error);
        return [.. fields!, .. message];
    }

    private static async Task<ArcVerification> ValidateAsync(byte[] message)
    {
        HeaderSection headers = HeaderSection.Parse(message);
        using ArcValidator validator = new(headers);
        validator.Append(message.AsSpan(headers.BodyOffset));
        return await validator.CompleteAsync(InteropMail.Dns, TimeProvider.System.GetUtcNow(), CancellationToken.None);
    }
}
