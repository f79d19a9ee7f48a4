using System.Text;
using System.Text.Json;
using System.Text.RegularExpressions;
using MailGate.Tests.Common;
using NUnit.Framework;
using YamlDotNet.RepresentationModel;

namespace MailGate.Tests.Cli.Authentication;

/// <summary>Public suites through the command line: what a record file and JSON may lose on the way.</summary>
internal sealed class ConformanceTests
{
    private const string Now = "2026-06-01T12:00:00Z";

    [TestCaseSource(nameof(SpfCases))]
    public async Task Spf(YamlMappingNode test, string zone)
    {
        using CheckFolder folder = new CheckFolder().WithRecords(zone);
        // A name that is no option, whatever it begins with.
        JsonElement json = await folder.JsonAsync("spf", $"{test["host"]}", $"--from={test["mailfrom"]}", $"--helo={test["helo"]}");

        string[] expected = test["result"] is YamlSequenceNode several ? [.. several.Select(r => r.ToString())] : [test["result"].ToString()];
        Assert.That(expected, Does.Contain(json.Text("result")), json.ToString());
        if (test.Children.TryGetValue("explanation", out YamlNode? explanation))
        {
            Assert.That(json.Text("explanation") ?? "DEFAULT", Is.EqualTo(explanation.ToString()));
        }
    }

    [TestCaseSource(nameof(DkimCases))]
    public async Task Dkim(YamlMappingNode test)
    {
        using CheckFolder folder = new CheckFolder().WithRecords(TxtLines(test["dns"]));
        JsonElement json = await folder.JsonAsync("dkim", "verify", Path.Combine(Repository.Conformance, $"{test["file"]}"), "--time", Now);

        Assert.That(json.GetProperty("signatures").Texts("result"), Is.EqualTo(((YamlSequenceNode)test["expect"]).Select(r => r.ToString())));
        Assert.That(json.GetProperty("signatures").Texts("algorithm"), Is.EqualTo(((YamlSequenceNode)test["signatures"]).Select(r => r.ToString())));
    }

    [TestCaseSource(nameof(ArcCases))]
    public async Task Arc(YamlMappingNode test, YamlNode zone)
    {
        using CheckFolder folder = new CheckFolder().WithRecords(TxtLines(zone)).Write("m.eml", test["message"].ToString());
        JsonElement json = await folder.JsonAsync("arc", "verify", folder.PathOf("m.eml"), "--time", Now);

        string expected = test["cv"].ToString().Trim().ToLowerInvariant();
        Assert.That(json.Text("result"), Is.EqualTo(expected.Length == 0 ? "fail" : expected), json.Text("reason"));
    }

    [TestCaseSource(nameof(EspooferCases))]
    public async Task Espoofer(YamlMappingNode test)
    {
        using CheckFolder folder = new CheckFolder().Write("m.eml", Convert.FromBase64String(test["message_b64"].ToString())).WithRecords("""
            legitimate.com TXT "v=spf1 ip4:192.0.2.1 -all"
            _dmarc.legitimate.com TXT "v=DMARC1; p=reject"
            attack.com TXT "v=spf1 ip4:203.0.113.9 -all"
            *.attack.com TXT "v=spf1 ip4:203.0.113.9 -all"
            """);
        JsonElement json = await folder.JsonAsync(
            "auth", folder.PathOf("m.eml"), "--ip", "203.0.113.9", $"--helo={test["helo"]}", $"--from={test["mail_from"]}", "--authserv-id", "mx.victim.com");

        Assert.That(json.GetProperty("dmarc").Text("result"), Is.Not.EqualTo("pass"));
        Assert.That(json.Text("authentication_results"), Does.Not.Contain("dmarc=pass").And.Not.Match("spf=pass [^;]*legitimate").And.Not.Match("dkim=pass"));
    }

    public static IEnumerable<TestCaseData> SpfCases() => FromSuite("openspf", ["spf", "rfc7208-tests.yml"], text => text, document =>
    {
        var scenario = (YamlMappingNode)document.RootNode;
        string zone = ZoneLines((YamlMappingNode)scenario["zonedata"]);
        return ((YamlMappingNode)scenario["tests"]).Select(test => new TestCaseData(test.Value, zone).SetName($"Spf({scenario["description"]}: {test.Key})"));
    });

