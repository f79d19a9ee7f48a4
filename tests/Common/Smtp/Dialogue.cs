using System.Text;

namespace MailGate.Tests.Common.Smtp;

/// <summary>
/// A dialogue that a mail administrator can read: <c>c:</c> lines are sent with CRLF, <c>s:</c> lines say how a reply must begin, <c>m:</c> lines say what
/// message must have been taken, <c>#</c> starts a comment. <c>\r \n \t \0 \xHH \\</c> stand for octets.
/// </summary>
public sealed class Dialogue
{
    private Dialogue(string name, IReadOnlyList<string> client, IReadOnlyList<string> server, IReadOnlyList<string> messages)
    {
        Name = name;
        Client = client;
        Server = server;
        Messages = messages;
    }

    public string Name { get; }

    public IReadOnlyList<string> Client { get; }

    /// <summary>How each reply begins, the greeting first; <c>close</c> as the last one asks for a closed connection.</summary>
    public IReadOnlyList<string> Server { get; }

    public IReadOnlyList<string> Messages { get; }

    public static Dialogue Load(string path)
    {
        List<string> client = [], server = [], messages = [];
        foreach (string line in File.ReadAllLines(path))
        {
            if (line.Length == 0 || line[0] == '#')
            {
                continue;
            }

            List<string> list = line[..2] switch
            {
                "c:" => client,
                "s:" => server,
                "m:" => messages,
                _ => throw new FormatException($"{path}: a line begins with c:, s:, m: or #, not with '{line}'"),
            };
            list.Add(Unescape(line.Length > 3 ? line[3..] : ""));
        }

        return new Dialogue(Path.GetFileNameWithoutExtension(path), client, server, messages);
    }

    /// <summary>Turns escapes into octets, one a character.</summary>
    public static string Unescape(string text)
    {
        StringBuilder octets = new(text.Length);
        for (int i = 0; i < text.Length; i++)
        {
            if (text[i] != '\\' || i + 1 == text.Length)
            {
                octets.Append(text[i]);
                continue;
            }

            char kind = text[++i];
            octets.Append(kind switch
            {
                'r' => '\r',
                'n' => '\n',
                't' => '\t',
                '0' => '\0',
                'x' => (char)Convert.ToByte(text.Substring(i + 1, 2), 16),
                _ => kind,
            });
            i += kind == 'x' ? 2 : 0;
        }

        return octets.ToString();
    }
}
