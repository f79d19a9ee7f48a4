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

    // Families of the same kind, written out: the header, then a body whose second part is an attachment between "--B" lines.
    [TestCase("Content-Type: multipart/mixed; boundary=\"\"", "", MimeFlags.InvalidBoundary, Description = "an empty boundary")]
    [TestCase("Content-Type: multipart/mixed", "B", MimeFlags.MissingBoundary, Description = "no boundary")]
    [TestCase("Content-Type: multipart/mixed; boundary=B(x)", "B", MimeFlags.AmbiguousBoundary, Description = "a comment after the boundary")]
    [TestCase("Content-Type: multipart/mixed; boundary=(x)B", "B", MimeFlags.AmbiguousBoundary, Description = "a comment before the boundary")]
    [TestCase("Content-Type: multipart/mixed; boundary='B'", "B", MimeFlags.AmbiguousBoundary, Description = "single quotes")]
    [TestCase("Content-Type: multipart/mixed; boundary=\"B", "B", MimeFlags.InvalidContentType, Description = "a quote that does not end")]
    [TestCase("Content-Type: multipart/mixed; boundary=\"\\B\"", "B", MimeFlags.AmbiguousBoundary, Description = "an escaped character")]
    [TestCase("Content-Type: multipart/mixed; boundary=%42", "B", MimeFlags.AmbiguousBoundary, Description = "percent-encoded")]
    [TestCase("Content-Type: multipart/mixed; boundary=\"=?us-ascii?Q?B?=\"", "B", MimeFlags.AmbiguousBoundary, Description = "an encoded word")]
    [TestCase("Content-Type: multipart/mixed boundary=B", "B", MimeFlags.InvalidContentType, Description = "no semicolon")]
    [TestCase("Content-Type: multipart / mixed; boundary=B", "B", MimeFlags.InvalidContentType, Description = "blanks around the slash")]
    [TestCase("Content-Type: multipart; boundary=B", "B", MimeFlags.InvalidContentType, Description = "no subtype")]
    [TestCase("Content-Type: \"multipart/mixed\"; boundary=B", "B", MimeFlags.InvalidContentType, Description = "a quoted type")]
    [TestCase("Content-Type: multipart/mixed\0x; boundary=B", "B", MimeFlags.InvalidContentType | MimeFlags.NulInHeader, Description = "NUL in the type")]
    [TestCase("Content-Type: =?us-ascii?Q?multipart/mixed?=; boundary=B", "B", MimeFlags.EncodedWordInStructure, Description = "an encoded word as type")]
    [TestCase("Content-Type : multipart/mixed; boundary=B", "B", MimeFlags.SpaceBeforeColon, Description = "a blank before the colon")]
    [TestCase("Content-Type: text/plain; boundary=B\r\nContent-Type: multipart/mixed; boundary=C", "C", MimeFlags.DuplicateContentType, Description = "two types")]
    [TestCase("Content-Type: multipart/mixed; boundary=A\r\nContent-Type: multipart/mixed; boundary=B", "B", MimeFlags.DuplicateContentType | MimeFlags.AmbiguousBoundary, Description = "two multiparts")]
    [TestCase("Content-Type: multipart/mixed; boundary=A; boundary*0=B", "B", MimeFlags.DuplicateParameter | MimeFlags.AmbiguousBoundary, Description = "plain and continued")]
    [TestCase("Content-Type: multipart/mixed; boundary=A", "B", MimeFlags.UndeclaredBoundary, Description = "another boundary than declared")]
    [TestCase("X: y\r\nno field at all\r\nContent-Type: multipart/mixed; boundary=B", "B", MimeFlags.MalformedHeaderLine, Description = "a line that is no field")]
    public void Other_ambiguous_headers_hide_nothing(string header, string boundary, MimeFlags expected)
    {
        string message = "MIME-Version: 1.0\r\n" + header + $"\r\n\r\n--{boundary}\r\nContent-Type: text/plain\r\n\r\nhello\r\n--{boundary}\r\n"
            + $"Content-Type: application/octet-stream; name=evil.exe\r\n\r\nMZ\r\n--{boundary}--\r\n";
        MessageContent content = MessageContent.Read(System.Text.Encoding.Latin1.GetBytes(message));
        Assert.That(content.Attachments.SelectMany(a => a.Names), Does.Contain("evil.exe"));
        Assert.That(content.Flags & expected, Is.EqualTo(expected));
    }

    [TestCase("--B \t\r\n", MimeFlags.None, Description = "blanks after the boundary")]
    [TestCase("--Bx\r\n", MimeFlags.BoundaryPrefix, Description = "text after the boundary")]
    [TestCase("--B--\r\n--B\r\n", MimeFlags.PartAfterClose, Description = "closed too early")]
    [TestCase("--B\r\n--B\r\n", MimeFlags.None, Description = "twice")]
    public void Odd_delimiters_hide_nothing(string delimiter, MimeFlags expected)
    {
        string message = "MIME-Version: 1.0\r\nContent-Type: multipart/mixed; boundary=B\r\n\r\n--B\r\n\r\nhello\r\n" + delimiter + "Content-Type: application/x; name=evil.exe\r\n\r\nMZ\r\n--B--\r\n";
        MessageContent content = MessageContent.Read(System.Text.Encoding.Latin1.GetBytes(message));
        Assert.That(content.Attachments.SelectMany(a => a.Names), Does.Contain("evil.exe"));
        Assert.That(content.Flags, Is.EqualTo(expected));
    }

    [TestCase("base64", MimeFlags.None)]
    [TestCase("BASE64", MimeFlags.None)]
    [TestCase("base64 (comment)", MimeFlags.InvalidTransferEncoding)]
    [TestCase("\"base64\"", MimeFlags.InvalidTransferEncoding)]
    [TestCase("base64\0x", MimeFlags.InvalidTransferEncoding)]
    [TestCase("base64, 7bit", MimeFlags.InvalidTransferEncoding)]
    [TestCase("x-base64", MimeFlags.InvalidTransferEncoding)]
    [TestCase("base 64", MimeFlags.InvalidTransferEncoding)]
    public void Odd_encodings_are_decoded(string encoding, MimeFlags expected)
    {
        string message = $"MIME-Version: 1.0\r\nContent-Type: text/plain\r\nContent-Transfer-Encoding: {encoding}\r\n\r\naHR0cDovL2V2aWwuZXhhbXBsZS8=\r\n";
        MessageContent content = MessageContent.Read(System.Text.Encoding.Latin1.GetBytes(message));
        Assert.That(content.Urls.Select(u => u.Host), Is.EqualTo(new[] { "evil.example" }));
        Assert.That(content.Flags & MimeFlags.InvalidTransferEncoding, Is.EqualTo(expected));
    }
}