    public static IEnumerable<TestCaseData> DkimCases() => FromSuite("dkim vectors", ["dkim", "vectors.yml"], text => text, document =>
        ((YamlSequenceNode)document.RootNode).Cast<YamlMappingNode>().Select(test => new TestCaseData(test).SetName($"Dkim({test["file"]})")));

    // The suite's "cv: |" without text, and names that occur twice, are no strict YAML.
    public static IEnumerable<TestCaseData> ArcCases() => FromSuite(
        "arc", ["arc", "arc-draft-validation-tests.yml"], text =>
        {
            int number = 0;
            text = Regex.Replace(text, @"(?m)^(    cv:)[ \t]*\|[ \t]*$", "$1 ''");
            return Regex.Replace(text, @"(?m)^  (\w+):[ \t]*$", match => $"  {match.Groups[1].Value}.{number++}:");
        },
        document => document.RootNode is not YamlMappingNode scenario ? [] : ((YamlMappingNode)scenario["tests"])
            .Select(test => new TestCaseData(test.Value, scenario["txt-records"]).SetName($"Arc({test.Key})")));

    public static IEnumerable<TestCaseData> EspooferCases() => FromSuite("espoofer", ["smtp", "espoofer-cases.yml"], text => text, document =>
        ((YamlSequenceNode)document.RootNode).Cast<YamlMappingNode>().Select(test => new TestCaseData(test).SetName($"Espoofer({test["id"]})")));

    private static IEnumerable<TestCaseData> FromSuite(string name, string[] path, Func<string, string> mend, Func<YamlDocument, IEnumerable<TestCaseData>> read)
    {
        if (Repository.ConformanceFile(path) is not { } file)
        {
            return [Repository.MissingSuite(name)];
        }

        YamlStream yaml = [];
        yaml.Load(new StringReader(mend(File.ReadAllText(file))));
        return yaml.Documents.SelectMany(read);
    }

    private static string TxtLines(YamlNode records) =>
        string.Join('\n', ((YamlMappingNode)records).Select(record => $"{record.Key} TXT {Quote(record.Value.ToString())}"));

    private static string ZoneLines(YamlMappingNode zone)
    {
        List<string> lines = [];
        foreach ((YamlNode name, YamlNode records) in zone)
        {
            // Records of the type SPF, which is no more, stand for TXT where the name says nothing of TXT.
            bool hasTxt = ((YamlSequenceNode)records).OfType<YamlMappingNode>().Any(record => record.Children.ContainsKey("TXT"));
            lines.AddRange(((YamlSequenceNode)records).Select(record => record is YamlMappingNode typed
                ? Line(name.ToString(), typed.Children.Single().Key.ToString(), typed.Children.Single().Value, hasTxt)
                : $"{name} TIMEOUT"));
        }

        return string.Join('\n', lines);
    }

    private static string Line(string name, string type, YamlNode value, bool hasTxt) => type switch
    {
        "TXT" when value.ToString() == "NONE" => "",
        "SPF" when hasTxt => "",
        "TXT" or "SPF" => $"{name} TXT {(value is YamlSequenceNode strings ? string.Join(' ', strings.Select(s => Quote(s.ToString())).DefaultIfEmpty("\"\"")) : Quote(value.ToString()))}",
        "MX" => $"{name} MX {value[0]} {(value[1].ToString().Length == 0 ? "." : value[1])}",
        _ => $"{name} {type} {value}",
    };

    // One character an octet, as the suites have them.
    private static string Quote(string text)
    {
        var quoted = new StringBuilder("\"");
        foreach (char c in text)
        {
            quoted.Append(c is '"' or '\\' ? $"\\{c}" : c is >= ' ' and <= '~' ? $"{c}" : $"\\{(int)c:000}");
        }

        return quoted.Append('"').ToString();
    }
}
