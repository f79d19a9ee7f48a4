using System.Text;
using System.Text.Json;
using MailGate.Mail.Dkim;
using MailGate.Mail.Dns;
using MailGate.Tests.Common;
using NUnit.Framework;
using YamlDotNet.RepresentationModel;

namespace MailGate.Mail.Tests.Dkim;

/// <summary>The public suites of the conformance folder: signed messages of other authors with their keys and results.</summary>
[TestFixture]
internal sealed class DkimConformanceTests
{
    public static IEnumerable<TestCaseData> Vectors()
    {
        if (Repository.ConformanceFile("dkim", "vectors.yml") is not { } file)
        {
            yield return Repository.MissingSuite("dkim vectors");
            yield break;
        }

        YamlStream yaml = [];
        yaml.Load(new StringReader(File.ReadAllText(file)));
        foreach (YamlMappingNode node in ((YamlSequenceNode)yaml.Documents[0].RootNode).Cast<YamlMappingNode>())
        {
            yield return new TestCaseData(node).SetName("{m}(" + node["file"] + ")");
        }
    }

    [TestCaseSource(nameof(Vectors))]
    public async Task A_recorded_signature_has_its_result(YamlMappingNode node)
    {
        byte[] message = DkimMessage.WithCrLf(File.ReadAllBytes(Path.Combine(Repository.Conformance, ((YamlScalarNode)node["file"]).Value!)));
        FakeDns dns = new();
        foreach ((YamlNode name, YamlNode text) in (YamlMappingNode)node["dns"])
        {
            dns.AddTxt(((YamlScalarNode)name).Value!, ((YamlScalarNode)text).Value!);
        }

        DkimVerification verification = await DkimMessage.VerifyAsync(message, dns);
        Assert.That(
            verification.Signatures.Select(signature => signature.Result.ToWord()),
            Is.EqualTo(((YamlSequenceNode)node["expect"]).Select(word => ((YamlScalarNode)word).Value)),
            string.Join("; ", verification.Signatures.Select(signature => signature.Reason)));
        Assert.That(
            verification.Signatures.Select(signature => signature.Algorithm),
            Is.EqualTo(((YamlSequenceNode)node["signatures"]).Select(word => ((YamlScalarNode)word).Value)));
    }

    public static IEnumerable<TestCaseData> Chasquid()
    {
        if (Repository.ConformanceFile("dkim", "chasquid") is not { } folder)
        {
            yield return Repository.MissingSuite("dkim chasquid");
            yield break;
        }

        foreach (string file in Directory.GetFiles(folder, "*.msg").Order(StringComparer.Ordinal))
        {
            yield return new TestCaseData(file).SetName("{m}(" + Path.GetFileNameWithoutExtension(file) + ")");
        }
    }

    [TestCaseSource(nameof(Chasquid))]
    public async Task A_message_of_chasquid_has_its_result(string file)
    {
        // chasquid reads five signatures at most, and its expectations say so.
        DkimVerification verification = await DkimMessage.VerifyAsync(
            DkimMessage.WithCrLf(File.ReadAllBytes(file)), ReadChasquidZone(Path.ChangeExtension(file, ".dns")), new DkimOptions { MaxSignatures = 5 });
        string resultFile = Path.ChangeExtension(file, ".result");
        if (!File.Exists(resultFile))
        {
            // No result: the message is one that cannot be read, so that nothing in it may pass.
            Assert.That(verification.Signatures.Select(signature => signature.Result), Has.None.EqualTo(DkimResult.Pass));
            return;
        }

        using JsonDocument json = JsonDocument.Parse(File.ReadAllText(resultFile));
        JsonElement[] expected = [.. json.RootElement.GetProperty("Results").EnumerateArray()];
        Assert.That(
            verification.Signatures.Select(signature => signature.Result),
            Is.EqualTo(expected.Select(result => result.GetProperty("State").GetString() switch
            {
                "SUCCESS" => DkimResult.Pass,
                "TEMPFAIL" => DkimResult.TempError,
                _ => DkimResult.PermError,
            })));
        foreach ((DkimSignatureResult actual, JsonElement result) in verification.Signatures.Zip(expected))
        {
            if (result.GetProperty("Domain").GetString() is { Length: > 0 } domain)
            {
                Assert.That(actual.Domain?.Ascii, Is.EqualTo(domain));
                Assert.That(actual.Selector, Is.EqualTo(result.GetProperty("Selector").GetString()));
                Assert.That(result.GetProperty("B").GetString(), Does.StartWith(actual.HeaderB));
            }
        }
    }

    public static IEnumerable<TestCaseData> Canonicalizations()
    {
        if (Repository.ConformanceFile("dkim", "canonicalization") is not { } folder)
        {
            yield return Repository.MissingSuite("dkim canonicalization");
            yield break;
        }

        foreach (string file in Directory.GetFiles(folder, "email.*").Order(StringComparer.Ordinal))
        {
            foreach (Canonicalization canonicalization in Enum.GetValues<Canonicalization>())
            {
                yield return new TestCaseData(file, canonicalization).SetName("{m}(" + canonicalization.ToWord() + " " + Path.GetFileName(file) + ")");
            }
        }
    }

    [TestCaseSource(nameof(Canonicalizations))]
    public void A_message_has_its_canonical_form(string file, Canonicalization canonicalization)
    {
        string expected = Path.Combine(Path.GetDirectoryName(file)!, $"{canonicalization.ToWord()}.expected{Path.GetExtension(file)}");
        string actual = Canonical.OfMessage(DkimMessage.WithCrLf(File.ReadAllBytes(file)), canonicalization);
        Assert.That(actual, Is.EqualTo(Encoding.Latin1.GetString(File.ReadAllBytes(expected))));
    }

    // "name: text", with "\" at a line's end to go on; two names of a file are the file's own.
    private static FakeDns ReadChasquidZone(string file)
    {
        FakeDns dns = new();
        if (!File.Exists(file))
        {
            return dns;
        }

        string text = File.ReadAllText(file);
        if (text.Trim().EndsWith(".dns", StringComparison.Ordinal))
        {
            return ReadChasquidZone(Path.Combine(Path.GetDirectoryName(file)!, text.Trim()));
        }

        foreach (string line in text.Replace("\\\n", "", StringComparison.Ordinal).Split('\n', StringSplitOptions.RemoveEmptyEntries))
        {
            int colon = line.IndexOf(':', StringComparison.Ordinal);
            (string name, string value) = (line[..colon], line[(colon + 1)..].Trim());
            _ = value switch
            {
                "TEMPERROR" => dns.Fail(name, DnsStatus.ServerFailure),
                "PERMERROR" => dns,
                _ => dns.AddTxt(name, value),
            };
        }

        return dns;
    }
}
