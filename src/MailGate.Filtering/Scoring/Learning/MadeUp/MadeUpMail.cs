using System.Globalization;
using System.Net;
using System.Text;

namespace MailGate.Filtering.Scoring.Learning.MadeUp;

/// <summary>
/// Phishing and other modern spam that is made up, and for each kind the honest notice that it copies, made by the same hand: form, layout and topic
/// are alike, so that what is left to learn is who sent it, where it leads, and what it urges to. Real mail of this kind is in no corpus that may be
/// used. The same seed gives the same messages.
/// </summary>
public static class MadeUpMail
{
    /// <summary>Sources of made-up messages begin with this.</summary>
    internal const string SourcePrefix = "made-up ";

    /// <summary>Makes messages, half of them spam.</summary>
    /// <returns>The octets, the label, and the family: messages of one family are alike and must be left out together.</returns>
    public static IEnumerable<(byte[] Octets, bool IsSpam, string Family)> Make(int count, ulong seed)
    {
        IReadOnlyList<Phrases> all = Phrases.Load();
        Phrases[] spam = [.. all.Where(p => p.IsSpam)], ham = [.. all.Where(p => !p.IsSpam)];
        DeterministicRandom random = new(seed);
        for (int i = 0; i < count; i++)
        {
            Phrases[] side = i % 2 == 0 ? spam : ham;
            Phrases phrases = side[random.Next(side.Length)];
            yield return (Make(phrases, new Cast(random)), phrases.IsSpam, phrases.Language == "en" ? phrases.Theme : phrases.Language);
        }
    }

    private static byte[] Make(Phrases phrases, Cast cast)
    {
        if (phrases.Theme is "bare" or "machine")
        {
            return Bare(phrases, cast);
        }

        bool personal = phrases.Actions.Count == 0;
        bool claimsBrand = (phrases.Subjects.Concat(phrases.Sentences).Concat(phrases.Closings)).Any(s => s.Contains("{brand}", StringComparison.Ordinal)) && cast.Chance(phrases.IsSpam ? 85 : 60);
        Origin origin = personal ? Origin.Personal(cast, phrases.IsSpam) : phrases.IsSpam ? Origin.Foreign(cast, claimsBrand) : Origin.Own(cast, claimsBrand);
        List<string> text = Body(phrases, cast);
        string action = personal ? "" : cast.Pick(phrases.Actions);
        string link = personal ? "" : Link(origin, phrases.IsSpam, cast);
        StringBuilder message = Header(phrases, origin, cast);
        string plain = string.Join("\n\n", text.Select((t, i) => i == text.Count - 1 && action.Length > 0 ? $"{action}: {link}\n\n{t}" : t));
        int form = personal ? cast.Chance(75) ? 0 : 2 : cast.Number(100) is var f && f < 12 ? 0 : f < (phrases.IsSpam ? 65 : 45) ? 1 : 2;
        string boundary = "=_" + cast.Letters(24);
        bool attaches = phrases.IsSpam && phrases.Theme is "invoice" or "voicemail" && cast.Chance(30);
        message.Append("MIME-Version: 1.0\r\n");
        if (attaches)
        {
            message.Append(CultureInfo.InvariantCulture, $"Content-Type: multipart/mixed; boundary=\"{boundary}\"\r\n\r\n--{boundary}\r\n");
        }

        switch (form)
        {
            case 0:
                Part(message, "text/plain", plain, cast);
                break;
            case 1:
                Part(message, "text/html", Html(text, action, link, phrases.IsSpam, origin, cast), cast);
                break;
            default:
                string inner = "--" + cast.Letters(20);
                message.Append(CultureInfo.InvariantCulture, $"Content-Type: multipart/alternative; boundary=\"{inner}\"\r\n\r\n--{inner}\r\n");
                Part(message, "text/plain", plain, cast);
                message.Append(CultureInfo.InvariantCulture, $"\r\n--{inner}\r\n");
                Part(message, "text/html", Html(text, action, link, phrases.IsSpam, origin, cast), cast);
                message.Append(CultureInfo.InvariantCulture, $"\r\n--{inner}--\r\n");
                break;
        }

        if (attaches)
        {
            string name = cast.Pick(["Invoice", "Payment", "Voice", "Document"]) + cast.Number(9999) + cast.Pick([".html", ".htm", ".pdf", ".zip", ".shtml"]);
            message.Append(CultureInfo.InvariantCulture, $"\r\n--{boundary}\r\nContent-Type: application/octet-stream; name=\"{name}\"\r\nContent-Disposition: attachment; filename=\"{name}\"\r\n")
                .Append(CultureInfo.InvariantCulture, $"Content-Transfer-Encoding: base64\r\n\r\n{Convert.ToBase64String(Encoding.ASCII.GetBytes(cast.Letters(900)), Base64FormattingOptions.InsertLineBreaks)}\r\n--{boundary}--\r\n");
        }

        return Encoding.UTF8.GetBytes(message.ToString());
    }

