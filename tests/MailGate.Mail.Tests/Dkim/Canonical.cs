using System.Text;
using MailGate.Mail.Dkim;
using MailGate.Mail.Messages;

namespace MailGate.Mail.Tests.Dkim;

/// <summary>Canonical forms to look at, and a second, slow and plain way to make those of bodies.</summary>
internal static class Canonical
{
    public static string OfMessage(byte[] message, Canonicalization canonicalization)
    {
        HeaderSection headers = HeaderSection.Parse(message);
        using PooledBuffer buffer = new(256);
        foreach (HeaderField field in headers.Fields)
        {
            HeaderCanonicalizer.Append(buffer, field, canonicalization);
        }

        buffer.Append("\r\n"u8);
        buffer.Append(OfBody(message[headers.BodyOffset..], canonicalization));
        return Encoding.Latin1.GetString(buffer.Written);
    }

    /// <summary>RFC 6376 §3.4.3 and §3.4.4 word by word, line by line: what the streaming code is held against.</summary>
    public static byte[] OfBody(byte[] body, Canonicalization canonicalization)
    {
        List<string> lines = [.. Encoding.Latin1.GetString(body).Split("\r\n")];
        bool endsWithLineEnd = lines[^1].Length == 0;
        if (endsWithLineEnd)
        {
            lines.RemoveAt(lines.Count - 1);
        }

        if (canonicalization == Canonicalization.Relaxed)
        {
            for (int i = 0; i < lines.Count; i++)
            {
                bool isUnended = i == lines.Count - 1 && !endsWithLineEnd;
                lines[i] = string.Join(' ', SplitAtWhiteSpace(isUnended ? lines[i] : lines[i].TrimEnd(' ', '\t')));
            }
        }

        while (lines.Count > 0 && lines[^1].Length == 0)
        {
            lines.RemoveAt(lines.Count - 1);
        }

        string text = string.Concat(lines.Select(line => line + "\r\n"));
        return Encoding.Latin1.GetBytes(text.Length == 0 && canonicalization == Canonicalization.Simple ? "\r\n" : text);
    }

    private static List<string> SplitAtWhiteSpace(string line)
    {
        List<string> words = [];
        StringBuilder word = new();
        for (int i = 0; i < line.Length; i++)
        {
            if (line[i] is ' ' or '\t')
            {
                if (i == 0 || line[i - 1] is not (' ' or '\t'))
                {
                    words.Add(word.ToString());
                    word.Clear();
                }
            }
            else
            {
                word.Append(line[i]);
            }
        }

        words.Add(word.ToString());
        return words;
    }
}
