using System.Text;
using MailGate.Mail.Messages;
using MailGate.Tests.Common;
using NUnit.Framework;
using YamlDotNet.RepresentationModel;

namespace MailGate.Mail.Tests.Messages;

/// <summary>The cases of authres-cases.yml, each a test with its id as name.</summary>
public sealed class AuthenticationResultsCasesTests
{
    [TestCaseSource(nameof(ParsingCases))]
    public void Parsing(string header, YamlMappingNode expect)
    {
        HeaderSection section = HeaderSection.Parse(Encoding.UTF8.GetBytes(header + "\r\n"));
        bool ok = AuthenticationResults.TryParse(section.Fields[0].ValueBytes, out AuthenticationResults? field);
        Assert.That(ok ? "ok" : "error", Is.EqualTo(expect["parse"].ToString()));
        if (expect.Children.TryGetValue("authserv_id", out YamlNode? id))
        {
            Assert.That(field!.AuthservId, Is.EqualTo(id.ToString()));
        }

        if (expect.Children.TryGetValue("version", out YamlNode? version))
        {
            Assert.That(field!.Version, Is.EqualTo(version.ToString()));
        }

        if (expect.Children.TryGetValue("results", out YamlNode? results))
        {
            Assert.That(field!.Results.Select(Describe), Is.EqualTo(((YamlSequenceNode)results).Select(r => Describe((YamlMappingNode)r))));
        }
    }

    [TestCaseSource(nameof(ForgeryCases))]
    public void Forgery(IReadOnlyList<string> headers, string authservId)
    {
        HeaderSection section = HeaderSection.Parse(Encoding.UTF8.GetBytes(string.Concat(headers.Select(h => h + "\r\n"))));
        Assert.That(AuthenticationResultsClaims.Find(section, authservId), Is.EqualTo(Enumerable.Range(0, headers.Count)));
    }

    public static IEnumerable<TestCaseData> ParsingCases() => Cases()?
        .Where(c => c.Children.ContainsKey("expect"))
        .Select(c => new TestCaseData(c["header"].ToString(), c["expect"]).SetName($"authres: {c["id"]}")) ?? [Repository.MissingSuite("authres")];

    public static IEnumerable<TestCaseData> ForgeryCases() => Cases()?
        .Where(c => c.Children.ContainsKey("headers_in"))
        .Select(c => new TestCaseData(((YamlSequenceNode)c["headers_in"]).Select(h => h.ToString()).ToList(), c["our_authserv_id"].ToString())
            .SetName($"authres: {c["id"]}")) ?? [Repository.MissingSuite("authres")];

    private static IEnumerable<YamlMappingNode>? Cases()
    {
        if (Repository.ConformanceFile("headers", "authres-cases.yml") is not { } file)
        {
            return null;
        }

        using StreamReader reader = new(file);
        YamlStream yaml = [];
        yaml.Load(reader);
        return ((YamlSequenceNode)yaml.Documents[0].RootNode).Cast<YamlMappingNode>();
    }

    private static string Describe(AuthenticationResult result) =>
        $"{result.Method}/{result.MethodVersion}={result.Result} reason={result.Reason} " + string.Join(' ', result.Properties.Select(p => $"{p.Type}.{p.Name}={p.Value}"));

    private static string Describe(YamlMappingNode result)
    {
        string? Get(string key) => result.Children.TryGetValue(key, out YamlNode? value) ? value.ToString() : null;
        YamlMappingNode? props = result.Children.TryGetValue("props", out YamlNode? node) ? (YamlMappingNode)node : null;
        return $"{Get("method")}/{Get("method_version")}={Get("result")} reason={Get("reason")} " + string.Join(' ', props?.Select(p => $"{p.Key}={p.Value}") ?? []);
    }
}
