using MailGate.Mail.Messages;
using MailGate.Mail.Messages.Mime;
using MailGate.Tests.Common;
using NUnit.Framework;
using YamlDotNet.RepresentationModel;

namespace MailGate.Mail.Tests.Messages.Mime;

/// <summary>Messages that readers see in two ways: MailGate sees what any of them would, and says that it is in doubt (ATTACKS C01-C03).</summary>
internal sealed class AmbiguityTests
{
    private static IEnumerable<TestCaseData> Cases()
    {
        if (Repository.ConformanceFile("mime", "ambiguity-cases.yml") is not { } file)
        {
            yield return Repository.MissingSuite("ambiguity cases");
            yield break;
        }

        YamlStream yaml = [];
        using StreamReader reader = new(file);
        yaml.Load(reader);
        foreach (YamlNode node in (YamlSequenceNode)yaml.Documents[0].RootNode)
        {
            YamlMappingNode map = (YamlMappingNode)node;
            string[] names = [.. ((YamlSequenceNode)map["attachment_names_some_client_sees"]).Select(n => n.ToString())];
            yield return new TestCaseData(map["id"].ToString(), Convert.FromBase64String(map["message_b64"].ToString()), names).SetArgDisplayNames(map["id"].ToString());
        }
    }

    [TestCaseSource(nameof(Cases))]
    public void Every_attachment_that_some_client_sees_is_seen_and_the_doubt_is_reported(string id, byte[] message, string[] names)
    {
        MessageContent content = MessageContent.Read(message);

        Assert.That(content.Parts.SelectMany(p => p.Header.Names), Is.SupersetOf(names));
        if (id == "MIME-00")
        {
            Assert.That(content.Flags & MimeFlags.Ambiguous, Is.EqualTo(MimeFlags.None));
        }
        else if (id is not "MIME-06")
        {
            Assert.That(content.Flags & MimeFlags.Ambiguous, Is.Not.EqualTo(MimeFlags.None));
        }
    }
}
