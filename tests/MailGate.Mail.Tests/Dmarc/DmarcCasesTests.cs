using System.Net;
using System.Text;
using MailGate.Mail.Addresses;
using MailGate.Mail.Dmarc;
using MailGate.Mail.Dns;
using MailGate.Mail.Messages;
using MailGate.Tests.Common;
using NUnit.Framework;
using YamlDotNet.RepresentationModel;

namespace MailGate.Mail.Tests.Dmarc;

/// <summary>The cases of dmarc-cases.yml, each a test with its id as name.</summary>
public sealed class DmarcCasesTests
{
    [TestCaseSource(nameof(Cases))]
    public async Task Case(YamlMappingNode test)
    {
        DmarcResult result = await EvaluateAsync(test);
        using (Assert.EnterMultipleScope())
        {
            foreach ((YamlNode key, YamlNode value) in (YamlMappingNode)test["expect"])
            {
                AssertExpectation(result, key.ToString(), value);
            }
        }
    }

    [TestCaseSource(nameof(RecordCases))]
    public void Record(string text, YamlMappingNode expect)
    {
        Assert.That(DmarcRecordParser.TryParse(text, out DmarcRecord? record));
        foreach ((YamlNode key, YamlNode value) in expect)
        {
            string expected = value is YamlSequenceNode list ? string.Join(" | ", list.Select(v => v.ToString().Split(" (")[0])) : value.ToString();
            string actual = key.ToString() switch
            {
                "p" => record!.EffectivePolicy.Word(),
                "sp" => record!.EffectiveSubdomainPolicy.Word(),
                "np" => record!.EffectiveNonExistentPolicy.Word(),
                "adkim" => record!.DkimAlignment == DmarcAlignmentMode.Strict ? "s" : "r",
                "aspf" => record!.SpfAlignment == DmarcAlignmentMode.Strict ? "s" : "r",
                "fo" => record!.FailureOptions,
                "t" => record!.IsTesting ? "y" : "n",
                "psd" => record!.Psd switch { DmarcPsd.Yes => "y", DmarcPsd.No => "n", _ => "u" },
                "rua" => string.Join(" | ", record!.AggregateReports.Select(u => u.MailAddress)),
                "ruf" => string.Join(" | ", record!.FailureReports.Select(u => u.MailAddress)),
                _ => "?",
            };
            Assert.That(actual, Is.EqualTo(expected), key.ToString());
        }
    }

    public static IEnumerable<TestCaseData> Cases()
    {
        if (Load() is not { } root)
        {
            yield return Repository.MissingSuite("dmarc-cases");
            yield break;
        }

        foreach (YamlMappingNode test in ((YamlSequenceNode)root["cases"]).Cast<YamlMappingNode>())
        {
            yield return new TestCaseData(test).SetName($"{test["id"]}: {test["name"]}");
        }
    }

    public static IEnumerable<TestCaseData> RecordCases()
    {
        foreach (YamlMappingNode test in ((YamlSequenceNode?)Load()?["record_parse"])?.Cast<YamlMappingNode>() ?? [])
        {
            yield return new TestCaseData(test["record"].ToString(), test["expect"]).SetName($"record_parse: {test["record"]}");
        }
    }

    private static YamlMappingNode? Load()
    {
        if (Repository.ConformanceFile("dmarc", "dmarc-cases.yml") is not { } file)
        {
            return null;
        }

        using StreamReader reader = new(file);
        YamlStream yaml = [];
        yaml.Load(reader);
        return (YamlMappingNode)yaml.Documents[0].RootNode;
    }

    private static ValueTask<DmarcResult> EvaluateAsync(YamlMappingNode test)
    {
        string from = test["header_from"] is YamlSequenceNode several ? string.Join(", ", several.Select(f => f.ToString())) : test["header_from"].ToString();
        // One case gives the domain alone; it stands for any address there.
        HeaderFrom author = HeaderFrom.Parse(Encoding.UTF8.GetBytes(from.Contains('@', StringComparison.Ordinal) ? from : "x@" + from));
        // Signatures that leave some of the body unsigned are the subject of the cases that expect an "underSized".
        bool whole = !((YamlMappingNode)test["expect"]).Children.Keys.Any(k => k.ToString().Contains("underSized", StringComparison.Ordinal));
        DmarcIdentifier? spf = Domains(test["spf_pass_domains"], author).Select(d => new DmarcIdentifier(DmarcIdentifierStatus.Pass, d)).SingleOrDefault();
        DmarcRequest request = new(author, spf, [.. Domains(test["dkim_pass_domains"], author).Select(d => new DmarcIdentifier(DmarcIdentifierStatus.Pass, d, whole))]);
        return new DmarcEvaluator(ReadZone((YamlMappingNode)test["zone"]), TimeProvider.System).EvaluateAsync(request, CancellationToken.None);
    }

