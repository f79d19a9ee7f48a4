using System.Globalization;
using MailGate.Mail.Dkim;
using MailGate.Tests.Common;
using NUnit.Framework;

namespace MailGate.Mail.Tests.Dkim;

/// <summary>The project's own vectors: a clause of an RFC each, signed by other code than ours.</summary>
[TestFixture]
internal sealed class DkimVectorTests
{
    private static readonly DateTimeOffset Clock = DateTimeOffset.FromUnixTimeSeconds(1_780_000_000);
    private static readonly DkimOptions Options = new();

    public static IEnumerable<TestCaseData> Vectors() =>
        Directory.GetFiles(Path.Combine(Repository.Vectors, "dkim"), "*.eml").Order(StringComparer.Ordinal)
            .Select(file => new TestCaseData(file).SetName("{m}(" + Path.GetFileNameWithoutExtension(file) + ")"));

    [TestCaseSource(nameof(Vectors))]
    public async Task A_vector_has_its_result(string file)
    {
        FakeDns dns = new FakeDns().Add(await File.ReadAllTextAsync(Path.ChangeExtension(file, ".dns")));
        DkimVerification verification = await DkimMessage.VerifyAsync(await File.ReadAllBytesAsync(file), dns, Options, Clock);
        string[] expected = [.. (await File.ReadAllLinesAsync(Path.ChangeExtension(file, ".result"))).Where(line => line != "none")];
        Assert.That(verification.Signatures, Has.Count.EqualTo(expected.Length));
        foreach ((DkimSignatureResult actual, string line) in verification.Signatures.Zip(expected))
        {
            string[] words = line.Split(' ', 5);
            string summary = string.Create(
                CultureInfo.InvariantCulture,
                $"{actual.Result.ToWord()} {actual.Domain?.Ascii ?? "-"} {actual.Selector ?? "-"} {(actual.CoversWholeBody ? "whole" : "part")}");
            Assert.That(summary, Is.EqualTo(string.Join(' ', words[..4])), actual.Reason);
            Assert.That(actual.Reason, Does.Contain(words.Length > 4 ? words[4] : "").And.Not.Contain("\0"));
            Assert.That(actual.AuthenticatesDomain, Is.EqualTo(actual.Result == DkimResult.Pass && actual.CoversWholeBody));
        }
    }

    [Test]
    public void There_are_vectors() => Assert.That(Vectors().Count(), Is.GreaterThan(150));
}
