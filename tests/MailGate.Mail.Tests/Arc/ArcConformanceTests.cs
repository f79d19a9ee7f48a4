using System.Text;
using System.Text.RegularExpressions;
using MailGate.Mail.Arc;
using MailGate.Mail.Dkim;
using MailGate.Mail.Messages;
using MailGate.Mail.Tests.Dkim;
using MailGate.Tests.Common;
using NUnit.Framework;
using YamlDotNet.RepresentationModel;

namespace MailGate.Mail.Tests.Arc;

/// <summary>The ARC validation suite of the conformance folder.</summary>
[TestFixture]
internal sealed class ArcConformanceTests
{
    public static IEnumerable<TestCaseData> Cases()
    {
        if (Repository.ConformanceFile("arc", "arc-draft-validation-tests.yml") is not { } file)
        {
            yield return Repository.MissingSuite("arc");
            yield break;
        }

        YamlStream yaml = [];
        yaml.Load(new StringReader(AsStrictYaml(File.ReadAllText(file))));
        foreach (YamlMappingNode scenario in yaml.Documents.Select(document => document.RootNode).OfType<YamlMappingNode>())
        {
            foreach ((YamlNode id, YamlNode test) in (YamlMappingNode)scenario["tests"])
            {
                yield return new TestCaseData(test, scenario["txt-records"]).SetName("{m}(" + id + ")");
            }
        }
    }

    [TestCaseSource(nameof(Cases))]
    public async Task A_chain_has_its_status(YamlMappingNode test, YamlMappingNode records)
    {
        FakeDns dns = new();
        foreach ((YamlNode name, YamlNode text) in records)
        {
            dns.AddTxt(((YamlScalarNode)name).Value!, ((YamlScalarNode)text).Value!);
        }

        byte[] message = DkimMessage.WithCrLf(Encoding.UTF8.GetBytes(((YamlScalarNode)test["message"]).Value!));
        HeaderSection headers = HeaderSection.Parse(message);
        using ArcValidator validator = new(headers, new DkimOptions());
        validator.Append(message.AsSpan(headers.BodyOffset));
        ArcVerification verification = await validator.CompleteAsync(dns, DkimMessage.Now, CancellationToken.None);
        string expected = ((YamlScalarNode)test["cv"]).Value!.Trim().ToLowerInvariant();
        // The suite leaves the status open where the newest seal says cv=fail; RFC 8617 §5.2 step 2 does not.
        Assert.That(verification.Result.ToWord(), Is.EqualTo(expected.Length == 0 ? "fail" : expected), verification.Reason);
        Assert.That(verification.Instances.Select(instance => instance.Instance), Is.Ordered);
    }

    // "cv: |" without text, which is how the suite leaves a status open, is no YAML for strict readers; nor are its four names that occur twice.
    private static string AsStrictYaml(string text)
    {
        HashSet<string> ids = [];
        text = Regex.Replace(text, @"(?m)^(    cv:)[ \t]*\|[ \t]*$", "$1 ''");
        return Regex.Replace(text, @"(?m)^  (\w+):[ \t]*$", match => ids.Add(match.Groups[1].Value) ? match.Value : $"  {match.Groups[1].Value}_again:");
    }

    [Test]
    public void All_cases_are_there() => Assert.That(Cases().Count(), Is.EqualTo(175).Or.EqualTo(1));
}