    // As swaks, mail(1), cron and monitoring write it: some fields are not there, and there is no MIME.
    private static byte[] Bare(Phrases phrases, Cast cast)
    {
        string host = cast.Chance(50) ? cast.Domain : "host." + cast.Domain;
        string local = phrases.Theme == "bare" ? cast.Pick(["test", cast.Name.ToLowerInvariant(), "root", "postmaster", "user"]) : cast.Pick(["root", "nagios", "alerts", "cron", "monitor"]);
        string from = phrases.Theme == "machine" && cast.Chance(60) ? $"{cast.Pick(["root", "Cron Daemon", "Monitoring"])} <{local}@{host}>" : $"{local}@{host}";
        StringBuilder message = new();
        message.Append(cast.Chance(80) ? $"Date: {Rfc5322(cast)}\r\n" : "");
        message.Append(CultureInfo.InvariantCulture, $"From: {from}\r\nTo: {(cast.Chance(50) ? cast.Address : "root@" + host)}\r\n");
        message.Append(cast.Chance(92) ? $"Subject: {cast.Fill(cast.Pick(phrases.Subjects))}\r\n" : "");
        message.Append(cast.Chance(60) ? $"Message-ID: <{cast.Letters(16, "0123456789")}.{cast.Letters(6, "0123456789")}@{host}>\r\n" : "");
        message.Append(cast.Chance(25) ? "MIME-Version: 1.0\r\nContent-Type: text/plain; charset=utf-8\r\n" : "");
        message.Append(cast.Chance(15) ? $"X-Mailer: {cast.Pick(["swaks v20201014.0 jetmore.org/john/code/swaks/", "mail (GNU Mailutils 3.15)", "sendEmail-1.56"])}\r\n" : "");
        message.Append(cast.Chance(15) ? "Auto-Submitted: auto-generated\r\n" : "").Append("\r\n");
        int lines = phrases.Theme == "bare" ? cast.Number(2) + 1 : cast.Number(6) + 1;
        for (int i = 0; i < lines; i++)
        {
            message.Append(cast.Fill(cast.Pick(phrases.Sentences))).Append("\r\n");
        }

        return Encoding.UTF8.GetBytes(message.Append(cast.Chance(40) ? cast.Fill(cast.Pick(phrases.Closings)) + "\r\n" : "").ToString());
    }

    private static StringBuilder Header(Phrases phrases, Origin origin, Cast cast)
    {
        StringBuilder header = new();
        string sender = origin.Address[(origin.Address.IndexOf('@', StringComparison.Ordinal) + 1)..];
        if (origin.Signer is { } signer)
        {
            header.Append(CultureInfo.InvariantCulture, $"DKIM-Signature: v=1; a=rsa-sha256; c=relaxed/relaxed; d={signer}; s={cast.Letters(6)};\r\n\th=from:to:subject:date; bh={cast.Letters(43)}=; b={cast.Letters(80)}\r\n");
        }

        List<string> fields =
        [
            $"From: {Encoded(origin.Name, cast)} <{origin.Address}>",
            cast.Chance(phrases.IsSpam ? 88 : 99) ? cast.Chance(40) ? $"To: {cast.Name} <{cast.Address}>" : $"To: {cast.Address}" : "To: undisclosed-recipients:;",
            $"Subject: {Encoded(cast.Fill(cast.Pick(phrases.Subjects)), cast)}",
            $"Date: {Rfc5322(cast)}",
            $"Message-ID: <{cast.Letters(22)}@{(cast.Chance(70) ? sender : cast.Word() + cast.Word() + ".com")}>",
        ];
        if (origin.ReplyTo is { } reply)
        {
            fields.Add($"Reply-To: {reply}");
        }

        if (phrases.Theme == "prize" || phrases.Theme == "pharma" || cast.Chance(10))
        {
            bool given = cast.Chance(phrases.IsSpam ? 45 : 90);
            fields.AddRange(given ? [$"List-Unsubscribe: <https://{(phrases.IsSpam ? origin.LinkHost : sender)}/u/{cast.Letters(16)}>"] : []);
            fields.AddRange(given && cast.Chance(50) ? ["List-Unsubscribe-Post: List-Unsubscribe=One-Click"] : []);
        }

        if (cast.Chance(15))
        {
            fields.Add(cast.Pick(["X-Mailer: PHPMailer 6.5.0 (https://github.com/PHPMailer/PHPMailer)", "X-Priority: 3", "Importance: normal", "X-Mailer: Microsoft Outlook 16.0", "Sender: " + origin.Address]));
        }

        // Any order: senders have theirs, and which is nobody's mark.
        for (int i = fields.Count - 1; i > 0; i--)
        {
            int j = cast.Chance(70) ? i : cast.Number(i + 1);
            (fields[i], fields[j]) = (fields[j], fields[i]);
        }

        return header.AppendJoin("\r\n", fields).Append("\r\n");
    }

