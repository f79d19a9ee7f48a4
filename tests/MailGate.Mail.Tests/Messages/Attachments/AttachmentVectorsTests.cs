using System.IO.Compression;
using MailGate.Mail.Messages.Attachments;
using MailGate.Tests.Common;
using NUnit.Framework;
using YamlDotNet.RepresentationModel;

namespace MailGate.Mail.Tests.Messages.Attachments;

/// <summary>tests/vectors/mime/files.yml: files that hide what they are or hold, made by make.py beside it (ATTACKS C04-C06).</summary>
internal sealed class AttachmentVectorsTests
{
    private static IEnumerable<TestCaseData> Cases()
    {
        YamlStream yaml = [];
        using StreamReader reader = new(Path.Combine(Repository.Vectors, "mime", "files.yml"));
        yaml.Load(reader);
        foreach (YamlNode node in (YamlSequenceNode)yaml.Documents[0].RootNode)
        {
            yield return new TestCaseData((YamlMappingNode)node).SetArgDisplayNames(node["id"].ToString());
        }
    }

    [TestCaseSource(nameof(Cases))]
    public void What_a_file_holds_and_is_is_found(YamlMappingNode vector)
    {
        using MemoryStream packed = new(Convert.FromBase64String(vector["gzip"].ToString()));
        using GZipStream gzip = new(packed, CompressionMode.Decompress);
        using MemoryStream file = new();
        gzip.CopyTo(file);

        Attachment attachment = AttachmentTests.Attach(file.ToArray(), vector["name"].ToString());

        Assert.That(attachment.Entries.Select(entry => entry.Name), Is.SupersetOf(Strings(vector, "entries")));
        Assert.That(attachment.Flags.ToString().Split(", "), Is.SupersetOf(Strings(vector, "flags")));
        Assert.That(attachment.Urls, Is.SupersetOf(Strings(vector, "urls")));
        if (vector.Children.TryGetValue("kind", out YamlNode? kind))
        {
            Assert.That(attachment.Kind.ToString(), Is.EqualTo(kind.ToString()));
        }
    }

    private static IEnumerable<string> Strings(YamlMappingNode vector, string key) =>
        vector.Children.TryGetValue(key, out YamlNode? node) ? ((YamlSequenceNode)node).Select(item => item.ToString()) : [];
}
