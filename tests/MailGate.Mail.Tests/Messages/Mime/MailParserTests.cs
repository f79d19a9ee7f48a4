using System.Text;
using System.Text.Json;
using MailGate.Mail.Messages;
using MailGate.Tests.Common;
using NUnit.Framework;

namespace MailGate.Mail.Tests.Messages.Mime;

/// <summary>
/// Structure and text of stalwartlabs/mail-parser's samples against its expected JSON. Where MailGate differs on purpose, tests/vectors/mime/mail-parser-differences.md
/// names the file and the reason, and the test holds what MailGate sees instead.
/// </summary>
internal sealed class MailParserTests
{
    private static readonly Dictionary<string, string> Differences = ReadDifferences();

    private static IEnumerable<TestCaseData> Samples()
    {
        if (Repository.ConformanceFile("mime", "mail-parser") is not { } folder)
        {
            yield return Repository.MissingSuite("mail-parser");
            yield break;
        }

        foreach (string file in Directory.EnumerateFiles(folder, "*.eml", SearchOption.AllDirectories).Order(StringComparer.Ordinal))
        {
            yield return new TestCaseData(file).SetArgDisplayNames(Path.GetFileName(Path.GetDirectoryName(file)) + "/" + Path.GetFileName(file));
        }
    }

    [TestCaseSource(nameof(Samples))]
    public void Structure_and_text_are_as_expected_or_the_difference_is_listed(string file)
    {
        using JsonDocument json = JsonDocument.Parse(File.ReadAllText(Path.ChangeExtension(file, ".json")));
        List<string> expected = [];
        Describe(json.RootElement, 0, 0, expected);
        MessageContent content = MessageContent.Read(File.ReadAllBytes(file));
        List<string> actual = Describe(content);

        string name = Path.GetFileName(Path.GetDirectoryName(file)) + "/" + Path.GetFileNameWithoutExtension(file);
        if (Differences.TryGetValue(name, out string? instead))
        {
            Assert.That(actual, Is.Not.EqualTo(expected), "it is the same now: the listed difference has to go");
            Assert.That(string.Join('\n', actual), Is.EqualTo(instead));
            return;
        }

        Assert.That(actual, Is.EqualTo(expected));
    }

    private static List<string> Describe(MessageContent content)
    {
        Dictionary<ContentPart, TextPart> texts = [];
        foreach (TextPart text in content.Texts)
        {
            texts.TryAdd(text.Part, text);
        }

        List<string> lines = [];
        AppendChildren(null, 0);
        return lines;

        void AppendChildren(ContentPart? parent, int depth)
        {
            foreach (ContentPart part in content.Parts.Where(p => p.Parent == parent))
            {
                string type = part.Mime.MediaType;
                string body = part.HasParts ? "" : texts.TryGetValue(part, out TextPart? text) && !part.Mime.IsContainer ? ": " + Flat(text.Text) : "";
                lines.Add($"{new string(' ', depth * 2)}{type}{body}");
                AppendChildren(part, depth + 1);
            }
        }
    }

    private static void Describe(JsonElement message, int index, int depth, List<string> lines)
    {
        JsonElement part = message.GetProperty("parts")[index];
        JsonElement body = part.GetProperty("body");
        string type = TypeOf(part) ?? (body.ValueKind == JsonValueKind.Object && body.TryGetProperty("Message", out _) ? "message/rfc822" : "text/plain");
        string indent = new(' ', depth * 2);
        if (body.TryGetProperty("Multipart", out JsonElement children))
        {
            lines.Add(indent + type);
            foreach (JsonElement child in children.EnumerateArray())
            {
                Describe(message, child.GetInt32(), depth + 1, lines);
            }
        }
        else if (body.TryGetProperty("Message", out JsonElement nested))
        {
            lines.Add(indent + type);
            Describe(nested, 0, depth + 1, lines);
        }
        else
        {
            bool isText = type.StartsWith("text/", StringComparison.Ordinal) || type == "message/external-body";
            lines.Add(indent + type + (isText ? ": " + Flat(TextOf(body)) : ""));
        }
    }

    private static string? TypeOf(JsonElement part)
    {
        string? type = null;
        foreach (JsonElement header in part.GetProperty("headers").EnumerateArray())
        {
            if (header.GetProperty("name").ValueKind == JsonValueKind.String && header.GetProperty("name").GetString() == "content_type"
                && header.GetProperty("value").ValueKind == JsonValueKind.Object && header.GetProperty("value").TryGetProperty("ContentType", out JsonElement value))
            {
                type = $"{value.GetProperty("c_type").GetString()}/{value.GetProperty("c_subtype").GetString()}".ToLowerInvariant();
            }
        }

        return type;
    }

    private static string TextOf(JsonElement body)
    {
        foreach (JsonProperty property in body.EnumerateObject())
        {
            return property.Value.ValueKind == JsonValueKind.String
                ? property.Value.GetString()!
                : Encoding.Latin1.GetString(property.Value.EnumerateArray().Select(b => (byte)b.GetInt32()).ToArray());
        }

        return "";
    }

    // One line for each part; line breaks differ by platform in the samples.
    private static string Flat(string text) => text.Replace("\r\n", "\n", StringComparison.Ordinal).Replace("\n", "|", StringComparison.Ordinal);

    // "## malformed/000", a reason, and what MailGate sees in a fenced block.
    private static Dictionary<string, string> ReadDifferences()
    {
        Dictionary<string, string> differences = [];
        string? name = null;
        List<string>? block = null;
        foreach (string line in File.ReadLines(Path.Combine(Repository.Vectors, "mime", "mail-parser-differences.md")))
        {
            if (line.StartsWith("## ", StringComparison.Ordinal))
            {
                name = line[3..].Trim();
            }
            else if (line.StartsWith("```", StringComparison.Ordinal) && name is not null)
            {
                if (block is null)
                {
                    block = [];
                }
                else
                {
                    differences.Add(name, string.Join('\n', block));
                    block = null;
                }
            }
            else
            {
                block?.Add(line);
            }
        }

        return differences;
    }
}
