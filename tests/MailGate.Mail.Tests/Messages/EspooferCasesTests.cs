using MailGate.Mail.Addresses;
using MailGate.Mail.Dmarc;
using MailGate.Mail.Messages;
using MailGate.Tests.Common;
using NUnit.Framework;
using YamlDotNet.RepresentationModel;

namespace MailGate.Mail.Tests.Messages;

/// <summary>The From part of espoofer-cases.yml: what only attack.com is authenticated for never passes as legitimate.com.</summary>
public sealed class EspooferCasesTests
{
    [TestCaseSource(nameof(Cases))]
    public async Task Case(byte[] message)
    {
        FakeDns dns = new FakeDns().AddTxt("_dmarc.legitimate.com", "v=DMARC1; p=reject");
        HeaderFrom from = HeaderFrom.Read(HeaderSection.Parse(message));
        DmarcIdentifier attacker = new(DmarcIdentifierStatus.Pass, Domain.Parse("attack.com"));
        DmarcResult result = await new DmarcEvaluator(dns, TimeProvider.System).EvaluateAsync(new DmarcRequest(from, attacker, [attacker]), CancellationToken.None);
        Assert.That(result.Code, Is.AnyOf(DmarcResultCode.Fail, DmarcResultCode.Permerror));
        Assert.That(result.Code == DmarcResultCode.Fail, Is.EqualTo(result.Policy == DmarcPolicy.Reject));
    }

    public static IEnumerable<TestCaseData> Cases()
    {
        if (Repository.ConformanceFile("smtp", "espoofer-cases.yml") is not { } file)
        {
            yield return Repository.MissingSuite("espoofer");
            yield break;
        }

        using StreamReader reader = new(file);
        YamlStream yaml = [];
        yaml.Load(reader);
        foreach (YamlMappingNode test in ((YamlSequenceNode)yaml.Documents[0].RootNode).Cast<YamlMappingNode>())
        {
            yield return new TestCaseData(Convert.FromBase64String(test["message_b64"].ToString())).SetName($"espoofer {test["id"]}");
        }
    }
}