    private static List<string> Body(Phrases phrases, Cast cast)
    {
        List<string> body = [.. phrases.Sentences.Where(_ => cast.Chance(65)).Select(cast.Fill)];
        if (body.Count < 2)
        {
            body = [.. phrases.Sentences.Select(cast.Fill)];
        }

        body.Add(cast.Fill(cast.Pick(phrases.Closings)));
        return body;
    }

    private static string Link(Origin origin, bool isSpam, Cast cast)
    {
        string path = cast.Pick(["/" + cast.Letters(12), "/login", "/c/" + cast.Letters(30), "/account/" + cast.Letters(6), "/index.html", "/?id=" + cast.Letters(10), "/track/" + cast.Number(999999), "/wp-content/" + cast.Letters(5) + "/"]);
        string recipient = isSpam && cast.Chance(25) ? (path.Contains('?', StringComparison.Ordinal) ? "&" : "#") + cast.Address : "";
        return (isSpam && cast.Chance(15) ? "http://" : "https://") + origin.LinkHost + path + recipient;
    }

    private static string Html(List<string> text, string action, string link, bool isSpam, Origin origin, Cast cast)
    {
        string host = origin.Address[(origin.Address.IndexOf('@', StringComparison.Ordinal) + 1)..];
        StringBuilder html = new("<!DOCTYPE html>\n<html><head><meta charset=\"utf-8\"><title></title></head>\n<body style=\"margin:0;font-family:Arial,sans-serif\">\n");
        html.Append(cast.Chance(35) ? $"<div style=\"display:none;max-height:0\">{cast.Fill(text[0])}</div>\n" : "");
        html.Append(cast.Chance(60) ? "<table width=\"600\" align=\"center\" cellpadding=\"0\" cellspacing=\"0\"><tr><td style=\"padding:24px\">\n" : "<div style=\"max-width:600px;margin:0 auto\"><div>\n");
        html.Append(cast.Chance(50) ? $"<img src=\"https://{(isSpam ? cast.Chance(50) ? cast.BrandDomain : origin.LinkHost : host)}/logo.png\" width=\"120\" alt=\"\">\n" : "");
        for (int i = 0; i < text.Count; i++)
        {
            if (i == text.Count - 1 && action.Length > 0)
            {
                string shown = isSpam && cast.Chance(8) ? "https://www." + cast.BrandDomain + "/" : action;
                html.Append(CultureInfo.InvariantCulture, $"<p><a href=\"{link}\" style=\"background:#{cast.Letters(6, "0123456789abcdef")};color:#ffffff;padding:12px 20px;text-decoration:none\">{shown}</a></p>\n");
            }

            string safe = WebUtility.HtmlEncode(text[i]);
            html.Append(CultureInfo.InvariantCulture, $"<p style=\"font-size:{cast.Number(4) + 13}px\">{(isSpam && cast.Chance(4) ? safe.Replace("a", "a\u200C", StringComparison.Ordinal) : safe)}</p>\n");
        }

        html.Append(isSpam && cast.Chance(12) ? $"<div style=\"font-size:0;color:#ffffff\">{string.Join(' ', Enumerable.Range(0, 60).Select(_ => cast.Word()))}</div>\n" : "");
        html.Append(!isSpam && cast.Chance(60) ? $"<p><a href=\"https://www.{host}/privacy\">Privacy</a> | <a href=\"https://www.{host}/help\">Help</a></p>\n" : isSpam && cast.Chance(35) ? $"<p><a href=\"{link}\">Privacy</a> | <a href=\"https://www.{cast.BrandDomain}/help\">Help</a></p>\n" : "");
        return html.Append("</td></tr></table></body></html>\n").ToString();
    }

    private static void Part(StringBuilder message, string type, string text, Cast cast)
    {
        string lines = text.ReplaceLineEndings("\r\n");
        bool base64 = cast.Chance(30);
        message.Append(CultureInfo.InvariantCulture, $"Content-Type: {type}; charset={cast.Pick(["utf-8", "UTF-8", "\"utf-8\""])}\r\n");
        message.Append(CultureInfo.InvariantCulture, $"Content-Transfer-Encoding: {(base64 ? "base64" : "8bit")}\r\n\r\n");
        message.Append(base64 ? Convert.ToBase64String(Encoding.UTF8.GetBytes(lines), Base64FormattingOptions.InsertLineBreaks) : lines).Append("\r\n");
    }

    private static string Rfc5322(Cast cast) => $"{cast.Date.ToString("ddd, d MMM yyyy HH:mm:ss", CultureInfo.InvariantCulture)} {cast.Pick(["+0000", "-0700", "+0200", "+0000", "-0300", "+0900"])}";

    private static string Encoded(string text, Cast cast) =>
        Ascii.IsValid(text) && !cast.Chance(10) ? text : $"=?UTF-8?B?{Convert.ToBase64String(Encoding.UTF8.GetBytes(text))}?=";
}
