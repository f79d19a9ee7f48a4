using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;
using MailGate.Mail.Messages;
using MailGate.Mail.Messages.Mime;
using MailGate.Tests.Common;
using NUnit.Framework;
using YamlDotNet.RepresentationModel;

namespace MailGate.Mail.Tests.Messages.Mime;

/// <summary>tests/vectors/mime/readings.yml: messages that readers see in several ways, and what of them must be seen (ATTACKS C01-C04).</summary>
internal sealed partial class ReadingTests
{
    private const string DefaultContent = "MZ\\x90\\0\\x03\\0\\0\\0\\x04";
    private const string DefaultPart = "Content-Type: application/x; name=evil.exe";

    private static IEnumerable<TestCaseData> Cases()
    {
        YamlStream yaml = [];
        using StreamReader reader = new(Path.Combine(Repository.Vectors, "mime", "readings.yml"));
        yaml.Load(reader);
        foreach (YamlNode node in (YamlSequenceNode)yaml.Documents[0].RootNode)
        {
            yield return new TestCaseData((YamlMappingNode)node).SetArgDisplayNames(node["id"].ToString());
        }
    }

    [TestCaseSource(nameof(Cases))]
    public void What_some_reader_shows_is_seen(YamlMappingNode vector)
    {
        byte[] message = Message(vector);
        MessageContent content = MessageContent.Read(message);

        Assert.That(content.Parts.SelectMany(part => part.Header.Names).Union(content.Attachments.SelectMany(file => file.Names)), Is.SupersetOf(Strings(vector, "names")));
        Assert.That(content.Attachments.Select(file => file.Kind.ToString()), Is.SupersetOf(Strings(vector, "kinds")));
        Assert.That(content.Urls.Select(url => url.Host), Is.SupersetOf(Strings(vector, "hosts")));
        if (Text(vector, "text") is { } text)
        {
            Assert.That(content.Texts.Select(part => part.VisibleText), Has.Some.Contains(text));
        }

        foreach (string flag in Strings(vector, "flags"))
        {
            MimeFlags expected = Enum.Parse<MimeFlags>(flag);
            Assert.That(content.Flags & (expected == MimeFlags.None ? MimeFlags.Ambiguous : expected), Is.EqualTo(expected));
        }
    }

    private static byte[] Message(YamlMappingNode vector)
    {
        string content = $"--B\n\nhello\n--B\n{Text(vector, "part") ?? DefaultPart}\n\n{Text(vector, "content") ?? DefaultContent}\n--B--\n";
        string[] lines =
        [
            Text(vector, "prefix") ?? "", "From: a@sender.example", "Subject: x", Text(vector, "version") ?? "MIME-Version: 1.0",
            Text(vector, "header") ?? "Content-Type: multipart/mixed; boundary=B",
        ];
        string message = string.Join('\n', lines.Where(line => line.Length > 0)) + "\n\n" + (Text(vector, "body") ?? content);
        message = Escape().Replace(message, match => match.Value switch
        {
            @"\0" => "\0",
            @"\r" => "\r",
            @"\t" => "\t",
            _ => ((char)byte.Parse(match.ValueSpan[2..], NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture)).ToString(),
        });
        return Encoding.Latin1.GetBytes(Text(vector, "ends") == "lf" ? message : message.Replace("\n", "\r\n", StringComparison.Ordinal));
    }

    private static string? Text(YamlMappingNode vector, string key) => vector.Children.TryGetValue(key, out YamlNode? node) ? node.ToString() : null;

    private static IEnumerable<string> Strings(YamlMappingNode vector, string key) =>
        vector.Children.TryGetValue(key, out YamlNode? node) ? ((YamlSequenceNode)node).Select(item => item.ToString()) : [];

    [GeneratedRegex(@"\\(0|r|t|x[0-9a-f]{2})")]
    private static partial Regex Escape();
}
