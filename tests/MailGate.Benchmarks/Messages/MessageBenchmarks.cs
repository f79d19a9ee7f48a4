using System.Text;
using BenchmarkDotNet.Attributes;
using MailGate.Mail.Messages;
using MailGate.Mail.Messages.Mime;

namespace MailGate.Benchmarks.Messages;

/// <summary>Indexing a message of 1 MB as it streams in, and reading everything that a message of 10 KB says.</summary>
[MemoryDiagnoser]
public class MessageBenchmarks
{
    private const int ChunkOctets = 16 * 1024;

    private byte[] _large = null!;
    private byte[] _plain = null!;
    private byte[] _html = null!;

    [GlobalSetup]
    public void SetUp()
    {
        Random random = new(1);
        byte[] file = new byte[750_000];
        random.NextBytes(file);
        _large = Encoding.ASCII.GetBytes(
            Header("multipart/mixed; boundary=\"=_outer\"") + "--=_outer\r\nContent-Type: text/plain; charset=utf-8\r\n\r\n" + Prose(2000) + "\r\n--=_outer\r\n"
            + "Content-Type: application/octet-stream; name=\"data.bin\"\r\nContent-Transfer-Encoding: base64\r\n\r\n"
            + Convert.ToBase64String(file, Base64FormattingOptions.InsertLineBreaks) + "\r\n--=_outer--\r\n");
        _plain = Encoding.ASCII.GetBytes(Header("text/plain; charset=utf-8") + Prose(9200));
        _html = Encoding.ASCII.GetBytes(
            Header("multipart/alternative; boundary=\"=_alt\"") + "--=_alt\r\nContent-Type: text/plain; charset=utf-8\r\n\r\n" + Prose(2000)
            + "\r\n--=_alt\r\nContent-Type: text/html; charset=utf-8\r\nContent-Transfer-Encoding: quoted-printable\r\n\r\n" + Html(7000) + "\r\n--=_alt--\r\n");
    }

    [Benchmark]
    public int IndexOneMegabyte()
    {
        MimeIndexer indexer = new();
        for (int at = 0; at < _large.Length; at += ChunkOctets)
        {
            indexer.Append(_large.AsSpan(at, Math.Min(ChunkOctets, _large.Length - at)));
        }

        return indexer.Complete().Parts.Count;
    }

    [Benchmark]
    public int ContentOfPlainText() => Everything(_plain);

    [Benchmark]
    public int ContentOfHtml() => Everything(_html);

    [Benchmark]
    public int DigestOfAttachment() => MessageContent.Read(_large).Attachments[0].Sha256.Length;

    private static int Everything(byte[] message)
    {
        MessageContent content = MessageContent.Read(message);
        int total = content.Subject.Length + content.Urls.Count + content.Attachments.Count;
        foreach (TextPart text in content.Texts)
        {
            total += text.VisibleText.Length;
        }

        return total;
    }

    private static string Header(string type) =>
        "Received: from mail.example.org (mail.example.org [192.0.2.1])\r\n\tby mx.example.com with ESMTPS id 4ABC; Thu, 1 Jan 2026 00:00:00 +0000\r\n"
        + "DKIM-Signature: v=1; a=rsa-sha256; c=relaxed/relaxed; d=example.org; s=s1; h=from:to:subject:date;\r\n\tbh=47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU=; b=abcdefgh\r\n"
        + "From: Example <news@example.org>\r\nTo: joe@example.com\r\nSubject: =?utf-8?Q?Your_order_=E2=80=93_shipped?=\r\nDate: Thu, 1 Jan 2026 00:00:00 +0000\r\n"
        + "Message-ID: <1@example.org>\r\nMIME-Version: 1.0\r\nList-Unsubscribe: <https://example.org/unsubscribe?u=1>\r\nContent-Type: " + type + "\r\n\r\n";

    private static string Prose(int octets)
    {
        StringBuilder text = new(octets + 100);
        while (text.Length < octets)
        {
            text.Append("The quick brown fox jumps over the lazy dog, and the dog goes on sleeping.\r\n");
            if (text.Length % 1000 < 80)
            {
                text.Append("See https://www.example.org/articles/42?ref=mail for more.\r\n");
            }
        }

        return text.ToString();
    }

    private static string Html(int octets)
    {
        StringBuilder text = new("<html><head><style>.preheader { display:none }</style></head><body bgcolor=3D\"#ffffff\">\r\n");
        while (text.Length < octets)
        {
            text.Append("<table width=3D\"100%\" cellpadding=3D\"0\"><tr><td style=3D\"font-family:Arial,sans-=\r\nserif;font-size:14px;color:#333333;padding:0 10px\">")
                .Append("Dear customer, your order has been shipped and will arrive=20\r\nsoon. <a href=3D\"https://click.example.org/t?u=3D1&amp;c=3D2\" style=3D\"color:#0066cc\">Track it</a>&nbsp;")
                .Append("<img src=3D\"https://img.example.org/a.png\" width=3D\"100\" height=3D\"20\"></td></tr></table>\r\n");
        }

        return text.Append("</body></html>").ToString();
    }
}
