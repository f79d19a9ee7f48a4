using System.Globalization;
using MailGate.Tests.Common;
using YamlDotNet.RepresentationModel;

namespace MailGate.Tests.Handling;

/// <summary>One case of <c>smtp-cases.yml</c>: what is sent after which beginning, and what must come back.</summary>
internal sealed record SmtpCase(string Id, string Title, string Prelude, IReadOnlyList<SmtpCaseStep> Steps)
{
    /// <summary>All cases; null when the file is not here.</summary>
    public static IReadOnlyList<SmtpCase>? All { get; } = Read();

    public override string ToString() => $"{Id}: {Title}";

    private static SmtpCase[]? Read()
    {
        if (Repository.ConformanceFile("smtp", "smtp-cases.yml") is not { } file)
        {
            return null;
        }

        YamlStream yaml = [];
        using StreamReader reader = new(file);
        yaml.Load(reader);
        var root = (YamlMappingNode)yaml.Documents[0].RootNode;
        return [.. ((YamlSequenceNode)root["cases"]).Cast<YamlMappingNode>().Select(Read)];
    }

    private static SmtpCase Read(YamlMappingNode node) => new(
        Text(node, "id")!, Text(node, "title")!, Text(node, "prelude")!, [.. ((YamlSequenceNode)node["steps"]).Cast<YamlMappingNode>().Select(ReadStep)]);

    private static SmtpCaseStep ReadStep(YamlMappingNode node)
    {
        byte[] octets = Text(node, "send") is { } send ? Unescape(send)
            : Text(node, "send_hex") is { } hex ? Convert.FromHexString(hex)
            : node.Children.TryGetValue("repeat", out YamlNode? repeat) ? Repeat((YamlMappingNode)repeat)
            : [];
        return new SmtpCaseStep(octets, Text(node, "expect"), Text(node, "tls_handshake") is not null, Text(node, "shutdown_write") is not null, Text(node, "close") is not null);
    }

    private static byte[] Repeat(YamlMappingNode node)
    {
        byte[] once = Unescape(Text(node, "bytes")!);
        int count = int.Parse(Text(node, "count")!, CultureInfo.InvariantCulture);
        byte[] all = new byte[once.Length * count];
        for (int i = 0; i < count; i++)
        {
            once.CopyTo(all, i * once.Length);
        }

        return all;
    }

    private static string? Text(YamlMappingNode node, string key) => node.Children.TryGetValue(key, out YamlNode? value) ? ((YamlScalarNode)value).Value : null;

    private static byte[] Unescape(string text)
    {
        List<byte> octets = [];
        for (int i = 0; i < text.Length; i++)
        {
            if (text[i] != '\\')
            {
                octets.Add(checked((byte)text[i]));
                continue;
            }

            char kind = text[++i];
            if (kind == 'x')
            {
                octets.Add(byte.Parse(text.AsSpan(i + 1, 2), NumberStyles.HexNumber, CultureInfo.InvariantCulture));
                i += 2;
                continue;
            }

            octets.Add(kind switch { 'r' => 13, 'n' => 10, 't' => 9, '0' => 0, '\\' => 92, _ => throw new FormatException(text) });
        }

        return [.. octets];
    }
}
