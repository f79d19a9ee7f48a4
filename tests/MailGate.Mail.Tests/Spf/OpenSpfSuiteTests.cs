using System.Net;
using MailGate.Mail.Dns;
using MailGate.Mail.Spf;
using MailGate.Tests.Common;
using NUnit.Framework;
using YamlDotNet.RepresentationModel;

namespace MailGate.Mail.Tests.Spf;

/// <summary>The openspf suite for RFC 7208: each of its cases is a test with the case's id as name.</summary>
public sealed class OpenSpfSuiteTests
{
    [TestCaseSource(nameof(Cases))]
    public async Task Case(OpenSpfCase test)
    {
        SpfEvaluator evaluator = new(test.Dns, new ManualTimeProvider());
        SpfResult result = await evaluator.CheckAsync(new SpfRequest(test.Client, test.Helo, test.ReversePath), CancellationToken.None);
        using (Assert.EnterMultipleScope())
        {
            Assert.That(test.Results, Does.Contain(result.Code.Word()), result.Problem);
            if (test.Explanation is not null)
            {
                Assert.That(result.Explanation ?? "DEFAULT", Is.EqualTo(test.Explanation));
            }
        }
    }

    [Test]
    public void The_suite_is_whole()
    {
        if (Repository.ConformanceFile("spf", "rfc7208-tests.yml") is not null)
        {
            Assert.That(Cases().Count(), Is.EqualTo(203));
        }
    }

    public static IEnumerable<TestCaseData> Cases()
    {
        if (Repository.ConformanceFile("spf", "rfc7208-tests.yml") is not { } file)
        {
            yield return Repository.MissingSuite("openspf");
            yield break;
        }

        YamlStream yaml = [];
        using (StreamReader reader = new(file))
        {
            yaml.Load(reader);
        }

        foreach (YamlDocument document in yaml.Documents)
        {
            YamlMappingNode scenario = (YamlMappingNode)document.RootNode;
            FakeDns dns = ReadZone((YamlMappingNode)scenario["zonedata"]);
            foreach ((YamlNode id, YamlNode test) in (YamlMappingNode)scenario["tests"])
            {
                OpenSpfCase openSpfCase = ReadCase((YamlMappingNode)test, dns);
                yield return new TestCaseData(openSpfCase).SetName($"{scenario["description"]}: {id}");
            }
        }
    }

    private static OpenSpfCase ReadCase(YamlMappingNode test, FakeDns dns) => new(
        dns,
        IPAddress.Parse(test["host"].ToString()),
        test["helo"].ToString(),
        test["mailfrom"].ToString(),
        test["result"] is YamlSequenceNode several ? [.. several.Select(r => r.ToString())] : [test["result"].ToString()],
        test.Children.TryGetValue("explanation", out YamlNode? explanation) ? explanation.ToString() : null);

    private static FakeDns ReadZone(YamlMappingNode zone)
    {
        FakeDns dns = new();
        foreach ((YamlNode name, YamlNode records) in zone)
        {
            // Records of the type SPF, which is no more, stand for TXT where the name says nothing of TXT.
            bool hasTxt = ((YamlSequenceNode)records).OfType<YamlMappingNode>().Any(r => r.Children.ContainsKey("TXT"));
            foreach (YamlNode record in (YamlSequenceNode)records)
            {
                if (record is YamlMappingNode typed)
                {
                    AddRecord(dns, name.ToString(), typed.Children.Single().Key.ToString(), typed.Children.Single().Value, hasTxt);
                }
                else
                {
                    dns.Fail(name.ToString(), DnsStatus.Timeout);
                }
            }
        }

        return dns;
    }

    private static void AddRecord(FakeDns dns, string name, string type, YamlNode value, bool hasTxt)
    {
        switch (type)
        {
            case "TXT" when value.ToString() == "NONE":
            case "SPF" when hasTxt:
                break;
            case "TXT" or "SPF":
                dns.AddTxt(name, value is YamlSequenceNode strings ? string.Concat(strings.Select(s => s.ToString())) : value.ToString());
                break;
            case "A" or "AAAA":
                dns.AddAddress(name, IPAddress.Parse(value.ToString()));
                break;
            case "MX":
                string exchange = value[1].ToString();
                dns.Add($"{name} MX {value[0]} {(exchange.Length == 0 ? "." : exchange)}");
                break;
            default:
                dns.Add($"{name} {type} {value}");
                break;
        }
    }
}