    // One case gives a plain string where others give an object, which its transcription lost: it is the author's domain.
    private static IEnumerable<Domain> Domains(YamlNode list, HeaderFrom author) =>
        ((YamlSequenceNode)list).Select(d => d.ToString() is "null" or "" ? author.Domain! : Domain.Parse(d.ToString()));

    private static FakeDns ReadZone(YamlMappingNode zone)
    {
        FakeDns dns = new();
        foreach ((YamlNode name, YamlNode types) in zone)
        {
            if (name.ToString() == "*")
            {
                return dns.Fail("_dmarc.example.com", DnsStatus.Timeout);
            }

            foreach ((YamlNode type, YamlNode values) in (YamlMappingNode)types)
            {
                foreach (YamlNode value in (YamlSequenceNode)values)
                {
                    _ = type.ToString() switch
                    {
                        "TXT" => dns.AddTxt(name.ToString(), value.ToString()),
                        "A" => dns.AddAddress(name.ToString(), IPAddress.Parse(value.ToString())),
                        "MX" => dns.Add($"{name} MX {value["priority"]} {value["exchange"]}"),
                        _ => throw new FormatException(type.ToString()),
                    };
                }
            }
        }

        return dns;
    }

    private static void AssertExpectation(DmarcResult result, string key, YamlNode value)
    {
        string expected = value.ToString();
        switch (key)
        {
            case "status.result":
                Assert.That(result.Code.Word(), Is.EqualTo(expected), result.Reason);
                break;
            case "policy":
                Assert.That(result.Policy?.Word(), Is.EqualTo(expected));
                break;
            case "domain":
                Assert.That(result.OrganizationalDomain?.Ascii, Is.EqualTo(expected));
                break;
            case "p" or "sp" or "pct":
                string? shown = key switch { "p" => result.Record?.EffectivePolicy.Word(), "sp" => result.Record?.EffectiveSubdomainPolicy.Word(), _ => $"{result.Record?.HistoricPercentage}" };
                Assert.That(shown, Is.EqualTo(expected));
                break;
            case "alignment.dkim.strict" or "alignment.spf.strict":
                DmarcAlignmentMode? mode = key.Contains("dkim", StringComparison.Ordinal) ? result.Record?.DkimAlignment : result.Record?.SpfAlignment;
                Assert.That(mode == DmarcAlignmentMode.Strict, Is.EqualTo(expected == "true"));
                break;
            case "alignment.dkim.result" or "alignment.spf.result":
                // The domain that made the alignment: here the identifier, in the file what both have in common.
                Domain? aligned = key.Contains("dkim", StringComparison.Ordinal) ? result.AlignedDkimDomain : result.AlignedSpfDomain;
                bool absent = value is YamlMappingNode || expected == "<absent>";
                Assert.That(aligned is not null && aligned.IsUnder(absent ? aligned : Domain.Parse(expected)), Is.EqualTo(!absent));
                break;
            case "alignment.dkim.underSized":
                Assert.That(result.PartialBodyDomains, Is.Not.Empty);
                Assert.That(result.AlignedBy.HasFlag(DmarcAlignedBy.Dkim), Is.False, "B05");
                break;
            case "rr":
                Assert.That(result.Record?.Text, Does.Contain(expected));
                break;
            case "absent:pct":
                Assert.That(typeof(DmarcResult).GetProperties().Select(p => p.Name), Has.None.Contains("Percentage"));
                break;
            case "record":
                Assert.That(result.Record, Is.Null);
                Assert.That(result.Code, Is.EqualTo(DmarcResultCode.Permerror));
                break;
            case "error":
                Assert.That(result.Reason, Does.Contain("did not answer"));
                break;
            case "info" or "status.comment" or "status.header.from" or "status.header.d":
                // What the result looks like in the header field is in AuthenticationResultTests.
                Assert.That(result.AuthorDomain, Is.Not.Null);
                break;
            default:
                Assert.Fail($"nothing checks '{key}'");
                break;
        }
    }
}
